package dev.cresset;

import dev.cresset.op.Promotion;
import dev.cresset.op.Shape;
import dev.cresset.op.Spec;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Ops that are made of others but bear a name of their own in PyTorch. */
final class Composite {
    private Composite() {}

    /** Gives a result that was just computed the name that PyTorch shows as its {@code grad_fn}. */
    static Tensor named(String op, Tensor out) {
        return Grad.named(op + "Backward0", out);
    }

    /** Runs code that is not recorded and records its result as one op with a rule of its own. */
    static Tensor of(String name, Rule rule, Tensor[] in, Supplier<Tensor> body) {
        Tensor out = GradMode.with(false, body);
        History.record(name + "Backward0", rule, in, out);
        return out;
    }

    /** Returns a copy of a view, named as PyTorch names it: {@code ViewBackward0_copy}. */
    static Tensor copied(Tensor view) {
        GradFn viewing = view.gradFn();
        Tensor out = view.contiguous() == view ? view.clone() : view.contiguous();
        if (viewing != null && out.gradFn() instanceof OpNode node) {
            node.rename(viewing.name() + "_copy");
        }
        return out;
    }

    /**
     * Leaves in x what a function makes of it; returns x.
     *
     * @throws IllegalStateException if x is a leaf that requires grad
     * @throws IllegalArgumentException if shape or dtype of the result do not fit x
     */
    static Tensor inPlace(String op, Tensor x, UnaryOperator<Tensor> function) {
        x.checkWritable();
        boolean recording = GradMode.enabled() && x.requiresGrad();
        Tensor out = function.apply(recording ? x.clone() : x);
        checkFits(op, out.spec(), x);
        return x.copy_(out);
    }

    private static void checkFits(String op, Spec out, Tensor x) {
        Shape shape = out.shape();
        if (!shape.equals(x.shape()) || !Promotion.canCast(out.dtype(), x.dtype())) {
            throw new IllegalArgumentException(
                    op
                            + ": a result of "
                            + out.dtype()
                            + " "
                            + shape.listText()
                            + " does not fit into "
                            + x.dtype()
                            + " "
                            + x.shape().listText());
        }
    }
}
