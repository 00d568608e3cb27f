package dev.cresset.cli;

import dev.cresset.examples.FashionMnist;
import dev.cresset.examples.ResNet18;
import dev.cresset.nn.Flatten;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Linear;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import java.util.Locale;

/**
 * The models that {@code cresset train} knows: from grey images (n, 1, height, width) to classes.
 */
enum ImageModel {
    /** A perceptron with two hidden layers. */
    MLP(0.002),
    /** The convolutional network of the examples. */
    CNN(0.005),
    /** ResNet-18 with one channel. */
    RESNET18(0.005);

    private static final int SMALLEST_FOR_CNN = 4;

    private final double rate;

    ImageModel(double rate) {
        this.rate = rate;
    }

    /** Returns the usual greatest learning rate. */
    double rate() {
        return rate;
    }

    /**
     * Makes a model with new weights.
     *
     * @throws IllegalArgumentException if the images are too small for it
     */
    Layer make(int height, int width, int classes) {
        return switch (this) {
            case MLP ->
                    new Sequential(
                            new Flatten(),
                            new Linear(height * width, 256),
                            new ReLU(),
                            new Linear(256, 128),
                            new ReLU(),
                            new Linear(128, classes));
            case CNN -> {
                if (Math.min(height, width) < SMALLEST_FOR_CNN) {
                    throw new IllegalArgumentException(
                            "--model cnn: images must have at least 4 x 4 pixels, but have "
                                    + height
                                    + " x "
                                    + width);
                }
                yield FashionMnist.model(height, width, classes);
            }
            case RESNET18 -> new ResNet18(o -> o.numClasses(classes).inChannels(1));
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
