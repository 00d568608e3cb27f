package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.data.*;
import dev.cresset.data.transform.Transforms;
import dev.cresset.nn.*;
import dev.cresset.optim.*;
import dev.cresset.train.*;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A convolutional network learns ten kinds of clothing.
 *
 * <p>Arguments: the folder with the four IDX files (without one, 1,500 images that come with the
 * examples), and the number of epochs. With all of Fashion-MNIST it is right for 91 of 100 test
 * images after three.
 */
public class FashionMnist {
    /** Two convolutions, each followed by a batch norm and halving, and two linear layers. */
    public static Sequential model(int height, int width, int classes) {
        return new Sequential(
                new Conv2d(1, 16, 3, o -> o.padding(1)),
                new BatchNorm2d(16),
                new ReLU(),
                new MaxPool2d(2),
                new Conv2d(16, 32, 3, o -> o.padding(1)),
                new BatchNorm2d(32),
                new ReLU(),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(32 * (height / 4) * (width / 4), 128),
                new ReLU(),
                new Dropout(0.25),
                new Linear(128, classes));
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : "examples/data/fashion-mnist");
        train(folder, args.length > 1 ? Integer.parseInt(args[1]) : 3);
    }

    /** Trains, and returns the share of test images that it is right for. */
    static double train(Path folder, int epochs) throws IOException {
        manualSeed(0);
        var normalize = Transforms.normalize(0.286, 0.353);
        var train =
                new DataLoader<>(
                        Mnist.train(folder).transformed(normalize),
                        o -> o.batchSize(64).shuffle(true));
        var test =
                new DataLoader<>(Mnist.test(folder).transformed(normalize), o -> o.batchSize(500));
        var net = model(28, 28, 10);
        var optimizer = new Adam(net.parameters());
        var schedule = new OneCycleLR(optimizer, 0.005, epochs * train.size(), o -> o);
        var accuracy = new Accuracy();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            net.train();
            var loss = new RunningMean();
            var progress = Progress.of(train);
            for (var batch : progress) {
                optimizer.zeroGrad();
                Tensor l = Functional.crossEntropy(net.call(batch.x()), batch.y());
                l.backward();
                optimizer.step();
                schedule.step();
                loss.add(l.item());
                progress.show("loss", loss);
            }
            accuracy.reset();
            net.eval();
            noGrad(() -> test.forEach(b -> accuracy.update(net.call(b.x()), b.y())));
            System.out.printf(
                    "epoch %d  loss %.4f  test accuracy %.4f%n",
                    epoch, loss.value(), accuracy.value());
        }
        return accuracy.value();
    }
}
