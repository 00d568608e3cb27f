package dev.cresset.examples;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.rand;
import static dev.cresset.Tensor.randn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.Grad;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples run in a small setting and learn something. */
class ExamplesTest {
    private static final Path CLOTHES = Path.of("data/fashion-mnist");
    private static final Path TEXT = Path.of("data/text/coriolanus.txt");

    @Test
    void theConvolutionalNetworkLearnsClothes() throws IOException {
        assertThat(FashionMnist.train(CLOTHES, 2)).isGreaterThan(0.7);
    }

    @Test
    void resNetLearnsFromAFewClothes() throws IOException {
        double[] losses = FashionMnistResNet.train(CLOTHES, 2, 160);
        assertThat(losses[1]).isLessThan(losses[0]);
    }

    /** Guessing costs log 57 = 4.04. */
    @Test
    void theLstmLearnsCharacters() throws IOException {
        assertThat(CharacterLstm.train(TEXT, 60)).isLessThan(3.3);
    }

    @Test
    void theGptLearnsCharacters() throws IOException {
        assertThat(CharacterGpt.train(TEXT, 60)).isLessThan(3.3);
    }

    @Test
    void whatANetworkLearnedHelpsWithOtherClasses() throws IOException {
        assertThat(TransferLearning.train(CLOTHES, 400)).isGreaterThan(0.6);
    }

    @Test
    void theTiedAutoencoderLearnsToRepeat() throws IOException {
        double[] errors = TiedAutoencoder.train(CLOTHES, 3);
        assertThat(errors[2]).isLessThan(errors[1]).isLessThan(0.06);
    }

    @Test
    void aTiedWeightGetsTheGradientsOfBothItsUses() {
        manualSeed(0);
        var net = new TiedAutoencoder.Autoencoder();
        assertThat(net.namedParameters()).hasSize(6);
        Tensor x = rand(3, 1, 28, 28);
        Tensor code = net.encode(x).detach();
        net.decode(code).sum().backward();
        Tensor ofDecoder = net.code.weight.grad().clone();
        net.zeroGrad();
        Tensor decoderGradient = Grad.grad(net.decode(code.requiresGrad_()).sum(), code).get(0);
        net.zeroGrad();
        net.encode(x).backward(decoderGradient);
        Tensor ofEncoder = net.code.weight.grad().clone();
        net.zeroGrad();
        net.call(x).sum().backward();
        assertThat(net.code.weight.grad().allclose(ofDecoder.add(ofEncoder), 1e-4, 1e-5, false))
                .isTrue();
    }

    @Test
    void spatialAttentionLearns() throws IOException {
        assertThat(SpatialAttention.train(CLOTHES, 3)).isGreaterThan(0.6);
    }

    @Test
    void theCustomFunctionHasAutogradsGradients() throws IOException {
        manualSeed(0);
        Tensor x = randn(4, 3).to(DType.FLOAT64).requiresGrad_();
        Tensor beta = Tensor.tensor(1.5).to(DType.FLOAT64).requiresGrad_();
        List<Tensor> own = Grad.grad(new CustomLayer.Swish().apply(x, beta).sum(), x, beta);
        List<Tensor> automatic = Grad.grad(x.mul(x.mul(beta).sigmoid()).sum(), x, beta);
        for (int i = 0; i < 2; i++) {
            assertThat(own.get(i).allclose(automatic.get(i), 1e-12, 1e-12, false)).isTrue();
        }
        assertThat(CustomLayer.train(CLOTHES, 3)).isGreaterThan(0.6);
    }

    @Test
    void thePenaltyBringsTheGradientsNormTowardsOne() throws IOException {
        var result = GradientPenalty.train(CLOTHES, 60);
        assertThat(result.gradientNorm()).isCloseTo(1, within(0.6));
        assertThat(result.distance()).isPositive();
    }

    @Test
    void lbfgsFindsTheCertifiedCurve() {
        var fit = CurveFitting.fit();
        assertThat(fit.b1()).isCloseTo(238.94212918, within(1e-5));
        assertThat(fit.b2()).isCloseTo(5.5015643181e-4, within(1e-10));
        assertThat(fit.squares()).isCloseTo(0.12455138894, within(1e-10));
    }
}
