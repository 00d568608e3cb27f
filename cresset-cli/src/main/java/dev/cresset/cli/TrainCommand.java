package dev.cresset.cli;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import dev.cresset.Threads;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.data.Batch;
import dev.cresset.data.DataFileException;
import dev.cresset.data.DataLoader;
import dev.cresset.data.Mnist;
import dev.cresset.data.transform.Transforms;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Layer;
import dev.cresset.optim.Adam;
import dev.cresset.optim.OneCycleLR;
import dev.cresset.train.Accuracy;
import dev.cresset.train.Progress;
import dev.cresset.train.RunningMean;
import dev.cresset.train.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cresset train}: trains a model on a folder of images in MNIST's format. */
@Command(
        name = "train",
        description = "Trains a model on images in MNIST's format and tests it after each epoch.",
        footer = {
            "",
            "The folder holds train-images-idx3-ubyte, train-labels-idx1-ubyte,",
            "t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, plain or with .gz: MNIST,",
            "Fashion-MNIST (Debian's package dataset-fashion-mnist puts it into",
            "/usr/share/datasets/fashion-mnist), KMNIST and their kin.",
            "",
            "What --out saves, real PyTorch reads too: torch.load(FILE)['model'] is the state dict."
        })
final class TrainCommand implements Callable<Integer> {
    private static final int TEST_BATCH = 500;
    private static final int MEASURED_IMAGES = 10_000;

