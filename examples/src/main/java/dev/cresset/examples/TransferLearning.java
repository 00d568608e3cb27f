package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.data.*;
import dev.cresset.nn.*;
import dev.cresset.nn.utils.Freezing;
import dev.cresset.optim.*;
import dev.cresset.train.Accuracy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Transfer learning by replacing {@code fc}: a ResNet-18 that knows six kinds of clothing learns
 * four others from a few images, while everything but its new last layer is frozen.
 *
 * <p>Arguments: the folder with the four IDX files (without one, 1,500 images that come with the
 * examples), and how many images of the training part to use.
 */
public class TransferLearning {
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : "examples/data/fashion-mnist");
        train(folder, args.length > 1 ? Integer.parseInt(args[1]) : 1000);
    }

    /** Trains twice, and returns how often the new last layer is right. */
    static double train(Path folder, int images) throws IOException {
        manualSeed(0);
        Mnist data = Mnist.train(folder);
        Mnist test = Mnist.test(folder);

        var net = new ResNet18(o -> o.numClasses(6).inChannels(1));
        fit(net, new Adam(net.parameters()), labelled(data, images, 0, 6), 3);
        System.out.printf("six classes: %.4f%n", accuracy(net, labelled(test, 500, 0, 6)));

        Freezing.freeze(net);
        net.fc = new Linear(512, 4); // what is new needs gradients
        List<Parameter> trained = Freezing.trainable(net);
        System.out.println(trained.size() + " parameters are trained: weight and bias of fc");
        fit(net, new Adam(trained, o -> o.lr(0.01)), labelled(data, images, 6, 10), 6);
        double right = accuracy(net, labelled(test, 500, 6, 10));
        System.out.printf("four others: %.4f%n", right);
        return right;
    }

    /** The first images whose class is of a range, counted from its start. */
    private static Dataset<Batch> labelled(Mnist data, int images, int from, int to) {
        long[] labels = data.labels().toLongArray();
        int[] chosen =
                IntStream.range(0, Math.min(images, labels.length))
                        .filter(i -> labels[i] >= from && labels[i] < to)
                        .toArray();
        return new TensorDataset(
                data.images()
                        .get(tensor(chosen))
                        .toFloat()
                        .div(255)
                        .sub(0.286)
                        .div(0.353)
                        .unsqueeze(1),
                data.labels().get(tensor(chosen)).sub(from));
    }

    private static void fit(ResNet18 net, Adam optimizer, Dataset<Batch> data, int epochs) {
        net.train();
        var loader = new DataLoader<>(data, o -> o.batchSize(32).shuffle(true).dropLast(true));
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (var batch : loader) {
                optimizer.zeroGrad();
                Functional.crossEntropy(net.call(batch.x()), batch.y()).backward();
                optimizer.step();
            }
        }
    }

    private static double accuracy(ResNet18 net, Dataset<Batch> data) {
        net.eval();
        var accuracy = new Accuracy();
        var loader = new DataLoader<>(data, o -> o.batchSize(100));
        noGrad(() -> loader.forEach(b -> accuracy.update(net.call(b.x()), b.y())));
        return accuracy.value();
    }
}
