package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.function.UnaryOperator;

/**
 * Normalises each channel of each example over space (Ulyanov et al. 2016).
 *
 * <p>Without running statistics, which is the default, evaluation is as training.
 */
public abstract sealed class InstanceNormNd extends NormNd
        permits InstanceNorm1d, InstanceNorm2d, InstanceNorm3d {
    private final int spatial;

    InstanceNormNd(int spatial, int numFeatures, UnaryOperator<NormOptions> options) {
        super(new NormOptions(numFeatures, 1e-5, 0.1, false, true, false, null), options);
        this.spatial = spatial;
    }

    @Override
    protected Tensor forward(Tensor x) {
        checkDims(x, spatial + 1, spatial + 2);
        boolean single = x.dim() == spatial + 1;
        int channels = x.size(single ? 0 : 1);
        if (channels != options().numFeatures() && options().affine()) {
            throw new IllegalArgumentException(
                    typeName()
                            + ": expected input's size at dim="
                            + (single ? 0 : 1)
                            + " to match num_features ("
                            + options().numFeatures()
                            + "), but got: "
                            + channels
                            + ".");
        }
        boolean own = isTraining() || !options().trackRunningStats();
        Double momentum = options().momentum();
        double share = momentum == null ? 0 : momentum;
        Tensor y =
                Functional.instanceNorm(
                        single ? x.unsqueeze(0) : x,
                        runningMean,
                        runningVar,
                        weight,
                        bias,
                        o -> new BatchNormOptions(own, share, options().eps()));
        return single ? y.squeeze(0) : y;
    }
}
