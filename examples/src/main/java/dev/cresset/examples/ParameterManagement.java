package dev.cresset.examples;

import static dev.cresset.PythonText.repr;
import static dev.cresset.PythonText.str;
import static dev.cresset.PythonText.tuple;
import static dev.cresset.PythonText.type;
import static dev.cresset.Tensor.rand;

import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.nn.Init;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;
import dev.cresset.nn.Named;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Access, initialise and share the parameters of a small network. */
public final class ParameterManagement implements Document {
    private Sequential net;
    private Tensor x;

    @Override
    public String id() {
        return "000_707558991debe126";
    }

    @Override
    public List<Snippet> snippets() {
        return List.of(
                new Snippet("access", this::access),
                new Snippet("target", this::target),
                new Snippet("grad_none", this::gradNone),
                new Snippet("named", this::named),
                new Snippet("builtin_init", this::builtinInit),
                new Snippet("apply_constant", this::applyConstant),
                new Snippet("custom", this::custom),
                new Snippet("tied", this::tied),
                new Snippet("tied_grad [added]", this::tiedGrad));
    }

    private void access(PrintStream out) {
        net = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1));
        x = rand(2, 4);
        out.println(net.get(2).stateDict());
    }

    private void target(PrintStream out) {
        Linear last = net.get(2);
        out.println(type("torch.nn.parameter." + last.bias.getClass().getSimpleName()));
        out.println(last.bias);
        out.println(last.bias.data());
    }

    private void gradNone(PrintStream out) {
        Linear last = net.get(2);
        out.println(repr(last.weight.grad() == null));
    }

    private void named(PrintStream out) {
        out.println(str(namesAndShapes(net.get(0).namedParameters())));
        out.println(str(namesAndShapes(net.namedParameters())));
    }

    /** The names and shapes of parameters, as tuples. */
    static Object[] namesAndShapes(Named<Parameter> parameters) {
        List<Object> out = new ArrayList<>();
        parameters.forEach((name, p) -> out.add(tuple(name, p.shape())));
        return out.toArray();
    }

    private void builtinInit(PrintStream out) {
        Linear m = net.get(0);
        Init.normal_(m.weight, 0, 0.01);
        Init.zeros_(m.bias);
        Init.constant_(m.weight, 1);
        out.println(Init.xavierUniform_(m.weight));
    }

    private void applyConstant(PrintStream out) {
        net.apply(m -> {
            if (m instanceof Linear l) {
                Init.constant_(l.weight, 1);
                Init.zeros_(l.bias);
            }
        });
        Linear first = net.get(0);
        out.println(tuple(first.weight.data().get(0), first.bias.data().get(0)));
    }

    private void custom(PrintStream out) {
        net.apply(m -> keepLarge(m, out));
        Linear first = net.get(0);
        out.println(first.weight.get(":2"));
    }

    /** Draws weights from [-10, 10) and sets those below 5 in magnitude to 0. */
    static void keepLarge(Module m, PrintStream out) {
        if (m instanceof Linear l) {
            PythonText.Tuple first = (PythonText.Tuple) namesAndShapes(l.namedParameters())[0];
            out.println(str("Init", first.items().get(0), first.items().get(1)));
            Init.uniform_(l.weight, -10, 10);
            l.weight.data().mul_(l.weight.data().abs().ge(5));
        }
    }

    private void tied(PrintStream out) {
        var shared = new Linear(8, 8); // one object, used twice
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
        // The same object, not only the same values.
        out.println(one.weight.data().get(0).eq(other.weight.data().get(0)));
    }

    private void tiedGrad(PrintStream out) {
        net.call(x).sum().backward();
        Linear one = net.get(2);
        Linear other = net.get(4);
        Tensor grad = one.weight.grad();
        out.println(str(grad == other.weight.grad(), grad.shape()));
        out.println(
                str(net.parameters().size(), new ArrayList<>(net.stateDict().sequencedKeySet())));
        out.println(net);
    }
}
