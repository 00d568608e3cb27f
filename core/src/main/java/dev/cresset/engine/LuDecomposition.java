package dev.cresset.engine;

/** {@code A = P L U} by Gaussian elimination with partial pivoting. */
final class LuDecomposition {
    private LuDecomposition() {}

    /**
     * Replaces A by L (below the diagonal, ones on it) and U.
     *
     * @param pivots receives, for each step, the row (from 1) that was swapped with the step's
     * @return 0, or the place (from 1) of the first zero on U's diagonal
     */
    static int factor(double[] a, int m, int n, int[] pivots, boolean pivot) {
        int info = 0;
        for (int k = 0; k < pivots.length; k++) {
            int best = k;
            for (int i = k + 1; pivot && i < m; i++) {
                if (Math.abs(a[i * n + k]) > Math.abs(a[best * n + k])) {
                    best = i;
                }
            }
            pivots[k] = best + 1;
            swapRows(a, n, k, best);
            double d = a[k * n + k];
            if (d == 0) {
                info = info == 0 ? k + 1 : info;
                continue;
            }
            for (int i = k + 1; i < m; i++) {
                double factor = a[i * n + k] / d;
                a[i * n + k] = factor;
                for (int j = k + 1; j < n; j++) {
                    a[i * n + j] -= factor * a[k * n + j];
                }
            }
        }
        return info;
    }

    /** Returns the order of rows after the swaps: place {@code i} holds what row order[i] was. */
    static int[] order(int[] pivots, int rows) {
        int[] order = new int[rows];
        java.util.Arrays.setAll(order, i -> i);
        for (int k = 0; k < pivots.length; k++) {
            int other = pivots[k] - 1;
            if (other < 0 || other >= rows) {
                throw new IllegalArgumentException(
                        "lu_unpack: pivots must be between 1 and "
                                + rows
                                + " inclusive, got "
                                + pivots[k]
                                + "; they are those of linalg.lu_factor");
            }
            int kept = order[k];
            order[k] = order[other];
            order[other] = kept;
        }
        return order;
    }

    private static void swapRows(double[] a, int n, int i, int j) {
        for (int c = 0; c < n && i != j; c++) {
            double kept = a[i * n + c];
            a[i * n + c] = a[j * n + c];
            a[j * n + c] = kept;
        }
    }
}
