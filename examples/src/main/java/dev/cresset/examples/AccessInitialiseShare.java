package dev.cresset.examples;

import static dev.cresset.PythonText.repr;
import static dev.cresset.PythonText.str;
import static dev.cresset.PythonText.type;
import static dev.cresset.Tensor.empty;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.rand;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.Init;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import java.io.PrintStream;
import java.util.List;

/** Accessing, initialising and sharing model parameters. */
public final class AccessInitialiseShare implements Document {
    /** A parameter is registered, a plain tensor is not. */
    static final class MyModel extends Module {
        final Parameter weight1 = new Parameter(rand(20, 20));
        final Tensor weight2 = rand(20, 20);
    }

    private Sequential net;
    private Tensor y;

    @Override
    public String id() {
        return "004_6343a74b491dd4d7";
    }

    @Override
    public List<Snippet> snippets() {
        return List.of(
                new Snippet("mlp", this::mlp),
                new Snippet("all_params", this::allParameters),
                new Snippet("layer_params", this::layerParameters),
                new Snippet("mymodel", this::myModel),
                new Snippet("grad", this::gradient),
                new Snippet("init_normal", this::initNormal),
                new Snippet("init_constant", this::initConstant),
                new Snippet("normal_", out -> out.println(normal_(empty(2, 3), 0, 1))),
                new Snippet("custom", this::custom),
                new Snippet("bias_plus_1", this::biasPlusOne),
                new Snippet("shared", this::shared),
                new Snippet("same_object", this::sameObject),
                new Snippet("shared_grad", this::sharedGradient));
    }

    private void mlp(PrintStream out) {
        net = new Sequential(new Linear(4, 3), new ReLU(), new Linear(3, 1));
        out.println(net);
        Tensor x = rand(2, 4);
        y = net.call(x).sum();
    }

    private void allParameters(PrintStream out) {
        out.println(type("generator"));
        net.namedParameters().forEach((name, p) -> out.println(name + " " + p.shape()));
    }

    private void layerParameters(PrintStream out) {
        net.get(0)
                .namedParameters()
                .forEach((name, p) ->
                        out.println(
                                str(
                                        name,
                                        p.shape(),
                                        type(
                                                "torch.nn.parameter."
                                                        + p.getClass().getSimpleName()))));
    }

    private void myModel(PrintStream out) {
        new MyModel().namedParameters().forEach((name, p) -> out.println(name));
    }

    private void gradient(PrintStream out) {
        Parameter weight = net.get(0).parameters().getFirst();
        out.println(weight.data());
        out.println(repr(weight.grad()));
        y.backward();
        out.println(weight.grad());
    }

    private void initNormal(PrintStream out) {
        net.namedParameters()
                .forEach((name, p) -> {
                    if (name.contains("weight")) {
                        Init.normal_(p, 0, 0.01);
                        out.println(name + " " + p.data());
                    }
                });
    }

    private void initConstant(PrintStream out) {
        net.namedParameters()
                .forEach((name, p) -> {
                    if (name.contains("bias")) {
                        Init.constant_(p, 0);
                        out.println(name + " " + p.data());
                    }
                });
    }

    private static Tensor normal_(Tensor tensor, double mean, double std) {
        return noGrad(() -> tensor.normal_(mean, std));
    }

    private static void initWeight_(Tensor tensor) {
        noGrad(() -> {
            tensor.uniform_(-10, 10);
            tensor.mul_(tensor.abs().ge(5).toFloat());
        });
    }

    private void custom(PrintStream out) {
        net.namedParameters()
                .forEach((name, p) -> {
                    if (name.contains("weight")) {
                        initWeight_(p);
                        out.println(name + " " + p.data());
                    }
                });
    }

    private void biasPlusOne(PrintStream out) {
        net.namedParameters()
                .forEach((name, p) -> {
                    if (name.contains("bias")) {
                        p.data().add_(1);
                        out.println(name + " " + p.data());
                    }
                });
    }

    private void shared(PrintStream out) {
        var linear = new Linear(1, 1, o -> o.bias(false));
        net = new Sequential(linear, linear);
        out.println(net);
        net.namedParameters()
                .forEach((name, p) -> {
                    Init.constant_(p, 3);
                    out.println(name + " " + p.data());
                });
    }

    private void sameObject(PrintStream out) {
        Linear one = net.get(0);
        Linear other = net.get(1);
        out.println(repr(one == other));
        out.println(repr(one.weight == other.weight));
    }

    private void sharedGradient(PrintStream out) {
        Tensor x = ones(1, 1);
        Tensor sum = net.call(x).sum();
        out.println(sum);
        sum.backward();
        Linear one = net.get(0);
        out.println(one.weight.grad()); // 3 from each use
    }
}
