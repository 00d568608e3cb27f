package dev.cresset.nn;

import static dev.cresset.Tensor.empty;
import static dev.cresset.Tensor.noGrad;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.PythonText;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What layers that normalise channels share: scale, shift and running statistics. */
public abstract sealed class NormNd extends Layer permits BatchNormNd, InstanceNormNd {
    /** The scale of each channel, {@code (C)}; null if there is none. */
    public @Nullable Tensor weight;

    /** The shift of each channel, {@code (C)}; null if there is none. */
    public @Nullable Tensor bias;

    /** The running mean of each channel, {@code (C)}; null if none is kept. */
    @Name("running_mean")
    public @Nullable Tensor runningMean;

    /** The running variance of each channel, {@code (C)}; null if none is kept. */
    @Name("running_var")
    public @Nullable Tensor runningVar;

    /** The number of batches in the running statistics, int64; null if none are kept. */
    @Name("num_batches_tracked")
    public @Nullable Tensor numBatchesTracked;

    private NormOptions options;

    NormNd(NormOptions start, UnaryOperator<NormOptions> options) {
        NormOptions o = options.apply(start);
        this.options = o;
        if (o.affine()) {
            weight = new Parameter(made());
            bias = o.bias() ? new Parameter(made()) : null;
        }
        if (o.trackRunningStats()) {
            runningMean = new Buffer(made());
            runningVar = new Buffer(made());
            numBatchesTracked = new Buffer(Tensor.tensor(0L));
        }
        resetParameters();
    }

    private Tensor made() {
        DType dtype = options.dtype();
        return dtype == null ? empty(options.numFeatures()) : empty(dtype, options.numFeatures());
    }

    /** Forgets the running statistics. */
    public void resetRunningStats() {
        Tensor mean = runningMean;
        Tensor var = runningVar;
        Tensor count = numBatchesTracked;
        noGrad(() -> {
            if (mean != null) {
                mean.zero_();
            }
            if (var != null) {
                var.fill_(1);
            }
            if (count != null) {
                count.zero_();
            }
        });
    }

    /** Forgets the running statistics and what was learnt. */
    public void resetParameters() {
        resetRunningStats();
        if (weight != null) {
            Init.ones_(weight);
        }
        if (bias != null) {
            Init.zeros_(bias);
        }
    }

    /** Counts a batch, and returns the share that it has in the running statistics. */
    final double share() {
        Double momentum = options.momentum();
        Tensor count = numBatchesTracked;
        if (isTraining() && options.trackRunningStats() && count != null) {
            noGrad(() -> count.add_(1));
            if (momentum == null) {
                return 1 / count.item().doubleValue();
            }
        }
        return momentum == null ? 0 : momentum;
    }

    final void checkDims(Tensor x, int least, int most) {
        if (x.dim() < least || x.dim() > most) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": expected "
                            + (least == most ? "" : least + "D or ")
                            + most
                            + "D input (got "
                            + x.dim()
                            + "D input of shape "
                            + x.shape().listText()
                            + ")");
        }
    }

    /** Changes the share of a batch in the running statistics; null: the mean over all batches. */
    public final void momentum(@Nullable Double value) {
        options = options.momentum(value);
    }

    /** Returns how the layer was made, and what its momentum is now. */
    public final NormOptions options() {
        return options;
    }

    @Override
    protected String extraRepr() {
        return options.numFeatures()
                + ", eps="
                + PythonText.repr(options.eps())
                + ", momentum="
                + PythonText.repr(options.momentum())
                + ", affine="
                + PythonText.repr(options.affine())
                + ", bias="
                + PythonText.repr(bias != null)
                + ", track_running_stats="
                + PythonText.repr(options.trackRunningStats());
    }
}
