package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.data.*;
import dev.cresset.nn.*;
import dev.cresset.optim.Adam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * A Wasserstein GAN with gradient penalty (Gulrajani et al. 2017): the critic's loss holds the
 * gradient of the critic at its inputs, so that training it takes second derivatives.
 *
 * <p>Arguments: the folder with the four IDX files (without one, 1,500 images that come with the
 * examples), and the number of steps.
 */
public class GradientPenalty {
    private static final int NOISE = 16;
    private static final double WEIGHT = 10;

    /** How far the critic tells both apart, and the norm of its gradient, at the last step. */
    record Result(double distance, double gradientNorm) {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : "examples/data/fashion-mnist");
        train(folder, args.length > 1 ? Integer.parseInt(args[1]) : 200);
    }

    static Result train(Path folder, int steps) throws IOException {
        manualSeed(0);
        var loader =
                new DataLoader<>(
                        Mnist.train(folder).transformed(x -> x.flatten()),
                        o -> o.batchSize(50).shuffle(true).dropLast(true));
        var critic =
                new Sequential(
                        new Linear(784, 64),
                        new LeakyReLU(0.2),
                        new Linear(64, 64),
                        new LeakyReLU(0.2),
                        new Linear(64, 1));
        var generator =
                new Sequential(
                        new Linear(NOISE, 64), new ReLU(), new Linear(64, 784), new Sigmoid());
        var criticOptimizer = new Adam(critic.parameters(), o -> o.lr(1e-3).betas(0.5, 0.9));
        var generatorOptimizer = new Adam(generator.parameters(), o -> o.lr(1e-3).betas(0.5, 0.9));
        Iterator<Batch> batches = loader.iterator();
        Result last = new Result(0, 0);
        for (int step = 0; step < steps; step++) {
            if (!batches.hasNext()) {
                batches = loader.iterator();
            }
            Tensor real = batches.next().x();
            Tensor fake = noGrad(() -> generator.call(randn(real.size(0), NOISE)));
            Tensor distance = critic.call(real).mean().sub(critic.call(fake).mean());
            Tensor norms = gradientNorms(critic, real, fake);
            Tensor loss = norms.sub(1).square().mean().mul(WEIGHT).sub(distance);
            criticOptimizer.zeroGrad();
            loss.backward(); // through the gradient
            criticOptimizer.step();
            last = new Result(distance.item().doubleValue(), norms.mean().item().doubleValue());
            if (step % 5 == 4) {
                Tensor made = generator.call(randn(50, NOISE));
                generatorOptimizer.zeroGrad();
                critic.call(made).mean().neg().backward();
                generatorOptimizer.step();
            }
            if (step % 20 == 0) {
                System.out.printf(
                        "step %d  distance %.4f  norm of the critic's gradient %.4f%n",
                        step, last.distance(), last.gradientNorm());
            }
        }
        return last;
    }

    /** The norms of the critic's gradient on the way from real to made images: (N). */
    private static Tensor gradientNorms(Sequential critic, Tensor real, Tensor fake) {
        Tensor share = rand(real.size(0), 1);
        Tensor between = share.mul(real).add(share.rsub(1).mul(fake)).requiresGrad_();
        Tensor out = critic.call(between).sum();
        Tensor gradient = Grad.grad(out, List.of(between), o -> o.createGraph(true)).get(0);
        return gradient.norm(2, new int[] {1}, false);
    }
}
