package dev.cresset.examples;

import static dev.cresset.PythonText.tuple;
import static dev.cresset.Tensor.rand;
import static dev.cresset.Tensor.randn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Init;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Linear;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Custom modules and layers, and saving and loading their parameters. */
public final class LayersAndModels implements Document {
    /** A module of one's own. */
    static final class net extends Layer {
        @Override
        protected Tensor forward(Tensor x) {
            return x;
        }
    }

    /** A layer of one's own: its parameters are registered by being fields. */
    static final class MyLinear extends Layer {
        final Parameter weight;
        final Parameter bias;

        MyLinear(int inUnits, int units) {
            weight = new Parameter(randn(inUnits, units));
            bias = new Parameter(randn(units));
        }

        @Override
        protected Tensor forward(Tensor x) {
            return Functional.relu(x.matmul(weight.data()).add(bias.data()));
        }
    }

    /** A perceptron with one hidden layer. */
    static final class MLP extends Layer {
        final Linear hidden = new Linear(20, 256);
        final Linear output = new Linear(256, 10);

        @Override
        protected Tensor forward(Tensor x) {
            return output.call(Functional.relu(hidden.call(x)));
        }
    }

    private Sequential net;
    private Tensor x;
    private Tensor y;
    private Path folder;

    @Override
    public String id() {
        return "001_e2a208eae94513d4";
    }

    @Override
    public List<Snippet> snippets() {
        return List.of(
                new Snippet("module", out -> out.println(new net())),
                new Snippet("params", this::params),
                new Snippet("data_grad", this::dataGrad),
                new Snippet("init_normal", this::initNormal),
                new Snippet("tied", this::tied),
                new Snippet("mylinear", this::myLinear),
                new Snippet("save_load", this::saveLoad),
                new Snippet("save_load_check [added]", this::saveLoadCheck));
    }

    private void params(PrintStream out) {
        net = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1));
        x = rand(2, 4);
        out.println(net.get(2).stateDict());
    }

    private void dataGrad(PrintStream out) {
        Linear last = net.get(2);
        out.println(tuple(last.weight.data(), last.weight.grad()));
    }

    private void initNormal(PrintStream out) {
        net.apply(m -> {
            if (m instanceof Linear l) {
                Init.normal_(l.weight, 0, 0.01);
                Init.zeros_(l.bias);
            }
        });
        Linear first = net.get(0);
        out.println(tuple(first.weight.data().get(0), first.bias.data().get(0)));
    }

    private void tied(PrintStream out) {
        var shared = new Linear(8, 8);
        net =
                new Sequential(
                        new Linear(4, 8),
                        new ReLU(),
                        shared,
                        new ReLU(),
                        shared,
                        new ReLU(),
                        new Linear(8, 1));
        net.call(x);
        Linear one = net.get(2);
        Linear other = net.get(4);
        out.println(one.weight.data().get(0).eq(other.weight.data().get(0)));
        one.weight.data().set(100, 0, 0);
        out.println(one.weight.data().get(0).eq(other.weight.data().get(0)));
    }

    private void myLinear(PrintStream out) {
        var linear = new MyLinear(5, 3);
        out.println(linear.weight);
        out.println(linear.call(rand(2, 5)));
        out.println(new Sequential(new MyLinear(64, 8), new MyLinear(8, 1)).call(rand(2, 64)));
    }

    private void saveLoad(PrintStream out) throws IOException {
        var mlp = new MLP();
        x = randn(2, 20);
        y = mlp.call(x);
        folder = Files.createTempDirectory("cresset-example");
        Checkpoint.save(mlp.stateDict(), folder.resolve("mlp.params"));
        out.println(mlp.loadStateDict(Checkpoint.load(folder.resolve("mlp.params"))));
    }

    private void saveLoadCheck(PrintStream out) throws IOException {
        Path file = folder.resolve("mlp.params");
        var clone = new MLP();
        out.println(clone.loadStateDict(Checkpoint.load(file)));
        clone.eval();
        out.println(y);
        out.println(clone.call(x).eq(y));
        Files.delete(file);
        Files.delete(folder);
    }
}
