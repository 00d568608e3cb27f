package dev.cresset.engine;

import static dev.cresset.engine.OpTable.shape;

import dev.cresset.op.AttentionOp;
import dev.cresset.op.AttentionOp.Attention;
import dev.cresset.op.AttentionOp.AttentionGradient;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Attention and its gradients: causal and masked, with shared heads, in several blocks. */
final class AttentionTable {
    /**
     * Scores, weights and sums of up to 130 terms; float32 weights have errors of some ulp, and a
     * half result is rounded once.
     */
    private static final Tolerance WEIGHTED =
            (dtype, expected, scale) -> {
                double most = Math.max(1, scale) * Math.max(1, scale);
                double sums =
                        dtype == DType.FLOAT64
                                ? 200 * Tolerance.ulp(DType.FLOAT64, most)
                                : 100 * Tolerance.ulp(DType.FLOAT32, most);
                return sums + Tolerance.ulp(dtype, expected);
            };

    private enum Mask {
        NONE,
        ALLOWED,
        ADDED
    }

    private AttentionTable() {}

    static void add(List<OpTable.Row> rows) {
        for (Mask mask : Mask.values()) {
            Shape one = mask == Mask.NONE ? null : shape(1, 7);
            add(rows, false, mask, one, shape(2, 3, 5, 4), shape(2, 3, 7, 4), 4);
            add(rows, true, mask, null, shape(2, 5, 4), shape(2, 7, 4), 3);
            add(rows, false, mask, shape(5, 7), shape(5, 4), shape(7, 4), 2);
        }
        add(rows, true, Mask.NONE, null, shape(1, 4, 3, 2), shape(1, 2, 2, 2), 1);
        add(rows, false, Mask.ALLOWED, shape(2, 1, 1, 2), shape(2, 4, 3, 2), shape(2, 1, 2, 2), 5);
        // Several blocks of queries, lines of several vectors, products that are worth panels.
        add(rows, true, Mask.NONE, null, shape(1, 2, 130, 16), shape(1, 1, 130, 16), 18);
        add(rows, false, Mask.ADDED, shape(70, 100), shape(2, 70, 8), shape(2, 100, 8), 8);
    }

    private static void add(
            List<OpTable.Row> rows,
            boolean causal,
            Mask kind,
            @Nullable Shape mask,
            Shape q,
            Shape k,
            int width) {
        Attention op = new Attention(causal, 0.6, true);
        Shape v = with(k, width);
        Shape y = with(q, width);
        int samples = q.numel() > 1000 ? 1 : 3;
        Shape masked = kind == Mask.NONE ? null : mask == null ? shape(k.size(-2)) : mask;
        OpTable.Inputs forward = (d, f, r) -> inputs(new Shape[] {q, k, v}, masked, kind, d, f, r);
        row(rows, op, forward, samples);
        OpTable.Inputs backward =
                (d, f, r) -> {
                    View[] in = inputs(new Shape[] {y, q, k, v}, masked, kind, d, f, r);
                    View[] given = Arrays.copyOfRange(in, 1, in.length);
                    DType wide = d == DType.FLOAT64 ? d : DType.FLOAT32;
                    View[] results = {View.allocate(d, y), View.allocate(wide, with(q, 2))};
                    Engines.REFERENCE.run(op, d, given, results);
                    View statistics = SampleViews.zeros(wide, with(q, 2), f);
                    for (int i = 0; i < statistics.numel(); i++) {
                        statistics.setDouble(i, results[1].doubleAt(i));
                    }
                    List<View> all = new ArrayList<>(Arrays.asList(in));
                    all.add(4, statistics);
                    return all.toArray(View[]::new);
                };
        row(rows, new AttentionGradient(op), backward, samples);
    }

    private static View[] inputs(
            Shape[] shapes,
            @Nullable Shape mask,
            Mask kind,
            DType dtype,
            SampleViews.Form form,
            Random random) {
        View[] in = new View[shapes.length + (mask == null ? 0 : 1)];
        for (int i = 0; i < shapes.length; i++) {
            in[i] = SampleViews.ordinary(dtype, shapes[i], form, random);
        }
        if (mask != null) {
            boolean added = kind == Mask.ADDED;
            View m = SampleViews.zeros(added ? dtype : DType.BOOL, mask, form);
            for (int i = 0; i < m.numel(); i++) {
                boolean hidden = random.nextInt(3) == 0;
                double value = hidden ? Double.NEGATIVE_INFINITY : random.nextGaussian();
                m.setDouble(i, added ? value : hidden ? 0 : 1);
            }
            in[shapes.length] = m;
        }
        return in;
    }

    private static Shape with(Shape x, int last) {
        int[] sizes = x.toArray();
        sizes[sizes.length - 1] = last;
        return Shape.of(sizes);
    }

    private static void row(
            List<OpTable.Row> rows, AttentionOp op, OpTable.Inputs inputs, int samples) {
        rows.add(new OpTable.Row(op, OpTable.FLOATS, OpTable.FLOATS, inputs, WEIGHTED, samples));
    }
}
