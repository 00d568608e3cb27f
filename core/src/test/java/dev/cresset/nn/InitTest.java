package dev.cresset.nn;

import static dev.cresset.Tensor.empty;
import static dev.cresset.Tensor.eye;
import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.zeros;
import static dev.cresset.nn.Init.Mode.FAN_OUT;
import static dev.cresset.nn.Init.Nonlinearity.RELU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Generator;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.DType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Initialisers against PyTorch's results ({@code init.tsv.gz}, {@code
 * tools/oracle/init_resource.py}).
 */
@ResourceLock("default generator")
class InitTest {
    record Case(
            long seed,
            String call,
            Map<String, String> args,
            DType dtype,
            int[] shape,
            byte[] data) {
        double number(String name, double usual) {
            String text = args.get(name);
            return text == null ? usual : Double.parseDouble(text);
        }

        <E extends Enum<E>> E constant(String name, Class<E> type, E usual) {
            String text = args.get(name);
            return text == null ? usual : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return seed + " " + call + args + " " + dtype + Arrays.toString(shape);
        }
    }

    static List<Case> cases() throws IOException {
        List<Case> out = new ArrayList<>();
        try (InputStream in = InitTest.class.getResourceAsStream("init.tsv.gz");
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(in), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] f = line.split("\t", -1);
                    out.add(
                            new Case(
                                    Long.parseLong(f[0]),
                                    f[1],
                                    arguments(f[2]),
                                    DType.valueOf(f[3].toUpperCase(Locale.ROOT)),
                                    Arrays.stream(f[4].split(","))
                                            .mapToInt(Integer::parseInt)
                                            .toArray(),
                                    Base64.getDecoder().decode(f[5])));
                }
            }
        }
        return out;
    }

    private static Map<String, String> arguments(String text) {
        return text.isEmpty()
                ? Map.of()
                : Arrays.stream(text.split(","))
                        .map(a -> a.split("="))
                        .collect(Collectors.toMap(a -> a[0], a -> a[1]));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void numbersAreThoseOfPyTorch(Case c) {
        manualSeed(c.seed);
        Tensor actual = run(c);
        if (c.call.equals("orthogonal_")) {
            // Rounding of another QR: a few units in the last place of numbers up to 1.5.
            double tolerance = c.dtype == DType.FLOAT64 ? 1e-14 : 2e-6;
            double[] expected = decoded(c);
            double[] values = actual.toDouble().reshape(-1).toDoubleArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(values[i]).isCloseTo(expected[i], within(tolerance));
            }
        } else if (c.dtype == DType.FLOAT64
                && c.call.matches("(xavier_|kaiming_|)normal_|trunc_normal_|sparse_")) {
            // float64 normal numbers go through log, cos and sin: within 4 ulp of the scale.
            double[] expected = decoded(c);
            double[] values = actual.reshape(-1).toDoubleArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(values[i])
                        .isCloseTo(
                                expected[i],
                                within(
                                        4
                                                * Math.ulp(
                                                        Math.max(
                                                                Math.abs(expected[i]),
                                                                Math.abs(c.number("mean", 0))))));
            }
        } else {
            assertThat(bytes(actual)).isEqualTo(c.data);
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double tolerance) {
        return org.assertj.core.data.Offset.offset(tolerance);
    }

    private static double[] decoded(Case c) {
        ByteBuffer in = ByteBuffer.wrap(c.data).order(ByteOrder.LITTLE_ENDIAN);
        double[] out = new double[c.data.length / c.dtype.bytes()];
        for (int i = 0; i < out.length; i++) {
            out[i] = c.dtype == DType.FLOAT64 ? in.getDouble() : in.getFloat();
        }
        return out;
    }

    private static byte[] bytes(Tensor x) {
        boolean wide = x.dtype() == DType.FLOAT64;
        double[] values = x.toDouble().reshape(-1).toDoubleArray();
        ByteBuffer out =
                ByteBuffer.allocate(values.length * x.dtype().bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (double v : values) {
            if (wide) {
                out.putDouble(v);
            } else if (x.dtype() == DType.BFLOAT16) {
                out.putShort((short) (Float.floatToRawIntBits((float) v) >>> 16));
            } else {
                out.putFloat((float) v);
            }
        }
        return out.array();
    }

    private static Tensor run(Case c) {
        if (c.call.equals("Linear")) {
            Linear l = new Linear(c.shape[0], c.shape[1]);
            return Tensor.cat(l.weight.detach().reshape(-1), l.bias.detach());
        }
        Tensor x = new Parameter(empty(c.dtype, c.shape));
        Tensor y =
                switch (c.call) {
                    case "uniform_" -> Init.uniform_(x, c.number("a", 0), c.number("b", 1));
                    case "normal_" -> Init.normal_(x, c.number("mean", 0), c.number("std", 1));
                    case "constant_" -> Init.constant_(x, c.number("val", 0));
                    case "ones_" -> Init.ones_(x);
                    case "zeros_" -> Init.zeros_(x);
                    case "eye_" -> Init.eye_(x);
                    case "dirac_" -> Init.dirac_(x, (int) c.number("groups", 1));
                    case "xavier_uniform_" -> Init.xavierUniform_(x, c.number("gain", 1));
                    case "xavier_normal_" -> Init.xavierNormal_(x, c.number("gain", 1));
                    case "kaiming_uniform_" -> Init.kaimingUniform_(x, o -> kaiming(c, o));
                    case "kaiming_normal_" -> Init.kaimingNormal_(x, o -> kaiming(c, o));
                    case "trunc_normal_" ->
                            Init.truncNormal_(
                                    x,
                                    c.number("mean", 0),
                                    c.number("std", 1),
                                    c.number("a", -2),
                                    c.number("b", 2));
                    case "orthogonal_" -> Init.orthogonal_(x, c.number("gain", 1));
                    case "sparse_" ->
                            Init.sparse_(x, c.number("sparsity", 0), c.number("std", 0.01));
                    default -> throw new AssertionError(c.call);
                };
        assertThat(y).isSameAs(x);
        assertThat(x.requiresGrad()).isTrue();
        return y.detach();
    }

    private static Init.KaimingOptions kaiming(Case c, Init.KaimingOptions o) {
        return o.a(c.number("a", o.a()))
                .mode(c.constant("mode", Init.Mode.class, o.mode()))
                .nonlinearity(
                        c.constant("nonlinearity", Init.Nonlinearity.class, o.nonlinearity()));
    }

    @Test
    void gainsAreThoseOfPyTorch() {
        assertThat(Init.calculateGain(RELU)).isEqualTo(1.4142135623730951);
        assertThat(Init.calculateGain(Init.Nonlinearity.LEAKY_RELU)).isEqualTo(1.4141428569978354);
        assertThat(Init.calculateGain(Init.Nonlinearity.TANH)).isEqualTo(1.6666666666666667);
        assertThat(Init.calculateGain(Init.Nonlinearity.SELU)).isEqualTo(0.75);
        assertThat(Init.calculateGain(Init.Nonlinearity.CONV_TRANSPOSE2D)).isEqualTo(1);
    }

    @Test
    void fansCountTheFieldOfAConvolution() {
        assertThat(Init.calculateFanInAndFanOut(empty(6, 2, 3, 5)))
                .isEqualTo(new Init.Fans(30, 90));
        assertThatThrownBy(() -> Init.xavierUniform_(empty(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "Fan in and fan out can not be computed for tensor with fewer than 2"
                                + " dimensions")
                .hasMessageContaining("[3]");
    }

    @Test
    void aGeneratorOfItsOwnLeavesTheDefaultOneAlone() {
        byte[] before = Tensor.defaultGenerator().stateBytes();
        Tensor a = Init.normal_(empty(4, 4), 0, 1, new Generator(3));
        Tensor b = Init.kaimingUniform_(empty(4, 4), o -> o.generator(new Generator(3)));
        Tensor c = Init.truncNormal_(empty(4, 4), 0, 1, -2, 2, new Generator(3));
        Tensor d = Init.orthogonal_(empty(4, 4), 1, new Generator(3));
        assertThat(Tensor.defaultGenerator().stateBytes()).isEqualTo(before);
        assertThat(a.equal(Init.normal_(empty(4, 4), 0, 1, new Generator(3)))).isTrue();
        assertThat(b.abs().max().item().doubleValue()).isGreaterThan(0);
        assertThat(c.abs().max().item().doubleValue()).isBetween(1e-9, 2.0);
        assertThat(d.matmul(d.t()).allclose(eye(4), 1e-5, 1e-6, false)).isTrue();
    }

    @Test
    void orthogonalOfATallMatrixHasOrthonormalColumns() {
        Tensor q = Init.orthogonal_(empty(5, 2, 2));
        Tensor m = q.reshape(5, 4);
        assertThat(m.t().matmul(m).allclose(eye(4), 1e-5, 1e-6, false)).isTrue();
    }

    @Test
    void emptyWeightsAreLeftAloneAndWrongShapesRefused() {
        byte[] before = Tensor.defaultGenerator().stateBytes();
        assertThat(Init.kaimingNormal_(empty(0, 3)).numel()).isZero();
        assertThat(Init.orthogonal_(empty(0, 3)).numel()).isZero();
        assertThat(Tensor.defaultGenerator().stateBytes()).isEqualTo(before);
        assertThatThrownBy(() -> Init.eye_(zeros(2)))
                .hasMessageContaining("Only tensors with 2 dimensions are supported");
        assertThatThrownBy(() -> Init.dirac_(zeros(2, 2)))
                .hasMessageContaining("Only tensors with 3, 4, or 5 dimensions are supported");
        assertThatThrownBy(() -> Init.dirac_(zeros(3, 2, 1), 2))
                .hasMessageContaining("dim 0 must be divisible by groups, got 3 and 2");
        assertThatThrownBy(() -> Init.sparse_(zeros(2, 2), 1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> Init.truncNormal_(zeros(2, 2), 0, 1, 2, -2))
                .hasMessageContaining("a=2.0, b=-2.0");
        assertThat(ones(2).sum().item().doubleValue()).isEqualTo(2);
        assertThat(Init.kaimingNormal_(empty(2, 2), o -> o.mode(FAN_OUT)).requiresGrad()).isFalse();
    }
}
