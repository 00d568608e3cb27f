package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.data.*;
import dev.cresset.nn.*;
import dev.cresset.optim.Adam;
import dev.cresset.train.RunningMean;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An autoencoder whose decoder is its encoder turned around: both share their weights, so that
 * gradients of both add up in one tensor.
 *
 * <p>Arguments: the folder with the four IDX files (without one, 1,500 images that come with the
 * examples), and the number of epochs.
 */
public class TiedAutoencoder {
    /** Pictures to 32 numbers and back. */
    static class Autoencoder extends Layer {
        final Linear first = new Linear(784, 128);
        final Linear code = new Linear(128, 32);
        final Parameter back1 = new Parameter(zeros(128));
        final Parameter back2 = new Parameter(zeros(784));

        Tensor encode(Tensor x) {
            return code.call(Functional.relu(first.call(x.flatten(1))));
        }

        /** Uses the encoder's matrices, transposed. */
        Tensor decode(Tensor z) {
            Tensor h = Functional.relu(Functional.linear(z, code.weight.T(), back1));
            return Functional.sigmoid(Functional.linear(h, first.weight.T(), back2));
        }

        @Override
        protected Tensor forward(Tensor x) {
            return decode(encode(x)).viewAs(x);
        }
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : "examples/data/fashion-mnist");
        train(folder, args.length > 1 ? Integer.parseInt(args[1]) : 10);
    }

    /** Trains, and returns the mean squared error of each epoch. */
    static double[] train(Path folder, int epochs) throws IOException {
        manualSeed(0);
        var loader = new DataLoader<>(Mnist.train(folder), o -> o.batchSize(50).shuffle(true));
        var net = new Autoencoder();
        var optimizer = new Adam(net.parameters(), o -> o.lr(0.002));
        double[] errors = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            var error = new RunningMean();
            for (var batch : loader) {
                Tensor loss = Functional.mseLoss(net.call(batch.x()), batch.x());
                optimizer.zeroGrad();
                loss.backward();
                optimizer.step();
                error.add(loss.item());
            }
            errors[epoch] = error.value();
            System.out.printf("epoch %d  mean squared error %.5f%n", epoch + 1, error.value());
        }
        return errors;
    }
}
