package dev.cresset.nn;

import java.util.Set;

/**
 * Layers that keep neither their input nor their result, but for what is recorded for backward: the
 * memory of what passes between two of them is used again when that is done.
 */
final class Forgetful {
    /*
     * Classes that are known to be such: what they compute is made of ops whose rules keep what they need
     * as saved tensors, which are counted. A class that extends one of them may do anything.
     */
    private static final Set<Class<?>> LAYERS =
            Set.of(
                    Linear.class,
                    Conv1d.class,
                    Conv2d.class,
                    Conv3d.class,
                    ReLU.class,
                    Tanh.class,
                    Sigmoid.class,
                    GELU.class,
                    SiLU.class,
                    Dropout.class,
                    LayerNorm.class,
                    MaxPool2d.class,
                    Flatten.class,
                    BatchNorm1d.class,
                    BatchNorm2d.class,
                    BatchNorm3d.class);

    private Forgetful() {}

    /** Returns whether a layer is one of them, and no hook sees what passes through it. */
    static boolean is(Layer layer) {
        return LAYERS.contains(layer.getClass()) && !layer.isHooked();
    }
}
