package dev.cresset;

import dev.cresset.engine.Engines;
import dev.cresset.engine.Layout;
import dev.cresset.engine.View;
import dev.cresset.engine.ViewLayouts;
import dev.cresset.op.AttentionOp;
import dev.cresset.op.Binary;
import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.ElementwiseInference;
import dev.cresset.op.Inference;
import dev.cresset.op.MatrixOp;
import dev.cresset.op.MemoryFormat;
import dev.cresset.op.Op;
import dev.cresset.op.Parametric;
import dev.cresset.op.Promotion;
import dev.cresset.op.Reduction;
import dev.cresset.op.Shape;
import dev.cresset.op.Spec;
import dev.cresset.op.ViewOp;
import org.jspecify.annotations.Nullable;

/**
 * The one way from an op to its result: validation and inference, promotion, broadcasting,
 * execution by an engine, recording for backward.
 */
final class Dispatch {
    static final ViewOp TURN = new ViewOp.T();
    private static final Reduction ROWS =
            new Reduction.Reduce(Reduction.Kind.SUM, new int[] {0}, false, false);

    static final MatrixOp MM = new MatrixOp.Mm();

    private Dispatch() {}

    /** Runs an op with one result. */
    static Tensor run(Op op, Tensor... in) {
        return op instanceof ViewOp v ? view(v, in[0]) : runAll(op, in)[0];
    }

    /** Runs an op that is not a view. */
    static Tensor[] runAll(Op op, Tensor... in) {
        Spec[] specs = specs(in);
        Tensor[] out;
        if (op instanceof Elementwise e) {
            DType compute = ElementwiseInference.computeType(e, specs);
            Spec spec = ElementwiseInference.infer(e, compute, specs);
            MemoryFormat format = format(e);
            Layout layout =
                    format == MemoryFormat.PRESERVE
                            ? resultLayout(spec.shape(), in)
                            : Layout.dense(spec.shape(), format);
            View result = View.toBeWritten(spec.dtype(), layout);
            Engines.run(e, compute, broadcast(spec.shape(), in), new View[] {result});
            out = new Tensor[] {new Tensor(result, spec)};
        } else {
            Spec[] results = Inference.infer(op, specs);
            View[] views = new View[results.length];
            for (int i = 0; i < views.length; i++) {
                Layout layout = layout(op, i, results[i], in);
                views[i] = View.toBeWritten(results[i].dtype(), layout);
            }
            DType compute = specs.length == 0 ? views[0].dtype() : specs[0].dtype();
            Engines.run(op, compute, views(in), views);
            out = new Tensor[views.length];
            for (int i = 0; i < out.length; i++) {
                Spec spec = results[i];
                out[i] = spec.weak() ? new Tensor(views[i]) : new Tensor(views[i], spec);
            }
        }
        History.record(op, specs, in, out);
        return out;
    }

    /**
     * Returns the product of two matrices of one dtype, whose sizes fit, unrecorded.
     *
     * @param turned whether the result is to be transposed
     */
    static Tensor product(View a, View b, boolean turned) {
        Shape shape = Shape.of(a.shape().size(0), b.shape().size(1));
        View out = View.toBeWritten(a.dtype(), Layout.contiguous(shape));
        Engines.run(MM, a.dtype(), new View[] {a, b}, new View[] {out});
        return new Tensor(turned ? out.with(out.layout().transposed()) : out);
    }

    /** Returns the sum of a matrix's rows, a vector of a shape, unrecorded. */
    static Tensor sumOfRows(Tensor x, Shape shape) {
        View out = View.toBeWritten(x.dtype(), Layout.contiguous(shape));
        Engines.run(ROWS, x.dtype(), new View[] {x.view()}, new View[] {out});
        return new Tensor(out);
    }

    /**
     * Makes a view: another layout on the same storage. An unsafe view is of what nobody else
     * knows, so that it need not follow changes of that.
     */
    static Tensor view(ViewOp op, Tensor x) {
        Layout layout = ViewLayouts.apply(op, x.layout());
        Tensor out =
                op instanceof ViewOp.UnsafeView
                        ? new Tensor(x.view().with(layout))
                        : x.viewOf(layout);
        if (GradMode.enabled()) {
            History.record(op, new Spec[] {x.spec()}, new Tensor[] {x}, new Tensor[] {out});
        }
        return out;
    }

