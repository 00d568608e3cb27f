package dev.cresset.nn;

import static dev.cresset.Tensor.tensor;
import static dev.cresset.nn.FiniteDifferences.check;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import dev.cresset.op.LossReduction;
import dev.cresset.op.PadMode;
import org.junit.jupiter.api.Test;

/** Derivatives of the functions of neural networks, of first and second order. */
class NeuralGradientsTest {
    private final Generator generator = new Generator();

    private Tensor x(int... sizes) {
        return Tensor.empty(DType.FLOAT64, sizes).normal_(0, 1, generator);
    }

    private Tensor positive(int... sizes) {
        return Tensor.empty(DType.FLOAT64, sizes).uniform_(0.2, 0.8, generator);
    }

    @Test
    void convolutionsOfOneToThreeDimensions() {
        check(
                t -> Functional.conv1d(t.get(0), t.get(1), t.get(2), o -> o.stride(2).padding(1)),
                x(2, 2, 6),
                x(3, 2, 3),
                x(3));
        check(
                t ->
                        Functional.conv2d(
                                t.get(0),
                                t.get(1),
                                t.get(2),
                                o -> o.stride(2, 1).padding(1, 2).dilation(1, 2).groups(2)),
                x(1, 2, 5, 4),
                x(4, 1, 2, 3),
                x(4));
        check(
                t -> Functional.conv3d(t.get(0), t.get(1), null, o -> o.padding(Padding.SAME)),
                x(1, 1, 2, 3, 2),
                x(2, 1, 2, 2, 1));
    }

    @Test
    void transposedConvolutions() {
        check(
                t ->
                        Functional.convTranspose2d(
                                t.get(0),
                                t.get(1),
                                t.get(2),
                                o -> o.stride(2, 3).padding(1, 0).outputPadding(1, 2).groups(2)),
                x(1, 2, 2, 3),
                x(2, 1, 3, 2),
                x(2));
    }

    @Test
    void outputPaddingAsLargeAsTheStrideWithinTheDilation() {
        check(
                t ->
                        Functional.convTranspose1d(
                                t.get(0), t.get(1), null, o -> o.dilation(3).outputPadding(2)),
                x(1, 1, 3),
                x(1, 2, 2));
    }

    @Test
    void pools() {
        check(
                t -> Functional.maxPool2d(t.get(0), 3, o -> o.stride(2).padding(1).ceilMode(true)),
                x(1, 2, 5, 4));
        check(t -> Functional.maxPool1d(t.get(0), 2), x(2, 6));
        check(
                t ->
                        Functional.avgPool2d(
                                t.get(0),
                                new int[] {3, 2},
                                o -> o.padding(1, 0).ceilMode(true).countIncludePad(false)),
                x(1, 2, 5, 4));
        check(t -> Functional.avgPool3d(t.get(0), 2, o -> o.stride(1)), x(1, 1, 2, 3, 3));
        check(t -> Functional.adaptiveAvgPool2d(t.get(0), 3, null), x(1, 2, 5, 4));
    }

    @Test
    void padding() {
        for (PadMode mode : PadMode.values()) {
            check(t -> Functional.pad(t.get(0), new int[] {2, 1, -1, 1}, mode), x(1, 2, 3, 4));
        }
    }

    @Test
    void normalizations() {
        for (boolean training : new boolean[] {true, false}) {
            Tensor mean = x(2);
            Tensor var = positive(2);
            check(
                    t ->
                            Functional.batchNorm(
                                    t.get(0),
                                    mean.clone(),
                                    var.clone(),
                                    t.get(1),
                                    t.get(2),
                                    o -> o.training(training)),
                    x(3, 2, 2),
                    x(2),
                    x(2));
        }
        check(
                t -> Functional.layerNorm(t.get(0), new int[] {2, 3}, t.get(1), t.get(2), 1e-5),
                x(2, 2, 3),
                x(2, 3),
                x(2, 3));
        check(
                t -> Functional.groupNorm(t.get(0), 2, t.get(1), t.get(2), 1e-5),
                x(2, 4, 2),
                x(4),
                x(4));
        check(t -> Functional.instanceNorm(t.get(0), null, null, null, null, o -> o), x(2, 2, 3));
        check(t -> Functional.rmsNorm(t.get(0), new int[] {3}, t.get(1), 1e-5), x(2, 3), x(3));
    }

    @Test
    void lossesOfElements() {
        for (LossReduction r : LossReduction.values()) {
            check(t -> Functional.mseLoss(t.get(0), t.get(1), o -> o.reduction(r)), x(2, 3), x(3));
            check(
                    t -> Functional.smoothL1Loss(t.get(0), t.get(1), 0.7, o -> o.reduction(r)),
                    x(2, 3),
                    x(2, 3));
            check(
                    t -> Functional.huberLoss(t.get(0), t.get(1), 0.7, o -> o.reduction(r)),
                    x(2, 3),
                    x(2, 3));
            Tensor weight = positive(3);
            check(
                    t ->
                            Functional.binaryCrossEntropy(
                                    t.get(0), t.get(1), o -> o.reduction(r).weight(weight)),
                    positive(2, 3),
                    positive(2, 3));
            check(
                    t ->
                            Functional.binaryCrossEntropyWithLogits(
                                    t.get(0),
                                    t.get(1),
                                    o -> o.reduction(r).weight(weight).posWeight(weight)),
                    x(2, 3),
                    positive(2, 3));
            check(
                    t -> Functional.klDiv(t.get(0), t.get(1), o -> o.reduction(r)),
                    x(2, 3),
                    positive(2, 3));
        }
    }

    @Test
    void crossEntropies() {
        Tensor weight = positive(4);
        for (LossReduction r : LossReduction.values()) {
            for (double smoothing : new double[] {0, 0.3}) {
                check(
                        t ->
                                Functional.crossEntropy(
                                        t.get(0),
                                        tensor(0L, 3L, 1L),
                                        o ->
                                                o.weight(weight)
                                                        .ignoreIndex(1)
                                                        .reduction(r)
                                                        .labelSmoothing(smoothing)),
                        x(3, 4));
            }
            check(
                    t ->
                            Functional.crossEntropy(
                                    t.get(0), t.get(1), o -> o.weight(weight).reduction(r)),
                    x(2, 4, 2),
                    positive(2, 4, 2));
            Tensor planes = tensor(new long[][][] {{{0, 1}, {2, 3}}});
            check(t -> Functional.nllLoss(t.get(0), planes, o -> o.reduction(r)), x(1, 4, 2, 2));
        }
    }

    @Test
    void tablesAndGates() {
        check(t -> Functional.embedding(tensor(0L, 2L, 0L), t.get(0)), x(3, 2));
        check(t -> Functional.prelu(t.get(0), t.get(1)), x(2, 3), x(3));
        check(t -> Functional.glu(t.get(0), 1), x(2, 4, 2));
        check(t -> Functional.rrelu(t.get(0)), x(5));
        check(t -> Functional.celu(t.get(0), 1.5), x(5));
    }
}
