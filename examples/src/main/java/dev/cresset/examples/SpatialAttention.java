package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.data.*;
import dev.cresset.nn.*;
import dev.cresset.optim.Adam;
import dev.cresset.train.Accuracy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A custom layer of several parameters: spatial attention, which says how much each of several
 * places has to do with each other, from what was measured there over time (Guo et al. 2019,
 * "Attention based spatial-temporal graph convolutional networks", eq. 1).
 *
 * <p>Here the rows of a picture are the places, and its columns the times.
 *
 * <p>Arguments: the folder with the four IDX files (without one, 1,500 images that come with the
 * examples), and the number of epochs.
 */
public class SpatialAttention {
    /** Measurements (N, places, features, times) to attention (N, places, places). */
    static class Attention extends Layer {
        final Parameter W1;
        final Parameter W2;
        final Parameter W3;
        final Parameter bs;
        final Parameter Vs;

        Attention(int places, int features, int times) {
            W1 = new Parameter(randn(times).div(Math.sqrt(times)));
            W2 = new Parameter(randn(features, times).div(Math.sqrt(features)));
            W3 = new Parameter(randn(features).div(Math.sqrt(features)));
            bs = new Parameter(zeros(1, places, places));
            Vs = new Parameter(randn(places, places).div(Math.sqrt(places)));
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor left = x.matmul(W1).matmul(W2); // (N, places, features) to (N, places, times)
            Tensor right = W3.matmul(x).transpose(-1, -2); // (N, times, places)
            Tensor scores = Vs.matmul(left.matmul(right).add(bs).sigmoid());
            return scores.softmax(1);
        }
    }

    /** Pictures to classes: places are mixed as attention says. */
    static class Classifier extends Layer {
        final Attention attention = new Attention(28, 1, 28);
        final Linear hidden = new Linear(2 * 28 * 28, 64);
        final Linear out = new Linear(64, 10);

        @Override
        protected Tensor forward(Tensor images) {
            Tensor rows = images.squeeze(1); // (N, 28, 28)
            Tensor mixed = attention.call(rows.unsqueeze(2)).matmul(rows);
            Tensor all = cat(List.of(rows, mixed), 1).flatten(1);
            return out.call(Functional.relu(hidden.call(all)));
        }
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : "examples/data/fashion-mnist");
        train(folder, args.length > 1 ? Integer.parseInt(args[1]) : 10);
    }

    /** Trains, and returns the share of test images that it is right for. */
    static double train(Path folder, int epochs) throws IOException {
        manualSeed(0);
        var train = new DataLoader<>(Mnist.train(folder), o -> o.batchSize(50).shuffle(true));
        var test = new DataLoader<>(Mnist.test(folder), o -> o.batchSize(500));
        var net = new Classifier();
        net.attention
                .namedParameters()
                .forEach((name, p) -> System.out.println(name + " " + p.shape()));
        var optimizer = new Adam(net.parameters());
        for (int epoch = 1; epoch <= epochs; epoch++) {
            for (var batch : train) {
                optimizer.zeroGrad();
                Functional.crossEntropy(net.call(batch.x()), batch.y()).backward();
                optimizer.step();
            }
        }
        var accuracy = new Accuracy();
        noGrad(() -> test.forEach(b -> accuracy.update(net.call(b.x()), b.y())));
        System.out.printf("test accuracy %.4f%n", accuracy.value());
        return accuracy.value();
    }
}
