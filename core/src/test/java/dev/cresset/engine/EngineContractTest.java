package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.ElementwiseInference;
import dev.cresset.op.Inference;
import dev.cresset.op.Op;
import dev.cresset.op.Parametric;
import dev.cresset.op.Reduction;
import dev.cresset.op.Shape;
import dev.cresset.op.Spec;
import dev.cresset.op.ViewOp;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The engines against the reference engine: every op, dtype and layout. */
class EngineContractTest {
    @TestFactory
    Stream<DynamicTest> plainAgreesWithReference() {
        return OpTable.rows().stream()
                .flatMap(row ->
                        row.dtypes().stream()
                                .map(d ->
                                        DynamicTest.dynamicTest(
                                                row + " of " + d.text(),
                                                () -> check(Engines.PLAIN, row, d))));
    }

    @TestFactory
    Stream<DynamicTest> vectorAgreesWithReference() {
        if (!Engines.hasVectorModule()) {
            return Stream.empty();
        }
        Engine vector = new VectorEngine(true);
        return OpTable.rows().stream()
                .flatMap(row ->
                        row.dtypes().stream()
                                .filter(d -> supports(vector, row, d))
                                .map(d ->
                                        DynamicTest.dynamicTest(
                                                row + " of " + d.text(),
                                                () -> check(vector, row, d))));
    }

    private static boolean supports(Engine engine, OpTable.Row row, DType dtype) {
        View[] in = row.inputs().make(dtype, SampleViews.Form.CONTIGUOUS, new Random(1));
        return engine.supports(row.op(), compute(row.op(), dtype, in), in);
    }

    private static DType compute(Op op, DType dtype, View... in) {
        return op instanceof Elementwise e
                ? ElementwiseInference.computeType(e, specs(op, in))
                : dtype;
    }

    @TestFactory
    Stream<DynamicTest> otherDtypesAreRefused() {
        return OpTable.rows().stream()
                .filter(row -> row.op() instanceof Enum<?>)
                .flatMap(row ->
                        Arrays.stream(DType.values())
                                .filter(d -> !row.dtypes().contains(d))
                                .map(d ->
                                        DynamicTest.dynamicTest(
                                                row + " of " + d.text(), () -> refuses(row, d))));
    }

    @Test
    void everyOpIsInTheTable() {
        Set<Object> missing = new LinkedHashSet<>();
        collect(Op.class, missing);
        for (Reduction.Kind k : Reduction.Kind.values()) {
            missing.add(k);
        }
        for (OpTable.Row row : OpTable.rows()) {
            missing.remove(row.op() instanceof Enum<?> e ? e : row.op().getClass());
            if (row.op() instanceof Reduction.Reduce r) {
                missing.remove(r.kind());
            }
        }
        assertThat(missing).as("ops without a row in OpTable").isEmpty();
    }

    private static void collect(Class<?> type, Set<Object> leaves) {
        if (type == ViewOp.class) {
            return; // layouts, which engines never see
        }
        if (type.isSealed() && type.isInterface()) {
            for (Class<?> sub : type.getPermittedSubclasses()) {
                collect(sub, leaves);
            }
        } else if (type.isEnum()) {
            leaves.addAll(Arrays.asList(type.getEnumConstants()));
        } else {
            leaves.add(type);
        }
    }

