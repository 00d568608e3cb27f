package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.data.*;
import dev.cresset.nn.*;
import dev.cresset.optim.Adam;
import dev.cresset.train.Accuracy;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A layer of one's own, and a function with a backward of its own.
 *
 * <p>Arguments: the folder with the four IDX files (without one, 1,500 images that come with the
 * examples), and the number of epochs.
 */
public class CustomLayer {
    /**
     * {@code x sigmoid(beta x)} (Ramachandran et al. 2017). Autograd would keep the sigmoid and the
     * product; this keeps the inputs alone, and computes the sigmoid again.
     */
    static class Swish extends GradFunction {
        @Override
        protected Tensor forward(Context ctx, Tensor... in) {
            Tensor x = in[0];
            Tensor beta = in[1];
            ctx.saveForBackward(x, beta);
            return x.mul(x.mul(beta).sigmoid());
        }

        @Override
        protected Tensor[] backward(Context ctx, Tensor g) {
            Tensor x = ctx.saved(0);
            Tensor beta = ctx.saved(1);
            Tensor s = x.mul(beta).sigmoid();
            Tensor slope = s.mul(s.rsub(1)); // the sigmoid's derivative
            return new Tensor[] {
                g.mul(s.add(x.mul(beta).mul(slope))), g.mul(x.square().mul(slope)).sum()
            };
        }
    }

    /** {@code Linear} with a Swish whose beta is learned. */
    static class SwishLinear extends Layer {
        final Parameter weight;
        final Parameter bias;
        final Parameter beta = new Parameter(ones());

        SwishLinear(int in, int out) {
            weight = new Parameter(empty(out, in));
            bias = new Parameter(zeros(out));
            Init.kaimingNormal_(weight);
        }

        @Override
        protected Tensor forward(Tensor x) {
            return new Swish().apply(Functional.linear(x, weight, bias), beta);
        }

        @Override
        protected String extraRepr() {
            return "in_features=" + weight.size(1) + ", out_features=" + weight.size(0);
        }
    }

    static Sequential model() {
        return new Sequential(
                new Flatten(),
                new SwishLinear(784, 64),
                new SwishLinear(64, 64),
                new Linear(64, 10));
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
        var net = model();
        System.out.println(net);
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
        System.out.println("beta " + net.parameter("1.beta").item());
        System.out.printf("test accuracy %.4f%n", accuracy.value());
        return accuracy.value();
    }
}
