package dev.cresset;

import dev.cresset.Counting.Distinct;
import dev.cresset.engine.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Distinct elements and slices, found by comparing rows. */
final class Uniques {
    private final View view;
    private final int length;

    private Uniques(Tensor rows) {
        this.view = rows.view();
        this.length =
                rows.dim() < 2 ? 1 : Math.toIntExact(rows.numel() / Math.max(1, rows.size(0)));
    }

    static Distinct unique(Tensor x, @Nullable Integer dim) {
        Tensor rows = rows("unique", x, dim);
        Uniques u = new Uniques(rows);
        Integer[] order = new Integer[rows.size(0)];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, u::compare);
        return u.runs(x, dim, rows, order);
    }

    static Distinct consecutive(Tensor x, @Nullable Integer dim) {
        Tensor rows = rows("unique_consecutive", x, dim);
        Integer[] order = new Integer[rows.size(0)];
        Arrays.setAll(order, i -> i);
        return new Uniques(rows).runs(x, dim, rows, order);
    }

    private static Tensor rows(String op, Tensor x, @Nullable Integer dim) {
        Tensor d = x.detach();
        if (dim == null) {
            return d.reshape(-1);
        }
        int axis = x.shape().axis(op, dim);
        if (x.dim() == 0) {
            return d.reshape(1);
        }
        if (x.numel() == 0 && x.size(axis) != 0) {
            throw new IllegalArgumentException(
                    op
                            + ": There are 0 sized dimensions, and they aren't selected, so unique"
                            + " cannot be applied: shape "
                            + x.shape().listText());
        }
        return d.movedim(axis, 0).contiguous();
    }

    private Distinct runs(Tensor x, @Nullable Integer dim, Tensor rows, Integer... order) {
        long[] inverse = new long[order.length];
        List<Integer> firsts = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            if (i == 0 || !isEqual(order[i - 1], order[i])) {
                firsts.add(order[i]);
                counts.add(0L);
            }
            int last = counts.size() - 1;
            counts.set(last, counts.get(last) + 1);
            inverse[order[i]] = last;
        }
        Tensor picked =
                rows.indexSelect(0, Tensor.tensor(firsts.stream().mapToLong(i -> i).toArray()));
        Tensor back = Tensor.tensor(inverse);
        Tensor values =
                dim == null || x.dim() == 0
                        ? picked
                        : picked.movedim(0, x.shape().axis(dim)).contiguous();
        return new Distinct(
                values,
                dim == null ? back.view(x.shape()) : back,
                Tensor.tensor(counts.stream().mapToLong(i -> i).toArray()));
    }

    private int compare(int i, int j) {
        for (int k = 0; k < length; k++) {
            int c = element(i * length + k, j * length + k);
            if (c != 0) {
                return c;
            }
        }
        return 0;
    }

    private int element(int i, int j) {
        if (!view.dtype().isFloatingPoint()) {
            return Long.compare(view.longAt(i), view.longAt(j));
        }
        double a = view.doubleAt(i);
        double b = view.doubleAt(j);
        return a == b ? 0 : Double.compare(a, b);
    }

    /** NaN equals nothing. */
    private boolean isEqual(int i, int j) {
        for (int k = 0; k < length; k++) {
            boolean nan =
                    view.dtype().isFloatingPoint() && Double.isNaN(view.doubleAt(i * length + k));
            if (nan || element(i * length + k, j * length + k) != 0) {
                return false;
            }
        }
        return true;
    }
}