    /**
     * Runs an op and leaves its result in its first input.
     *
     * @throws IllegalStateException if that is a leaf that requires grad
     * @throws IllegalArgumentException if shape or dtype of the result do not fit it
     */
    static Tensor inPlace(Op op, Tensor... in) {
        Tensor self = in[0];
        self.checkWritable(in);
        Spec[] specs = specs(in);
        Shape shape = self.shape();
        @Nullable History history;
        if (op instanceof Elementwise e) {
            DType compute = ElementwiseInference.computeType(e, specs);
            Spec result = ElementwiseInference.infer(e, compute, specs);
            checkFits(op, result, self);
            history = History.beforeWriting(op, specs, in);
            View[] inputs = broadcast(shape, in);
            for (int i = 1; i < inputs.length; i++) {
                if (inputs[i].storage() == self.view().storage()
                        && !sameElements(inputs[i].layout(), self.layout())) {
                    Tensor copy = GradMode.with(false, in[i]::clone);
                    inputs[i] = copy.view().broadcastTo(shape);
                }
            }
            if (mayFail(e, compute)) {
                View whole = View.allocate(self.dtype(), shape);
                Engines.run(e, compute, inputs, new View[] {whole});
                self.write(whole);
            } else {
                Engines.run(e, compute, inputs, new View[] {self.view()});
            }
        } else {
            Spec result = Inference.infer(op, specs)[0];
            checkFits(op, result, self);
            history = History.beforeWriting(op, specs, in);
            Tensor out = GradMode.with(false, () -> runAll(op, in)[0]);
            self.write(out.view());
        }
        self.bumpVersion();
        if (history != null) {
            history.afterWriting(self);
        }
        return self;
    }

    /** Returns whether a value, not only a shape, may be refused: then nothing is written early. */
    private static boolean mayFail(Elementwise op, DType compute) {
        return op instanceof Binary b
                && !compute.isFloatingPoint()
                && switch (b) {
                    case FLOOR_DIVIDE, TRUNC_DIVIDE, REMAINDER, FMOD -> true;
                    default -> false;
                };
    }

    private static boolean sameElements(Layout a, Layout b) {
        return a.offset() == b.offset() && java.util.Arrays.equals(a.strides(), b.strides());
    }

    private static void checkFits(Op op, Spec result, Tensor self) {
        if (!result.shape().equals(self.shape())) {
            throw new IllegalArgumentException(
                    "output with shape "
                            + self.shape().listText()
                            + " doesn't match the broadcast shape "
                            + result.shape().listText()
                            + " (in-place "
                            + op
                            + ")");
        }
        if (!Promotion.canCast(result.dtype(), self.dtype())) {
            throw new IllegalArgumentException(
                    "result type "
                            + result.dtype().legacyName()
                            + " can't be cast to the desired output type "
                            + self.dtype().legacyName()
                            + " (in-place "
                            + op
                            + " on "
                            + self.dtype()
                            + ")");
        }
    }

    static Spec[] specs(Tensor[] in) {
        Spec[] specs = new Spec[in.length];
        for (int i = 0; i < in.length; i++) {
            specs[i] = in[i].spec();
        }
        return specs;
    }

    private static View[] views(Tensor[] in) {
        View[] views = new View[in.length];
        for (int i = 0; i < in.length; i++) {
            views[i] = in[i].view();
        }
        return views;
    }

    private static View[] broadcast(Shape shape, Tensor[] in) {
        View[] views = new View[in.length];
        for (int i = 0; i < in.length; i++) {
            views[i] = in[i].view().broadcastTo(shape);
        }
        return views;
    }

    private static MemoryFormat format(Elementwise op) {
        return switch (op) {
            case Parametric.Contiguous c -> c.format();
            case Parametric.Cast c -> c.format();
            default -> MemoryFormat.PRESERVE;
        };
    }

    private static Layout layout(Op op, int result, Spec spec, Tensor... in) {
        return op instanceof AttentionOp a
                ? Layout.orderedAs(in[a.orderedAs(result)].layout(), spec.shape())
                : Layout.contiguous(spec.shape());
    }

    /** Dense inputs that all lie in the same permuted order keep that order, as in PyTorch. */
    private static Layout resultLayout(Shape shape, Tensor[] in) {
        Layout order = null;
        for (Tensor x : in) {
            Layout l = x.layout();
            if (l.shape().rank() == 0) {
                continue;
            }
            if (!l.shape().equals(shape)) {
                return Layout.contiguous(shape);
            }
            if (l.isContiguous()) {
                return l.isStandard() ? l : Layout.contiguous(shape);
            }
            if (order == null) {
                order = l;
            } else if (!java.util.Arrays.equals(order.strides(), l.strides())) {
                return Layout.contiguous(shape);
            }
        }
        return order != null && order.isDense()
                ? new Layout(shape, order.strides(), 0)
                : Layout.contiguous(shape);
    }
}