    @Spec private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The folder.")
    private Path data;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "${COMPLETION-CANDIDATES}.")
    private ImageModel model;

    @Option(
            names = "--epochs",
            defaultValue = "3",
            paramLabel = "N",
            description = "How often to go through the training data (default ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--batch-size",
            defaultValue = "64",
            paramLabel = "N",
            description =
                    "Images per step (default ${DEFAULT-VALUE}); what is left of an epoch is left out.")
    private int batchSize;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description =
                    "The greatest learning rate of the cycle (default 0.002 for mlp, 0.005 for cnn"
                            + " and resnet18).")
    private @Nullable Double lr;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "The seed (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of an operation (default: all processors).")
    private @Nullable Integer threads;

    @Option(
            names = "--workers",
            defaultValue = "0",
            paramLabel = "N",
            description = "Threads that make batches ahead (default ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Save after each epoch: everything that --resume needs, or the weights alone if"
                            + " the name ends in .safetensors or .npz.")
    private @Nullable Path out;

    @Option(
            names = "--save-every",
            defaultValue = "0",
            paramLabel = "STEPS",
            description = "Also save to --out after so many steps.")
    private int saveEvery;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Go on, to the bit, with a run that --out saved.")
    private @Nullable Path resume;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    private TrainCommand() {}

    @Override
    public Integer call() throws IOException {
        check();
        if (threads != null) {
            Threads.set(threads);
        }
        PrintWriter text = spec.commandLine().getOut();
        Mnist train = Mnist.train(data);
        Mnist test = Mnist.test(data);
        checkTogether(train, test);
        UnaryOperator<Tensor> normalize = normalization(train);
        int height = train.images().size(1);
        int width = train.images().size(2);
        int classes = train.classes();
        text.printf(
                Locale.ROOT,
                "%s: %,d images of %d x %d to train on, %,d to test, %d classes%n",
                data,
                train.size(),
                height,
                width,
                test.size(),
                classes);

        manualSeed(seed);
        Layer net = model.make(height, width, classes);
        text.printf(Locale.ROOT, "%s: %,d parameters%n", model, count(net));
        double rate = lr == null ? model.rate() : lr;
        var optimizer = new Adam(net.parameters(), o -> o.lr(rate));
        /* A last batch of one image would leave a batch norm of 1 x 1 pixels nothing to average. */
        boolean dropLast = train.size() >= batchSize;
        var loader =
                new DataLoader<>(
                        train.transformed(normalize),
                        o ->
                                o.batchSize(batchSize)
                                        .shuffle(true)
                                        .dropLast(dropLast)
                                        .numWorkers(workers));
        int steps = Math.multiplyExact(epochs, loader.size());
        var schedule = new OneCycleLR(optimizer, rate, steps, o -> o);
        var loss = new RunningMean();
        var settings =
                new RunSettings(
                        Map.of(
                                "model", model.toString(),
                                "epochs", epochs,
                                "batch-size", batchSize,
                                "lr", rate,
                                "images", train.size(),
                                "classes", classes));
        var run =
                new TrainingRun(net, optimizer)
                        .with("settings", settings)
                        .scheduler(schedule)
                        .loader(loader)
                        .with("loss", loss);
        if (resume != null) {
            resume(run, settings, resume, text);
        }
        var held = new DataLoader<>(test.transformed(normalize), o -> o.batchSize(TEST_BATCH));
        if (run.epoch() >= epochs) {
            text.println("All epochs are done: nothing is left to train.");
            save(run, net);
        }
        while (run.epoch() < epochs) {
            long start = System.nanoTime();
            epoch(net, optimizer, schedule, loader, loss, run);
            double seconds = (System.nanoTime() - start) / 1e9;
            run.countEpoch();
            text.printf(
                    Locale.ROOT,
                    "epoch %d/%d  loss %.4f  test accuracy %.2f %%  %.1f s%n",
                    run.epoch(),
                    epochs,
                    loss.value(),
                    100 * accuracy(net, held),
                    seconds);
            text.flush();
            loss.reset();
            save(run, net);
        }
        if (out != null) {
            text.printf(Locale.ROOT, "Saved %s (%,d bytes)%n", out, Files.size(out));
        }
        return 0;
    }

    private void epoch(
            Layer net,
            Adam optimizer,
            OneCycleLR schedule,
            DataLoader<Batch> loader,
            RunningMean loss,
            TrainingRun run)
            throws IOException {
        net.train();
        var progress =
                Progress.of(loader, o -> o.label("epoch " + (run.epoch() + 1) + "/" + epochs));
        for (Batch batch : progress) {
            optimizer.zeroGrad();
            Tensor l = Functional.crossEntropy(net.call(batch.x()), batch.y());
            l.backward();
            optimizer.step();
            schedule.step();
            progress.show("loss", loss.add(l.item(), batch.x().size(0)));
            long step = run.countStep();
            if (saveEvery > 0 && step % saveEvery == 0) {
                save(run, net);
            }
        }
    }

    private static double accuracy(Layer net, DataLoader<Batch> loader) {
        net.eval();
        var accuracy = new Accuracy();
        noGrad(() -> loader.forEach(b -> accuracy.update(net.call(b.x()), b.y())));
        return accuracy.value();
    }

    private void resume(TrainingRun run, RunSettings settings, Path file, PrintWriter text)
            throws IOException {
        if (!(Checkpoint.read(file).toJava() instanceof Map<?, ?> state)
                || !(state.get("settings") instanceof Map<?, ?> saved)) {
            throw new IllegalArgumentException(
                    "--resume: " + file + " holds no run that --out saved");
        }
        try {
            settings.loadStateDict(saved);
            run.loadStateDict(state);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--resume: " + file + ": " + e.getMessage(), e);
        }
        text.printf(
                Locale.ROOT,
                "Resumed %s: %d of %d epochs done, %,d steps%n",
                file,
                run.epoch(),
                epochs,
                run.step());
    }

    private void save(TrainingRun run, Layer net) throws IOException {
        if (out == null) {
            return;
        }
        if (weightsAlone(out)) {
            Checkpoint.save(net.stateDict(), out);
        } else {
            run.save(out);
        }
    }

    private static boolean weightsAlone(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".safetensors") || name.endsWith(".npz");
    }

    private void check() throws IOException {
        require(epochs >= 1, "--epochs must be at least 1, got " + epochs);
        require(batchSize >= 1, "--batch-size must be at least 1, got " + batchSize);
        require(workers >= 0, "--workers must be at least 0, got " + workers);
        require(saveEvery >= 0, "--save-every must be at least 0, got " + saveEvery);
        require(lr == null || lr > 0, "--lr must be greater than 0, got " + lr);
        require(threads == null || threads >= 1, "--threads must be at least 1, got " + threads);
        require(saveEvery == 0 || out != null, "--save-every needs --out");
        if (out != null) {
            Path folder = out.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw new IOException("--out: there is no folder " + folder);
            }
            if (!Files.isWritable(folder)) {
                throw new IOException("--out: cannot write to the folder " + folder);
            }
            if (Files.isDirectory(out)) {
                throw new IOException("--out: " + out + " is a folder; give the name of a file");
            }
        }
    }

    private void require(boolean right, String message) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private void checkTogether(Mnist train, Mnist test) throws DataFileException {
        Tensor a = train.images();
        Tensor b = test.images();
        if (a.size(1) != b.size(1) || a.size(2) != b.size(2)) {
            throw new DataFileException(
                    data,
                    String.format(
                            "the training images have %d x %d pixels, the test images %d x %d",
                            a.size(1), a.size(2), b.size(1), b.size(2)));
        }
        if (test.classes() > train.classes()) {
            throw new DataFileException(
                    data,
                    String.format(
                            "the test labels go up to %d, the training labels only to %d",
                            test.classes() - 1, train.classes() - 1));
        }
    }

    /** Mean 0 and deviation 1, measured on the first images. */
    private static UnaryOperator<Tensor> normalization(Mnist train) {
        int n = Math.min(train.size(), MEASURED_IMAGES);
        Tensor pixels = Transforms.toFloat().apply(train.images().narrow(0, 0, n));
        double mean = pixels.mean().item().doubleValue();
        double std = pixels.sub(mean).square().mean().sqrt().item().doubleValue();
        return Transforms.normalize(mean, std > 0 ? std : 1);
    }

    private static long count(Layer net) {
        long parameters = 0;
        for (Tensor p : net.parameters()) {
            parameters += p.numel();
        }
        return parameters;
    }
}
