package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.op.DType;
import dev.cresset.op.MatrixOp;
import dev.cresset.op.Op;
import dev.cresset.op.Shape;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Matrix products on the vector unit give the plain engine's bits, whatever the sizes and threads.
 */
@EnabledIf("dev.cresset.engine.Engines#hasVectorModule")
class VectorProductTest {
    private static final int THREADS = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(THREADS);
    }

    @Test
    void sizesAroundATile() {
        Random random = new Random(7);
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            TileKernels tile =
                    (dtype == DType.FLOAT32 ? VectorProduct.FLOAT : VectorProduct.DOUBLE).kernels();
            for (int rows : new int[] {1, tile.rows() - 1, tile.rows(), tile.rows() + 1}) {
                int width = tile.columns();
                for (int columns : new int[] {1, width / 2, width - 1, width, width + 1}) {
                    for (int inner : new int[] {1, 2, 5, 17}) {
                        for (Transposed t : Transposed.values()) {
                            check(dtype, rows, inner, columns, t, random);
                        }
                    }
                }
            }
        }
    }

    @Test
    void blocksOfTermsRowsAndColumns() {
        Random random = new Random(8);
        check(DType.FLOAT32, 200, 1100, 40, Transposed.NEITHER, random);
        check(DType.FLOAT32, 140, 1030, 100, Transposed.NEITHER, random);
        check(DType.FLOAT32, 70, 300, 2100, Transposed.RIGHT, random);
        check(DType.FLOAT32, 300, 1100, 99, Transposed.RIGHT, random);
        check(DType.FLOAT32, 50, 4200, 50, Transposed.RIGHT, random);
        check(DType.FLOAT32, 210, 1260, 100, Transposed.LEFT, random);
        check(DType.FLOAT32, 150, 70, 1100, Transposed.LEFT, random);
        check(DType.FLOAT64, 210, 260, 70, Transposed.BOTH, random);
    }

    @Test
    void fewRows() {
        Random random = new Random(12);
        for (int rows : new int[] {1, 2, 3, 4}) {
            for (Transposed t : Transposed.values()) {
                check(DType.FLOAT32, rows, 32, 16, t, random);
                check(DType.FLOAT32, rows, 37, 41, t, random);
                check(DType.FLOAT32, rows, 530, 300, t, random);
                check(DType.FLOAT64, rows, 70, 130, t, random);
            }
        }
    }

    @Test
    void tilesOfEverySizeGiveTheSameBits() {
        Random random = new Random(13);
        int rows = 21;
        int inner = 50;
        int columns = 170;
        float[] a = floats(rows * inner, random);
        float[] b = floats(inner * columns, random);
        float[] expected = new float[rows * columns];
        Grid to = new Grid(rows, columns, 0, columns, 1);
        Grid x = new Grid(rows, inner, 0, inner, 1);
        Grid y = new Grid(inner, columns, 0, columns, 1);
        FloatProduct.multiply(a, x, b, y, expected, to, false);
        Stream.of(
                        TileCompiler.compile(float.class),
                        TileCompiler.compileNarrow(float.class),
                        TileCompiler.compileRow(float.class))
                .filter(Objects::nonNull)
                .forEach(tile -> {
                    float[] c = new float[rows * columns];
                    new BlockedProduct(tile)
                            .multiply(
                                    inner,
                                    new GridPacker(a, x),
                                    new GridPacker(b, y.transposed()),
                                    c,
                                    to,
                                    false);
                    assertThat(c).as(tile.rows() + " rows").containsExactly(expected);
                });
    }

    @Test
    void linesLieSideBySideWhenTransposed() {
        int lanes = TransposeCompiler.LANES;
        int terms = 3 * lanes;
        int step = terms + 2;
        float[] x = floats(lanes * step, new Random(14));
        float[] to = new float[terms * 20];
        TransposeCompiler.compile().run(terms, x, 1, step, to, 3, 20);
        for (int i = 0; i < lanes; i++) {
            for (int j = 0; j < terms; j++) {
                assertThat(to[3 + j * 20 + i]).isEqualTo(x[1 + i * step + j]);
            }
        }
    }

    @Test
    void squaresAndTheirRestsArePackedAlike() throws InterruptedException {
        float[] x = floats(100 * 130, new Random(15));
        Grid grid = new Grid(100, 130, 0, 130, 1);
        Packer packer = new VectorPacker(x, grid);
        // The first calls copy element by element, later ones squares: until then and after.
        for (int i = 0; i < 100; i++) {
            for (int[] size : new int[][] {{64, 96}, {37, 45}, {16, 16}, {5, 40}, {40, 5}}) {
                float[] expected = new float[100 * 64];
                float[] actual = new float[100 * 64];
                new GridPacker(x, grid).pack(3, size[0], 7, size[1], expected, 2, 64);
                packer.pack(3, size[0], 7, size[1], actual, 2, 64);
                assertThat(actual).containsExactly(expected);
            }
            Thread.sleep(10);
        }
    }

    private static float[] floats(int n, Random random) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        return x;
    }

    @Test
    void noTermsGiveZeros() {
        check(DType.FLOAT32, 3, 0, 5, Transposed.NEITHER, new Random(9));
    }

    @Test
    void batchesMayRepeatOneMatrix() {
        Random random = new Random(10);
        View a = SampleViews.ordinary(DType.FLOAT32, Shape.of(1, 9, 33), CONTIGUOUS, random);
        View b = SampleViews.ordinary(DType.FLOAT32, Shape.of(6, 33, 35), CONTIGUOUS, random);
        sameAsPlain(new MatrixOp.Bmm(), Shape.of(6, 9, 35), a.broadcastTo(Shape.of(6, 9, 33)), b);
    }

    @Test
    void everyNumberOfThreadsGivesTheSameBits() {
        Random random = new Random(11);
        View a = SampleViews.ordinary(DType.FLOAT32, Shape.of(450, 320), CONTIGUOUS, random);
        View b = SampleViews.ordinary(DType.FLOAT32, Shape.of(320, 420), CONTIGUOUS, random);
        View expected = View.allocate(DType.FLOAT32, Shape.of(450, 420));
        Engines.PLAIN.run(
                new MatrixOp.Mm(), DType.FLOAT32, new View[] {a, b}, new View[] {expected});
        for (int threads : new int[] {1, 2, 4, 8}) {
            Workers.setThreads(threads);
            long before = Workers.tasksRun();
            View out = View.allocate(DType.FLOAT32, Shape.of(450, 420));
            new VectorEngine(true)
                    .run(new MatrixOp.Mm(), DType.FLOAT32, new View[] {a, b}, new View[] {out});
            assertThat(Workers.tasksRun() - before).isGreaterThanOrEqualTo(8);
            EngineContractTest.sameBits(threads + " threads", new View[] {expected}, out);
        }
    }

    private static final SampleViews.Form CONTIGUOUS = SampleViews.Form.CONTIGUOUS;

    private enum Transposed {
        NEITHER,
        LEFT,
        RIGHT,
        BOTH
    }

    private static void check(
            DType dtype, int rows, int inner, int columns, Transposed t, Random random) {
        boolean left = t == Transposed.LEFT || t == Transposed.BOTH;
        boolean right = t == Transposed.RIGHT || t == Transposed.BOTH;
        View a = matrix(dtype, rows, inner, left, random);
        View b = matrix(dtype, inner, columns, right, random);
        View c = SampleViews.ordinary(dtype, Shape.of(columns), CONTIGUOUS, random);
        Shape shape = Shape.of(rows, columns);
        sameAsPlain(new MatrixOp.Mm(), shape, a, b);
        sameAsPlain(new MatrixOp.Addmm(1, 1), shape, c, a, b);
    }

    private static View matrix(
            DType dtype, int rows, int columns, boolean transposed, Random random) {
        return SampleViews.ordinary(
                dtype,
                Shape.of(rows, columns),
                transposed ? SampleViews.Form.TRANSPOSED : CONTIGUOUS,
                random);
    }

    private static void sameAsPlain(Op op, Shape shape, View... in) {
        View[] expected = {View.allocate(in[0].dtype(), shape)};
        View[] actual = {View.allocate(in[0].dtype(), shape)};
        Engines.PLAIN.run(op, in[0].dtype(), in, expected);
        new VectorEngine(true).run(op, in[0].dtype(), in, actual);
        EngineContractTest.sameBits(op + " " + in[0].layout() + in[1].layout(), expected, actual);
    }
}
