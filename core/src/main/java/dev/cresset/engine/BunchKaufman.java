package dev.cresset.engine;

/**
 * {@code P' A P = L D L'} of a symmetric matrix with pivot blocks of 1 or 2 (Bunch and Kaufman
 * 1977), packed in the lower triangle as LAPACK's {@code sytf2}.
 *
 * <p>A pivot {@code p > 0} at k says that rows k and p (from 1) were swapped; {@code -p} at k and k
 * + 1 says that rows k + 1 and p were, and that k and k + 1 are one block.
 */
final class BunchKaufman {
    private static final double ALPHA = (1 + Math.sqrt(17)) / 8;

    private BunchKaufman() {}

    /**
     * Replaces the lower triangle by L and D.
     *
     * @return 0, or the place (from 1) of the first zero block of D
     */
    static int factor(double[] a, int n, int[] pivots) {
        int info = 0;
        for (int k = 0; k < n; ) {
            int best = k + 1 < n ? largestBelow(a, n, k) : k;
            double below = k + 1 < n ? Math.abs(a[best * n + k]) : 0;
            double diagonal = Math.abs(a[k * n + k]);
            int step = 1;
            int pivot = k;
            boolean zero = Math.max(diagonal, below) == 0 || Double.isNaN(diagonal);
            if (zero) {
                info = info == 0 ? k + 1 : info;
            } else if (diagonal < ALPHA * below) {
                double across = largestAcross(a, n, k, best);
                if (diagonal < ALPHA * below * (below / across)) {
                    pivot = best;
                    step = Math.abs(a[best * n + best]) >= ALPHA * across ? 1 : 2;
                }
            }
            if (!zero) {
                swap(a, n, k, step, pivot);
                eliminate(a, n, k, step);
            }
            pivots[k] = step == 1 ? pivot + 1 : -(pivot + 1);
            if (step == 2) {
                pivots[k + 1] = pivots[k];
            }
            k += step;
        }
        return info;
    }

    private static int largestBelow(double[] a, int n, int k) {
        int best = k + 1;
        for (int i = k + 2; i < n; i++) {
            if (Math.abs(a[i * n + k]) > Math.abs(a[best * n + k])) {
                best = i;
            }
        }
        return best;
    }

    /** The largest magnitude off the diagonal in row {@code i} of what is left from k on. */
    private static double largestAcross(double[] a, int n, int k, int i) {
        double largest = 0;
        for (int j = k; j < i; j++) {
            largest = Math.max(largest, Math.abs(a[i * n + j]));
        }
        for (int j = i + 1; j < n; j++) {
            largest = Math.max(largest, Math.abs(a[j * n + i]));
        }
        return largest;
    }

    private static void swap(double[] a, int n, int k, int step, int p) {
        int kk = k + step - 1;
        if (p == kk) {
            return;
        }
        for (int i = p + 1; i < n; i++) {
            exchange(a, i * n + kk, i * n + p);
        }
        for (int i = kk + 1; i < p; i++) {
            exchange(a, i * n + kk, p * n + i);
        }
        exchange(a, kk * n + kk, p * n + p);
        if (step == 2) {
            exchange(a, kk * n + k, p * n + k);
        }
    }

    private static void eliminate(double[] a, int n, int k, int step) {
        if (step == 1) {
            double d = 1 / a[k * n + k];
            for (int j = k + 1; j < n; j++) {
                for (int i = j; i < n; i++) {
                    a[i * n + j] -= d * a[i * n + k] * a[j * n + k];
                }
            }
            for (int i = k + 1; i < n; i++) {
                a[i * n + k] *= d;
            }
            return;
        }
        double d21 = a[(k + 1) * n + k];
        double d11 = a[(k + 1) * n + k + 1] / d21;
        double d22 = a[k * n + k] / d21;
        double scale = 1 / (d11 * d22 - 1) / d21;
        for (int j = k + 2; j < n; j++) {
            double first = scale * (d11 * a[j * n + k] - a[j * n + k + 1]);
            double second = scale * (d22 * a[j * n + k + 1] - a[j * n + k]);
            for (int i = j; i < n; i++) {
                a[i * n + j] -= a[i * n + k] * first + a[i * n + k + 1] * second;
            }
            a[j * n + k] = first;
            a[j * n + k + 1] = second;
        }
    }

    /** Replaces B (n, r) by the solution X of {@code A X = B}. */
    static void solve(double[] a, int n, int[] pivots, double[] b, int r) {
        for (int k = 0; k < n; ) {
            int step = pivots[k] > 0 ? 1 : 2;
            int last = k + step - 1;
            exchangeRows(b, r, last, row(pivots[k], n));
            for (int i = last + 1; i < n; i++) {
                for (int c = k; c <= last; c++) {
                    subtract(a[i * n + c], c, i, b, r);
                }
            }
            if (step == 1) {
                for (int j = 0; j < r; j++) {
                    b[k * r + j] /= a[k * n + k];
                }
            } else {
                divideByBlock(a, n, k, b, r);
            }
            k += step;
        }
        for (int k = n - 1; k >= 0; ) {
            int step = pivots[k] > 0 ? 1 : 2;
            for (int i = k + 1; i < n; i++) {
                for (int c = k - step + 1; c <= k; c++) {
                    subtract(a[i * n + c], i, c, b, r);
                }
            }
            exchangeRows(b, r, k, row(pivots[k], n));
            k -= step;
        }
    }

    private static void divideByBlock(double[] a, int n, int k, double[] b, int r) {
        double off = a[(k + 1) * n + k];
        double first = a[k * n + k] / off;
        double second = a[(k + 1) * n + k + 1] / off;
        double det = first * second - 1;
        for (int j = 0; j < r; j++) {
            double x = b[k * r + j] / off;
            double y = b[(k + 1) * r + j] / off;
            b[k * r + j] = (second * x - y) / det;
            b[(k + 1) * r + j] = (first * y - x) / det;
        }
    }

    private static int row(int pivot, int n) {
        int row = Math.abs(pivot) - 1;
        if (row < 0 || row >= n) {
            throw new IllegalArgumentException(
                    "linalg.ldl_solve: pivots must be between 1 and "
                            + n
                            + " in magnitude, got "
                            + pivot
                            + "; they are those of linalg.ldl_factor");
        }
        return row;
    }

    private static void subtract(double factor, int row, int to, double[] b, int r) {
        for (int j = 0; j < r; j++) {
            b[to * r + j] -= factor * b[row * r + j];
        }
    }

    private static void exchangeRows(double[] b, int r, int x, int y) {
        for (int j = 0; j < r && x != y; j++) {
            exchange(b, x * r + j, y * r + j);
        }
    }

    private static void exchange(double[] a, int x, int y) {
        double kept = a[x];
        a[x] = a[y];
        a[y] = kept;
    }
}
