package dev.cresset.engine;

/**
 * QR by Householder reflections {@code H = I - tau v v'}, packed as LAPACK's {@code geqrf} does: R
 * from the diagonal on, each v (whose first element is 1) below it.
 *
 * <p>A reflection maps a column to {@code -sign(x0) |x|}; a column that is zero below the diagonal
 * is left alone with {@code tau = 0}. So R's diagonal has LAPACK's signs.
 */
final class HouseholderQr {
    private HouseholderQr() {}

    /** Replaces A by R and the reflectors; returns their taus. */
    static double[] factor(double[] a, int m, int n) {
        double[] tau = new double[Math.min(m, n)];
        for (int k = 0; k < tau.length; k++) {
            double norm = 0;
            for (int i = k + 1; i < m; i++) {
                norm = Math.hypot(norm, a[i * n + k]);
            }
            if (norm == 0) {
                continue;
            }
            double alpha = a[k * n + k];
            double beta = -Math.copySign(Math.hypot(alpha, norm), alpha);
            tau[k] = (beta - alpha) / beta;
            for (int i = k + 1; i < m; i++) {
                a[i * n + k] /= alpha - beta;
            }
            a[k * n + k] = beta;
            reflect(a, n, k, tau[k], m, a, n, k + 1, n);
        }
        return tau;
    }

    /**
     * Returns the first {@code cols} columns of Q, m rows each; {@code cols} is not less than the
     * number of taus.
     *
     * <p>Column k is {@code e_k - tau v} before the reflections left of it: zeros below the
     * diagonal have LAPACK's sign, which is minus.
     */
    static double[] form(double[] packed, double[] tau, int m, int n, int cols) {
        double[] q = new double[m * cols];
        for (int i = 0; i < Math.min(m, cols); i++) {
            q[i * cols + i] = 1;
        }
        for (int k = tau.length - 1; k >= 0; k--) {
            reflect(packed, n, k, tau[k], m, q, cols, k + 1, cols);
            q[k * cols + k] = 1 - tau[k];
            for (int i = k + 1; i < m; i++) {
                q[i * cols + k] = -tau[k] * packed[i * n + k];
            }
        }
        return q;
    }

    /** Applies reflection k of {@code v} to the columns [from, to) of {@code c}. */
    private static void reflect(
            double[] v, int vn, int k, double tau, int m, double[] c, int cn, int from, int to) {
        for (int j = from; j < to && tau != 0; j++) {
            double dot = c[k * cn + j];
            for (int i = k + 1; i < m; i++) {
                dot += v[i * vn + k] * c[i * cn + j];
            }
            dot *= tau;
            c[k * cn + j] -= dot;
            for (int i = k + 1; i < m; i++) {
                c[i * cn + j] -= dot * v[i * vn + k];
            }
        }
    }
}
