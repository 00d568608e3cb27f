package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.data.*;
import dev.cresset.data.transform.Transforms;
import dev.cresset.nn.Functional;
import dev.cresset.optim.*;
import dev.cresset.train.*;
import java.io.IOException;
import java.nio.file.Path;

/**
 * ResNet-18 learns ten kinds of clothing, with crops and mirrored pictures made by two workers.
 *
 * <p>Arguments: the folder with the four IDX files (without one, 1,500 images that come with the
 * examples), the number of epochs, and how many images of each part to use.
 */
public class FashionMnistResNet {
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : "examples/data/fashion-mnist");
        int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        train(folder, epochs, args.length > 2 ? Integer.parseInt(args[2]) : Integer.MAX_VALUE);
    }

    /** Trains, and returns the mean loss of each epoch. */
    static double[] train(Path folder, int epochs, int images) throws IOException {
        manualSeed(0);
        var normalize = Transforms.normalize(0.286, 0.353);
        var augment =
                Transforms.compose(
                        Transforms.randomCrop(28, 2),
                        Transforms.randomHorizontalFlip(0.5),
                        normalize);
        var train =
                new DataLoader<>(
                        first(images, Mnist.train(folder).transformed(augment)),
                        o -> o.batchSize(32).shuffle(true).dropLast(true).numWorkers(2));
        var test =
                new DataLoader<>(
                        first(images, Mnist.test(folder).transformed(normalize)),
                        o -> o.batchSize(100));
        var net = new ResNet18(o -> o.numClasses(10).inChannels(1));
        var optimizer = new SGD(net.parameters(), o -> o.lr(0.01).momentum(0.9).weightDecay(5e-4));
        var schedule = new CosineAnnealingLR(optimizer, epochs * train.size());
        double[] losses = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            net.train();
            var loss = new RunningMean();
            var progress = Progress.of(train);
            for (var batch : progress) {
                optimizer.zeroGrad();
                Tensor l = Functional.crossEntropy(net.call(batch.x()), batch.y());
                l.backward();
                optimizer.step();
                schedule.step();
                progress.show("loss", loss.add(l.item()));
            }
            losses[epoch] = loss.value();
            net.eval();
            var accuracy = new Accuracy();
            noGrad(() -> test.forEach(b -> accuracy.update(net.call(b.x()), b.y())));
            System.out.printf(
                    "epoch %d  loss %.4f  test accuracy %.4f%n",
                    epoch + 1, loss.value(), accuracy.value());
        }
        return losses;
    }

    private static Dataset<Batch> first(int count, Dataset<Batch> data) {
        int n = Math.min(count, data.size());
        return data.subset(arange(n).toIntArray());
    }
}
