package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SequencedMap;

/**
 * Layers one after the other: the output of each is the input of the next.
 *
 * <pre>{@code
 * var net = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1));
 * Linear last = net.get(-1);
 * net.add("head", new Linear(1, 1)).append(new ReLU());
 * }</pre>
 *
 * <p>The same layer may occur several times. Without layers, the output is the input.
 */
public class Sequential extends Layer implements Iterable<Layer> {
    /** Makes a sequence whose layers are named "0", "1", …. */
    public Sequential(Layer... layers) {
        this(Arrays.asList(layers));
    }

    /** Makes a sequence whose layers are named "0", "1", …. */
    public Sequential(List<? extends Layer> layers) {
        extend(layers);
    }

    /** Makes a sequence of named layers. */
    public Sequential(SequencedMap<String, ? extends Layer> layers) {
        layers.forEach(this::add);
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor y = x;
        for (Layer layer : this) {
            y = layer.call(y);
        }
        return y;
    }

    /**
     * Adds a layer under a name; returns this.
     *
     * @throws IllegalArgumentException if the name is empty, has a dot or is taken
     */
    public final Sequential add(String name, Layer layer) {
        register(name, layer);
        return this;
    }

    /** Adds a layer at the end, named by its place; returns this. */
    public final Sequential append(Layer layer) {
        return add(Integer.toString(size()), layer);
    }

    /** Adds layers at the end, named by their places; returns this. */
    public final Sequential extend(Iterable<? extends Layer> layers) {
        for (Layer layer : layers) {
            append(layer);
        }
        return this;
    }

    /** Returns the number of layers. */
    public final int size() {
        return childList().size();
    }

    /** Returns the layers in order. */
    public final List<Layer> layers() {
        List<Layer> out = new ArrayList<>();
        for (Module m : childList()) {
            if (!(m instanceof Layer layer)) {
                throw new IllegalStateException(
                        typeName()
                                + ": a "
                                + m.typeName()
                                + " is no Layer, and cannot turn one tensor into one tensor");
            }
            out.add(layer);
        }
        return out;
    }

    @Override
    public final Iterator<Layer> iterator() {
        return layers().iterator();
    }
}
