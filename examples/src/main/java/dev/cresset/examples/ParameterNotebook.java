package dev.cresset.examples;

import static dev.cresset.Index.all;
import static dev.cresset.PythonText.repr;
import static dev.cresset.PythonText.str;
import static dev.cresset.PythonText.tuple;
import static dev.cresset.PythonText.type;
import static dev.cresset.Tensor.rand;
import static dev.cresset.Tensor.randn;

import dev.cresset.Tensor;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Init;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Linear;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.optim.SGD;
import java.io.PrintStream;
import java.util.List;

/** A notebook on parameters: nested blocks, initialisers, and training with a shared layer. */
public final class ParameterNotebook implements Document {
    private Sequential net;
    private Tensor x;
    private Sequential rgnet;
    private Sequential mlp;

    /** A module with a block inside; its parts do not fit each other and are only looked at. */
    static final class NestMLP extends Layer {
        final Sequential net =
                new Sequential(new Linear(20, 64), new ReLU(), new Linear(64, 20), new ReLU());
        final Linear linear = new Linear(32, 16);

        @Override
        protected Tensor forward(Tensor x) {
            return linear.call(net.call(x));
        }
    }

    @Override
    public String id() {
        return "002_6cee7199fb85911d";
    }

    @Override
    public List<Snippet> snippets() {
        return List.of(
                new Snippet("In [1]", this::build),
                new Snippet("In [2]", out -> out.println(net.get(0).stateDict())),
                new Snippet("In [3]", this::target),
                new Snippet("In [4]", this::gradient),
                new Snippet("In [5]", this::named),
                new Snippet("In [6]", out -> out.println(net.stateDict().get("2.bias").data())),
                new Snippet("In [7]", this::nested),
                new Snippet("In [8]", out -> out.println(rgnet)),
                new Snippet("In [9]", this::deep),
                new Snippet("In [10]", this::initNormal),
                new Snippet("In [11]", this::initConstant),
                new Snippet("In [12]", this::initPerBlock),
                new Snippet("In [13]", this::custom),
                new Snippet("In [14]", this::direct),
                new Snippet("In [15]", this::tied),
                new Snippet("In [16]", this::nestedModule),
                new Snippet("In [17]", this::train),
                new Snippet("In [18]", this::compare));
    }

    private void build(PrintStream out) {
        net = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1));
        x = rand(2, 4);
        out.println(tuple(x, net.call(x)));
    }

    private void target(PrintStream out) {
        Linear last = net.get(2);
        out.println(type("torch.nn.parameter." + last.bias.getClass().getSimpleName()));
        out.println(last.bias);
        out.println(last.bias.data());
    }

    private void gradient(PrintStream out) {
        Linear last = net.get(2);
        out.println(repr(last.weight.grad() == null));
    }

    private void named(PrintStream out) {
        out.println(str(ParameterManagement.namesAndShapes(net.get(0).namedParameters())));
        out.println(str(ParameterManagement.namesAndShapes(net.namedParameters())));
    }

    private static Sequential block1() {
        return new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 4), new ReLU());
    }

    private static Sequential block2() {
        var net = new Sequential();
        for (int i = 0; i < 4; i++) {
            net.add("block " + i, block1()); // blocks within blocks
        }
        return net;
    }

    private void nested(PrintStream out) {
        rgnet = new Sequential(block2(), new Linear(4, 1));
        out.println(rgnet.call(x));
    }

    private void deep(PrintStream out) {
        Linear linear = rgnet.get(0).get(1).get(0);
        out.println(linear.bias.data());
    }

    private void initNormal(PrintStream out) {
        net.apply(m -> {
            if (m instanceof Linear l) {
                Init.normal_(l.weight, 0, 0.01);
                Init.zeros_(l.bias);
            }
        });
        firstRow(out);
    }

    private void initConstant(PrintStream out) {
        net.apply(m -> {
            if (m instanceof Linear l) {
                Init.constant_(l.weight, 1);
                Init.zeros_(l.bias);
            }
        });
        firstRow(out);
    }

    private void firstRow(PrintStream out) {
        Linear first = net.get(0);
        out.println(tuple(first.weight.data().get(0), first.bias.data().get(0)));
    }

    private void initPerBlock(PrintStream out) {
        net.get(0)
                .apply(m -> {
                    if (m instanceof Linear l) {
                        Init.xavierUniform_(l.weight);
                    }
                });
        net.get(2)
                .apply(m -> {
                    if (m instanceof Linear l) {
                        Init.constant_(l.weight, 42);
                    }
                });
        Linear first = net.get(0);
        Linear last = net.get(2);
        out.println(first.weight.data().get(0));
        out.println(last.weight.data());
    }

    private void custom(PrintStream out) {
        net.apply(m -> ParameterManagement.keepLarge(m, out));
        Linear first = net.get(0);
        out.println(first.weight.get(":2"));
    }

    private void direct(PrintStream out) {
        Linear first = net.get(0);
        first.weight.data().get(all()).add_(1);
        first.weight.data().set(42, 0, 0);
        out.println(first.weight.data().get(0));
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

    private void nestedModule(PrintStream out) {
        var model = new NestMLP();
        out.println("访问net层的参数");
        model.net
                .namedParameters()
                .forEach((name, p) -> out.println("参数名称：" + name + ", 形状：" + p.shape()));
        out.println("\n访问linear层的参数");
        model.linear
                .namedParameters()
                .forEach((name, p) -> out.println("参数名称：" + name + ", 形状：" + p.shape()));
    }

    private void train(PrintStream out) {
        int inputSize = 3;
        int hiddenSize = 4;
        int outputSize = 3;
        var shared = new Linear(hiddenSize, hiddenSize);
        mlp =
                new Sequential(
                        new Linear(inputSize, hiddenSize),
                        new ReLU(),
                        shared,
                        new ReLU(),
                        shared,
                        new ReLU(),
                        new Linear(hiddenSize, outputSize));
        Tensor input = randn(1, inputSize);
        Tensor target = randn(1, outputSize);
        var optimizer = new SGD(mlp.parameters(), o -> o.lr(0.01));
        for (int epoch = 0; epoch < 2; epoch++) {
            Tensor loss = Functional.mseLoss(mlp.call(input), target);
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            out.println("Epoch: " + epoch);
            mlp.namedParameters()
                    .forEach((name, p) ->
                            out.println(
                                    "参数名称："
                                            + name
                                            + ", 具体参数值："
                                            + p.data().get(":2")
                                            + ", 参数梯度："
                                            + p.grad().get(":2")));
            out.println("Epoch：" + epoch + ", Loss：" + repr(loss.item()) + "\n");
        }
    }

    private void compare(PrintStream out) {
        Linear one = mlp.get(2);
        Linear other = mlp.get(4);
        out.println("参数是否相同：" + one.weight.data().eq(other.weight.data()));
        one.weight.data().set(100, 0, 0);
        out.println("参数是否同时变化：" + one.weight.data().get(0).eq(other.weight.data().get(0)));
        out.println("是否是同一个对象：" + repr(one.weight.data().equal(other.weight.data())));
        Tensor grad = one.weight.grad();
        Tensor otherGrad = other.weight.grad();
        out.println("梯度是否相同：" + grad.eq(otherGrad));
        grad.set(100, 0, 0);
        out.println("梯度是否同时变化：" + grad.get(0).eq(otherGrad.get(0)));
        out.println("是否是同一个对象：" + repr(grad.equal(otherGrad)));
    }
}
