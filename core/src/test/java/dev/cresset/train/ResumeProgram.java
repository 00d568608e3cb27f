package dev.cresset.train;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.rand;
import static dev.cresset.Tensor.randint;
import static dev.cresset.Tensor.randn;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import dev.cresset.data.Batch;
import dev.cresset.data.DataLoader;
import dev.cresset.data.Dataset;
import dev.cresset.data.TensorDataset;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Flatten;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Linear;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.op.Shape;
import dev.cresset.optim.Adam;
import dev.cresset.optim.CosineAnnealingLR;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A training that {@link ResumeTest} starts, stops and goes on with, each time in a new JVM. */
final class ResumeProgram {
    private static final int EPOCHS = 10;

    private ResumeProgram() {}

    /**
     * Trains up to a number of steps, or to the end, and prints the last state.
     *
     * @param args folder, workers, steps after which to stop, seed of whatever is not resumed
     */
    public static void main(String[] args) throws IOException {
        int workers = Integer.parseInt(args[1]);
        long stop = Long.parseLong(args[2]);
        Generator g = new Generator(1);
        Tensor x = randn(Shape.of(42, 1, 6, 6), o -> o.generator(g));
        Tensor y = randint(0, 3, Shape.of(42), o -> o.generator(g));
        manualSeed(Long.parseLong(args[3]));
        rand(3);
        var net =
                new Sequential(
                        new Conv2d(1, 4, 3),
                        new BatchNorm2d(4),
                        new ReLU(),
                        new Flatten(),
                        new Dropout(0.3),
                        new Linear(64, 3));
        var optimizer = new Adam(net.parameters(), o -> o.lr(0.01).amsgrad(true));
        var schedule = new CosineAnnealingLR(optimizer, EPOCHS);
        var loader =
                new DataLoader<>(
                        noisy(new TensorDataset(x, y)),
                        o -> o.batchSize(5).shuffle(true).numWorkers(workers));
        var loss = new RunningMean();
        var accuracy = new Accuracy();
        var run =
                new TrainingRun(net, optimizer)
                        .scheduler(schedule)
                        .loader(loader)
                        .with("loss", loss)
                        .with("accuracy", accuracy);
        var checkpoints =
                new Checkpoints(Path.of(args[0]), run, o -> o.everySteps(1).everyEpochs(1));
        checkpoints.resume();
        while (run.epoch() < EPOCHS) {
            for (Batch batch : Progress.of(loader)) {
                optimizer.zeroGrad();
                Tensor out = net.call(batch.x());
                Tensor l = Functional.crossEntropy(out, batch.y());
                l.backward();
                optimizer.step();
                loss.add(l.item());
                accuracy.update(out, batch.y());
                checkpoints.step();
                if (run.step() == stop) {
                    return;
                }
            }
            schedule.step();
            checkpoints.epoch();
        }
        var state = run.stateDict();
        System.out.println(bits(state));
    }

    private static Dataset<Batch> noisy(TensorDataset data) {
        return new Dataset<>() {
            @Override
            public int size() {
                return data.size();
            }

            @Override
            public Batch get(int index) {
                Batch b = data.get(index);
                return new Batch(List.of(b.x().add(randn(1, 6, 6).mul(0.1)), b.y()));
            }
        };
    }

    /** Returns a text of every bit of a state. */
    private static String bits(Object tree) {
        return switch (tree) {
            case null -> "null";
            case Tensor t ->
                    t.dtype().isFloatingPoint()
                            ? bits(t.toDouble().reshape(-1).toDoubleArray())
                            : Arrays.hashCode(t.reshape(-1).toLongArray()) + "";
            case Map<?, ?> m -> {
                StringBuilder out = new StringBuilder("{");
                m.forEach((k, v) -> out.append(k).append(':').append(bits(v)).append(' '));
                yield out.append('}').toString();
            }
            case List<?> l -> l.stream().map(ResumeProgram::bits).toList().toString();
            default -> tree.toString();
        };
    }

    private static String bits(double[] values) {
        StringBuilder out = new StringBuilder();
        for (double v : values) {
            out.append(Double.toHexString(v)).append(',');
        }
        return out.toString();
    }
}
