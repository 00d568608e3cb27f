package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.op.Unary;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/** Vector loops give the bits of the scalar functions, at every length and for every value. */
@EnabledIf("dev.cresset.engine.Engines#hasVectorModule")
class VectorLoopsTest {
    private static final int THREADS = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(THREADS);
    }

    @TestFactory
    Stream<DynamicTest> vectorsAndSingleElementsGiveTheSameBits() {
        return VectorLoops.kernels().stream()
                .sorted()
                .map(kernel -> DynamicTest.dynamicTest(kernel, () -> check(kernel)));
    }

    private static void check(String kernel) throws ReflectiveOperationException {
        VectorLoops loops = VectorLoops.of(kernel);
        assertThat(loops).isNotNull();
        double[] attributes = kernel.equals("softplus") ? new double[] {1.5, 10} : new double[0];
        int n = 5003; // a few chunks and a rest
        float[] x = new float[n];
        Random random = new Random(3);
        for (int i = 0; i < n; i++) {
            x[i] =
                    i % 3 == 0
                            ? Float.intBitsToFloat(random.nextInt())
                            : (float) random.nextGaussian() * (i % 3 == 1 ? 1 : 20);
        }
        float[] special = {0, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        System.arraycopy(special, 0, x, 7, special.length);
        float[] expected = new float[n];
        for (int i = 0; i < n; i++) {
            expected[i] = scalar(loops, kernel, x[n - 1 - i], x[i], attributes);
        }
        float[] g = new float[n];
        for (int i = 0; i < n; i++) {
            g[i] = x[n - 1 - i];
        }
        boolean two = loops.inputs() == 2;
        float[] a = two ? g : x;
        float[] y = new float[n];
        loops.run(a, 0, x, 0, y, 0, attributes, n);
        assertThat(Arrays.equals(y, expected)).isTrue();
        for (int length = 0; length < 40; length++) {
            float[] some = new float[50];
            loops.run(a, 5, x, 5, some, 3, attributes, length);
            for (int i = 0; i < some.length; i++) {
                float e = i < 3 || i >= 3 + length ? 0 : expected[5 + i - 3];
                assertThat(some[i]).as("length %d at %d", length, i).isEqualTo(Float.valueOf(e));
            }
        }
        loops.run(a, 0, x, 0, a, 0, attributes, n);
        assertThat(Arrays.equals(a, expected)).as("in place").isTrue();
    }

    private static float scalar(
            VectorLoops loops, String kernel, float g, float x, double[] attributes)
            throws ReflectiveOperationException {
        if (loops.inputs() == 2) {
            return (float)
                    FloatMath.class
                            .getDeclaredMethod(kernel, float.class, float.class)
                            .invoke(null, g, x);
        }
        return attributes.length == 0
                ? (float) FloatMath.class.getDeclaredMethod(kernel, float.class).invoke(null, x)
                : FloatMath.softplus(x, (float) attributes[0], (float) attributes[1]);
    }

    @Test
    void everyNumberOfThreadsGivesTheSameBits() {
        View x =
                SampleViews.ordinary(
                        DType.FLOAT32,
                        Shape.of(300, 401),
                        SampleViews.Form.CONTIGUOUS,
                        new Random(4));
        View expected = View.allocate(DType.FLOAT32, x.shape());
        Engines.PLAIN.run(Unary.GELU, DType.FLOAT32, new View[] {x}, new View[] {expected});
        for (int threads : new int[] {1, 2, 4, 8}) {
            Workers.setThreads(threads);
            long before = Workers.tasksRun();
            View y = View.allocate(DType.FLOAT32, x.shape());
            new VectorEngine(true).run(Unary.GELU, DType.FLOAT32, new View[] {x}, new View[] {y});
            assertThat(Workers.tasksRun() - before).isEqualTo(3);
            EngineContractTest.sameBits(threads + " threads", new View[] {expected}, y);
        }
    }
}
