package dev.cresset.cli;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.data.DataLoader;
import dev.cresset.data.TensorDataset;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Init;
import dev.cresset.nn.Init.Nonlinearity;
import dev.cresset.nn.Linear;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.optim.Adam;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cresset demo}: the whole road on real data: define, initialise, train, save, reload. */
@Command(
        name = "demo",
        description = "Trains a small network on handwritten digits, saves it and loads it again.",
        footer = {
            "",
            "The data are in the jar: \"Optical Recognition of Handwritten Digits\", E. Alpaydin and",
            "C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int BATCH = 32;

    @Spec private CommandSpec spec;

    @Option(names = "--seed", defaultValue = "0", description = "The seed (default 0).")
    private long seed;

    @Option(
            names = "--epochs",
            defaultValue = "30",
            description = "How often to go through the training data (default 30).")
    private int epochs;

    @Option(
            names = "--out",
            defaultValue = ".",
            paramLabel = "DIR",
            description = "The folder for digits.pt and digits.safetensors (default: this one).")
    private Path folder;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    private DemoCommand() {}

    @Override
    public Integer call() throws IOException {
        if (epochs < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--epochs must be at least 1, got " + epochs);
        }
        checkFolder();
        PrintWriter out = spec.commandLine().getOut();
        Digits digits = Digits.load();
        out.printf(
                Locale.ROOT,
                "Handwritten digits: %,d images of 8 x 8 pixels to train on, %,d to test%n%n",
                digits.trainImages().size(0),
                digits.testImages().size(0));

        manualSeed(seed);
        Sequential net = model();
        initialise(net);
        out.println(net);
        out.println();
        out.println("Parameters, Kaiming-initialised; 2 and 4 are one layer:");
        out.println(ParameterTable.of(net));
        out.println();

        train(net, digits, epochs, out, onTerminal());
        out.println();
        out.println("Parameters after training, with the gradients of the last batch:");
        out.println(ParameterTable.of(net));
        out.println();
        out.printf(Locale.ROOT, "Test accuracy: %.2f %%%n%n", 100 * testAccuracy(net, digits));

        for (String name : new String[] {"digits.pt", "digits.safetensors"}) {
            saveAndReload(net, digits, folder.resolve(name), out);
        }
        out.println();
        out.println("Next: load digits.pt in Python with torch.load('digits.pt'), try --seed 1 or");
        out.println("--epochs 5, or read README.md: the same model in 20 lines of Java.");
        return 0;
    }

    private void checkFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("--out: there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("--out: cannot write to the folder " + folder);
        }
    }

    /** Returns a perceptron whose two hidden layers in the middle are one object. */
    static Sequential model() {
        var shared = new Linear(64, 64);
        return new Sequential(
                new Linear(64, 64),
                new ReLU(),
                shared,
                new ReLU(),
                shared,
                new ReLU(),
                new Linear(64, 10));
    }

    /** Initialises weights for ReLU (He et al. 2015) and biases with 0. */
    static void initialise(Sequential net) {
        net.apply(m -> {
            if (m instanceof Linear l) {
                Init.kaimingNormal_(l.weight, o -> o.nonlinearity(Nonlinearity.RELU));
                if (l.bias != null) {
                    Init.zeros_(l.bias);
                }
            }
        });
    }

    /** Trains with Adam and cross entropy. */
    static void train(
            Sequential net, Digits digits, int epochs, PrintWriter out, boolean terminal) {
        var data = new TensorDataset(digits.trainImages(), digits.trainLabels());
        var loader = new DataLoader<>(data, o -> o.batchSize(BATCH).shuffle(true));
        var optimizer = new Adam(net.parameters(), o -> o.lr(0.002));
        var progress = new ProgressLine(out, terminal, epochs, loader.size(), data.size());
        net.train();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            int batch = 0;
            int seen = 0;
            double loss = 0;
            double right = 0;
            for (var rows : loader) {
                Tensor x = rows.get(0);
                Tensor y = rows.get(1);
                optimizer.zeroGrad();
                Tensor logits = net.call(x);
                Tensor batchLoss = Functional.crossEntropy(logits, y);
                batchLoss.backward();
                optimizer.step();
                int n = x.size(0);
                seen += n;
                loss += batchLoss.item().doubleValue() * n;
                right += logits.detach().argmax(1).eq(y).sum().item().doubleValue();
                progress.update(epoch, ++batch, loss / seen, right / seen);
            }
        }
    }

    /** Returns the share of test images whose digit is found. */
    static double testAccuracy(Sequential net, Digits digits) {
        net.eval();
        Tensor found = noGrad(() -> net.call(digits.testImages()).argmax(1));
        return found.eq(digits.testLabels()).toFloat().mean().item().doubleValue();
    }

    private static void saveAndReload(Sequential net, Digits digits, Path file, PrintWriter out)
            throws IOException {
        Checkpoint.save(net.stateDict(), file);
        Sequential fresh = model();
        fresh.loadStateDict(Checkpoint.load(file));
        net.eval();
        fresh.eval();
        boolean equal =
                noGrad(() -> fresh.call(digits.testImages()).equal(net.call(digits.testImages())));
        if (!equal) {
            throw new IllegalStateException(
                    file + ": the reloaded model predicts other values than the saved one");
        }
        out.printf(
                Locale.ROOT,
                "Saved %s (%,d bytes); reloaded into a fresh model: equal predictions%n",
                file.toAbsolutePath().normalize(),
                Files.size(file));
    }

    @SuppressWarnings("SystemConsoleNull") // there may be none, terminal or not
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