    private static void refuses(OpTable.Row row, DType dtype) {
        View[] in = row.inputs().make(dtype, SampleViews.Form.CONTIGUOUS, new Random(1));
        assertThatThrownBy(() -> Inference.infer(row.op(), specs(row.op(), in)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void check(Engine engine, OpTable.Row row, DType dtype) {
        for (SampleViews.Form form : SampleViews.Form.values()) {
            for (int sample = 0; sample < row.samples(); sample++) {
                long seed = 1000L * form.ordinal() + sample;
                check(engine, row, dtype, form, seed);
            }
        }
    }

    private static void check(
            Engine engine, OpTable.Row row, DType dtype, SampleViews.Form form, long seed) {
        Random random = new Random(seed);
        View[] in = row.inputs().make(dtype, form, random);
        Op op = row.op();
        Spec[] specs = specs(row.op(), in);
        DType compute = compute(op, dtype, in);
        boolean plain = engine == Engines.PLAIN;
        boolean supported = engine.supports(op, compute, in);
        if (plain) {
            assertThat(supported)
                    .as("plain supports %s of %s", op, dtype)
                    .isEqualTo(row.plain().contains(dtype));
        }
        Spec[] results = Inference.infer(op, specs);
        View[] expected = outputs(results, SampleViews.Form.CONTIGUOUS);
        Engines.REFERENCE.run(op, compute, in, expected);
        if (!supported) {
            return;
        }
        double scale = scale(in);
        for (SampleViews.Form to :
                List.of(
                        SampleViews.Form.CONTIGUOUS,
                        SampleViews.Form.TRANSPOSED,
                        SampleViews.Form.SLICED)) {
            View[] actual = outputs(results, to);
            engine.run(op, compute, in, actual);
            if (!plain && row.plain().contains(dtype)) {
                View[] same = outputs(results, to);
                Engines.PLAIN.run(op, compute, in, same);
                sameBits(op + " of " + Arrays.toString(specs) + " " + form, same, actual);
            }
            for (int k = 0; k < actual.length; k++) {
                String what =
                        op
                                + " of "
                                + Arrays.toString(specs)
                                + " ("
                                + form
                                + " to "
                                + to
                                + ", seed "
                                + seed
                                + ")";
                compare(what, expected[k], actual[k], row.tolerance(), scale, in);
            }
        }
    }

    /** Asserts that two engines give the same numbers, down to the sign of zero. */
    static void sameBits(String what, View[] expected, View... actual) {
        for (int k = 0; k < actual.length; k++) {
            for (int i = 0; i < actual[k].numel(); i++) {
                double e = expected[k].doubleAt(i);
                double a = actual[k].doubleAt(i);
                if (Double.compare(e, a) != 0) {
                    throw new AssertionError(
                            "%s at %d: the plain engine gives %s, the vector engine %s"
                                    .formatted(what, i, e, a));
                }
            }
        }
    }

    /**
     * What inference sees: the value of a mask fill is 0-dim there, though broadcast for engines.
     */
    private static Spec[] specs(Op op, View... in) {
        Spec[] out = Arrays.stream(in).map(OpTable::spec).toArray(Spec[]::new);
        if (op instanceof Parametric.MaskedFill) {
            out[2] = new Spec(in[2].dtype(), Shape.SCALAR);
        }
        return out;
    }

    /** Returns outputs that hold something else than zeros. */
    private static View[] outputs(Spec[] specs, SampleViews.Form form) {
        View[] out = new View[specs.length];
        for (int i = 0; i < specs.length; i++) {
            out[i] = SampleViews.zeros(specs[i].dtype(), specs[i].shape(), form);
            for (int j = 0; j < out[i].numel(); j++) {
                out[i].setLong(j, 77);
            }
        }
        return out;
    }

    /** Returns the largest finite magnitude among floats. */
    private static double scale(View... in) {
        double scale = 0;
        for (View x : in) {
            for (int i = 0; i < x.numel() && x.dtype().isFloatingPoint(); i++) {
                double a = Math.abs(x.doubleAt(i));
                scale = Double.isFinite(a) ? Math.max(scale, a) : scale;
            }
        }
        return scale;
    }

    private static void compare(
            String what,
            View expected,
            View actual,
            Tolerance tolerance,
            double scale,
            View... in) {
        boolean elementwise = Arrays.stream(in).allMatch(x -> x.shape().equals(actual.shape()));
        for (int i = 0; i < expected.numel(); i++) {
            if (!expected.dtype().isFloatingPoint()) {
                assertThat(actual.longAt(i)).as("%s at %d", what, i).isEqualTo(expected.longAt(i));
                continue;
            }
            double e = expected.doubleAt(i);
            double a = actual.doubleAt(i);
            double local = elementwise ? scaleAt(i, in) : scale;
            double allowed = tolerance.allowed(expected.dtype(), e, local);
            boolean same = Double.compare(e, a) == 0;
            if (!same && !(Math.abs(e - a) <= allowed && allowed > 0)) {
                throw new AssertionError(
                        "%s at %d: expected %s, got %s, allowed error %s, inputs %s"
                                .formatted(
                                        what,
                                        i,
                                        e,
                                        a,
                                        allowed,
                                        elementwise ? valuesAt(i, in) : ""));
            }
        }
    }

    private static double scaleAt(int i, View... in) {
        double scale = 0;
        for (View x : in) {
            double a = Math.abs(x.doubleAt(i));
            scale = Double.isFinite(a) ? Math.max(scale, a) : scale;
        }
        return scale;
    }

    private static String valuesAt(int i, View... in) {
        return Arrays.toString(Arrays.stream(in).mapToDouble(x -> x.doubleAt(i)).toArray());
    }
}
