package dev.cresset;

import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Elements counted by place, and places looked up in sorted rows. */
final class Binning {
    private Binning() {}

    static Tensor bincount(Tensor x, @Nullable Tensor weights, int minLength) {
        if (!x.dtype().isIntegral()) {
            throw new IllegalArgumentException(
                    "bincount: expected whole numbers, got " + x.dtype());
        }
        if (minLength < 0) {
            throw new IllegalArgumentException("bincount: minlength should be >= 0: " + minLength);
        }
        long[] values = x.toLongArray();
        long least = Arrays.stream(values).min().orElse(0);
        if (least < 0 || (x.dim() != 1 && x.numel() != 0)) {
            throw new IllegalArgumentException(
                    "bincount only supports 1-d non-negative integral inputs, got shape "
                            + x.shape().listText()
                            + " with smallest element "
                            + least);
        }
        if (weights != null && !weights.shape().equals(x.shape())) {
            throw new IllegalArgumentException(
                    "bincount: weights should be of the same shape as input: "
                            + weights.shape().listText()
                            + " and "
                            + x.shape().listText());
        }
        int n = Math.max(minLength, Math.toIntExact(Arrays.stream(values).max().orElse(-1) + 1));
        Tensor index = Tensor.tensor(values);
        if (weights == null) {
            return Tensor.zeros(DType.INT64, n).scatterAdd(0, index, index.onesLike());
        }
        boolean single = weights.dtype() == DType.FLOAT32;
        DType dtype = single ? DType.FLOAT32 : DType.FLOAT64;
        Tensor w = weights.detach().to(dtype).reshape(-1);
        return Tensor.zeros(dtype, n).scatterAdd(0, index, w);
    }

    static Tensor histc(Tensor x, int bins, double min, double max) {
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "\"histc\" not implemented for '" + x.dtype().legacyName() + "'");
        }
        if (bins <= 0) {
            throw new IllegalArgumentException("histc(): bins must be > 0, got " + bins);
        }
        double low = min;
        double high = max;
        if (low == high && x.numel() > 0) {
            low = x.detach().min().item().doubleValue();
            high = x.detach().max().item().doubleValue();
        }
        if (low == high) {
            low -= 1;
            high += 1;
        }
        if (!(low <= high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException(
                    "histc: max must be larger than min, and both finite, got ["
                            + low
                            + ", "
                            + high
                            + "]");
        }
        double[] counts = new double[bins];
        for (double v : x.toDoubleArray()) {
            if (v >= low && v <= high) {
                counts[Math.min(bin(v, low, high, bins, x.dtype()), bins - 1)]++;
            }
        }
        return Tensor.tensor(counts).to(x.dtype());
    }

    private static int bin(double v, double low, double high, int bins, DType dtype) {
        return dtype == DType.FLOAT64
                ? (int) ((v - low) * bins / (high - low))
                : (int) (((float) v - (float) low) * bins / ((float) high - (float) low));
    }

    static Tensor bucketize(Tensor values, Tensor boundaries, boolean right) {
        if (boundaries.dim() != 1) {
            throw new IllegalArgumentException(
                    "bucketize: boundaries tensor must be 1 dimension, but got dim("
                            + boundaries.dim()
                            + ")");
        }
        return searchsorted(boundaries, values, right, null);
    }

    static Tensor searchsorted(
            Tensor sorted, Tensor values, boolean right, @Nullable Tensor sorter) {
        Shape rows = sorted.shape();
        Shape at = values.shape();
        boolean fits = rows.rank() == 1 || rows.rank() == at.rank();
        for (int d = 0; d < rows.rank() - 1 && fits; d++) {
            fits = rows.size(d) == at.size(d);
        }
        if (!fits || rows.rank() == 0) {
            throw new IllegalArgumentException(
                    "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1"
                            + " dimensions of boundaries tensor and input value tensor must match,"
                            + " but we got boundaries tensor "
                            + rows.listText()
                            + " and input value tensor "
                            + at.listText());
        }
        if (sorted.dtype() != values.dtype()) {
            throw new IllegalArgumentException(
                    "torch.searchsorted(): boundary tensor and input value tensor should have same"
                            + " dtype, but got boundary tensor dtype "
                            + sorted.dtype()
                            + " and input value tensor dtype "
                            + values.dtype());
        }
        if (sorter != null && !sorter.shape().equals(rows)) {
            throw new IllegalArgumentException(
                    "torch.searchsorted(): boundary and sorter must have the same size, but got "
                            + rows.listText()
                            + " and got sorter "
                            + sorter.shape().listText());
        }
        int n = rows.size(-1);
        int perRow = rows.rank() == 1 || at.rank() == 0 ? 0 : at.size(-1);
        View s = sorted.view();
        View v = values.view();
        long[] order = sorter == null ? null : sorter.toLongArray();
        Tensor out = Tensor.zeros(DType.INT64, at.toArray());
        for (int i = 0; i < v.numel(); i++) {
            int start = perRow == 0 ? 0 : i / perRow * n;
            out.view().setLong(i, place(s, start, n, order, v, i, right));
        }
        return out;
    }

    private static int place(
            View s, int start, int n, long @Nullable [] order, View v, int i, boolean right) {
        int low = 0;
        int high = n;
        while (low < high) {
            int mid = (low + high) >>> 1;
            int at = start + (order == null ? mid : (int) order[start + mid]);
            if (isBefore(s, at, v, i, right)) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return low;
    }

    /** NaN lies behind everything. */
    private static boolean isBefore(View s, int at, View v, int i, boolean right) {
        if (!s.dtype().isFloatingPoint()) {
            return right ? s.longAt(at) <= v.longAt(i) : s.longAt(at) < v.longAt(i);
        }
        double a = s.doubleAt(at);
        double b = v.doubleAt(i);
        return right ? !(a > b) : !(a >= b);
    }

    static Tensor isin(Tensor elements, Tensor tests, boolean invert) {
        Tensor flat = tests.detach().reshape(-1);
        Tensor equal = elements.detach().unsqueeze(-1).eq(flat);
        Tensor found = equal.any(new int[] {-1}, false);
        return invert ? found.logicalNot() : found;
    }
}
