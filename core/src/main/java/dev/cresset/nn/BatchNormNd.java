package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/**
 * Normalises each channel over batch and space (Ioffe and Szegedy 2015): {@code (x - mean) /
 * sqrt(var + eps) * weight + bias}.
 *
 * <p>While training the statistics are the batch's, and running ones are kept; in evaluation these
 * are used, if they are kept.
 */
public abstract sealed class BatchNormNd extends NormNd
        permits BatchNorm1d, BatchNorm2d, BatchNorm3d {
    private final int least;
    private final int most;

    BatchNormNd(int least, int most, int numFeatures, UnaryOperator<NormOptions> options) {
        super(new NormOptions(numFeatures, 1e-5, 0.1, true, true, true, null), options);
        this.least = least;
        this.most = most;
    }

    @Override
    protected Tensor forward(Tensor x) {
        checkDims(x, least, most);
        boolean batch = isTraining() || (runningMean == null && runningVar == null);
        boolean running = !isTraining() || options().trackRunningStats();
        if (batch && Functional.valuesPerChannel(x) == 1) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": Expected more than 1 value per channel when training, got input"
                            + " size "
                            + x.shape());
        }
        checkChannels(x);
        double share = share();
        return Functional.batchNorm(
                x,
                running ? runningMean : null,
                running ? runningVar : null,
                weight,
                bias,
                o -> new BatchNormOptions(batch, share, options().eps()));
    }

    /** Refuses before a batch is counted; as in PyTorch, nothing is asked of an empty input. */
    private void checkChannels(Tensor x) {
        boolean perChannel = runningMean != null || weight != null;
        if (perChannel && x.numel() > 0 && x.size(1) != options().numFeatures()) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": running_mean should contain "
                            + x.size(1)
                            + " elements not "
                            + options().numFeatures());
        }
    }
}
