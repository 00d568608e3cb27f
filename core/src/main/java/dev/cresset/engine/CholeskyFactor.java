package dev.cresset.engine;

import java.util.Arrays;

/** {@code A = L L'} of a symmetric positive definite matrix, row by row (Cholesky-Banachiewicz). */
final class CholeskyFactor {
    private CholeskyFactor() {}

    /**
     * Replaces the lower triangle by L and clears the rest.
     *
     * @return 0, or the order (from 1) of the first leading minor that is not positive; then the
     *     rows from there on are as they were
     */
    static int factor(double[] a, int n) {
        int info = 0;
        for (int i = 0; i < n; i++) {
            Arrays.fill(a, i * n + i + 1, i * n + n, 0);
            for (int j = 0; j <= i && info == 0; j++) {
                double sum = a[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i * n + k] * a[j * n + k];
                }
                if (i != j) {
                    a[i * n + j] = sum / a[j * n + j];
                } else if (sum > 0) {
                    a[i * n + i] = Math.sqrt(sum);
                } else {
                    info = i + 1;
                }
            }
        }
        return info;
    }
}
