package dev.cresset.engine;

import dev.cresset.op.AttentionOp;
import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.MatrixOp;
import dev.cresset.op.NeuralOp;
import dev.cresset.op.Op;
import dev.cresset.op.RecurrentOp;
import dev.cresset.op.Reduction;
import dev.cresset.op.Scan;

/**
 * Kernels on the vector unit, by way of {@code jdk.incubator.vector}: what is worth more than plain
 * loops there. Loaded only where that module is.
 *
 * <p>Results are those of the plain engine to the last bit: a kernel and the plain loop that stands
 * in for it, while work is small or the kernel not yet compiled, do the same arithmetic in the same
 * order.
 */
final class VectorEngine implements Engine, Products {
    /** The scores of an attention from which on they are worth the vector unit. */
    private static final long SCORES = 1 << 12;

    private final boolean eager;

    /**
     * Makes an engine.
     *
     * @param eager whether kernels are used for the smallest work, and before they are compiled:
     *     for tests
     */
    VectorEngine(boolean eager) {
        this.eager = eager;
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public boolean supports(Op op, DType compute, View[] in) {
        return switch (op) {
            case Elementwise e ->
                    eager
                            ? VectorElementwise.loops(e, compute, in) != null
                            : VectorElementwise.takes(e, compute, in);
            case MatrixOp m -> in[0].dtype().isFloatingPoint();
            case Scan s -> VectorElementwise.takes(s, in[0], eager);
            case Reduction r -> VectorElementwise.takes(r, in[0], eager);
            case AttentionOp a -> true;
            case NeuralOp.SoftmaxGradient s ->
                    FloatSoftmaxLines.takes(s.dim(), in[1], in[0])
                            && (eager || VectorRows.INSTANCE.softmaxIsWarm());
            case NeuralOp.Convolution c -> Floats.all(in);
            case NeuralOp.ConvolutionWeight c -> Floats.all(in);
            case RecurrentOp r -> PlainRecurrent.supports(in);
            case NeuralOp.Normalization n -> VectorLayerRows.takes(n, in, eager);
            case NeuralOp.NormalizationGradient n -> VectorLayerRows.takes(n, in, eager);
            default -> false;
        };
    }

    @Override
    public void run(Op op, DType compute, View[] in, View[] out) {
        switch (op) {
            case Elementwise e -> VectorElementwise.run(e, compute, in, out[0]);
            case Reduction r -> PlainReduction.run(r, in[0], out, VectorRows.INSTANCE);
            case Scan s -> PlainScan.run(s, in[0], out[0], VectorRows.INSTANCE);
            case MatrixOp m -> PlainMatrix.run(m, in, out[0], this);
            case NeuralOp.SoftmaxGradient s ->
                    PlainGradient.softmax(s, in[0], in[1], out[0], VectorRows.INSTANCE);
            case AttentionOp a -> PlainAttention.run(a, in, out, this, rows(a, in));
            case NeuralOp.Convolution c -> FloatConvolution.convolution(c, in, out[0], this);
            case NeuralOp.ConvolutionWeight c -> FloatConvolution.weight(c, in, out[0], this);
            case RecurrentOp r -> PlainRecurrent.run(r, in, out, this);
            case NeuralOp.Normalization n ->
                    FloatLayerNorm.forward(n, in, out, VectorLayerRows.INSTANCE);
            case NeuralOp.NormalizationGradient n ->
                    FloatLayerNorm.backward(n.of(), in, out, VectorLayerRows.INSTANCE);
            default -> throw new IllegalStateException("vector engine: no kernel for " + op);
        }
    }

    /** Returns the vector unit for rows of scores, if those are many and it is ready. */
    private RowMath rows(AttentionOp op, View... in) {
        View q = in[op instanceof AttentionOp.Attention ? 0 : 1];
        View k = in[op instanceof AttentionOp.Attention ? 1 : 2];
        long scores = (long) q.numel() / Math.max(1, q.shape().size(-1)) * k.shape().size(-2);
        boolean many = scores >= SCORES && VectorRows.INSTANCE.softmaxIsWarm();
        return eager || many ? VectorRows.INSTANCE : RowMath.PLAIN;
    }

    @Override
    public void multiply(float[] a, Grid x, float[] b, Grid y, float[] c, Grid to, boolean onto) {
        if (eager ? VectorDots.suits(x, y) : VectorDots.takes(x, y)) {
            VectorDots.multiply(a, x, b, y, c, to, onto);
        } else if (x.columns() > 0 && (eager || VectorProduct.FLOAT.takes(x, y))) {
            VectorProduct.FLOAT.multiply(a, x, b, y, c, to, onto);
        } else {
            FloatProduct.multiply(a, x, b, y, c, to, onto);
        }
    }

    @Override
    public void multiply(float[] a, Grid x, Packer b, float[] c, Grid to, boolean onto) {
        long work = (long) to.rows() * to.columns() * x.columns();
        if (x.columns() > 0 && (eager || VectorProduct.FLOAT.takes(work))) {
            VectorProduct.FLOAT.multiply(a, x, b, c, to, onto);
        } else {
            Products.PLAIN.multiply(a, x, b, c, to, onto);
        }
    }

    @Override
    public Factor prepared(float[] b, Grid y, int rows) {
        Factor packed = VectorProduct.FLOAT.factor(b, y, rows, eager);
        return packed == null ? Products.PLAIN.prepared(b, y, rows) : packed;
    }

    @Override
    public void multiply(
            double[] a, Grid x, double[] b, Grid y, double[] c, Grid to, boolean onto) {
        if (x.columns() > 0 && (eager || VectorProduct.DOUBLE.takes(x, y))) {
            VectorProduct.DOUBLE.multiply(a, x, b, y, c, to, onto);
        } else {
            DoubleProduct.multiply(a, x, b, y, c, to, onto);
        }
    }
}
