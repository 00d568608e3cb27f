package dev.cresset.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * {@code A = V diag(w) V'} of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan,
 * Matrix Computations, 8.5), to full double precision also for small eigenvalues.
 *
 * @param values w, ascending
 * @param vectors V, row-major, eigenvectors in columns
 */
record SymmetricEigen(double[] values, double[] vectors) {
    private static final int SWEEPS = 60;

    /** Returns the eigenvalues and vectors of a lower triangle; NaN if it is not finite. */
    static SymmetricEigen of(double[] lower, int n) {
        double[] a = lower.clone();
        double[] v = new double[n * n];
        double scale = 0;
        boolean finite = true;
        for (int i = 0; i < n; i++) {
            v[i * n + i] = 1;
            for (int j = 0; j <= i; j++) {
                a[j * n + i] = a[i * n + j];
                scale = Math.max(scale, Math.abs(a[i * n + j]));
                finite &= Double.isFinite(a[i * n + j]);
            }
        }
        if (!finite) {
            double[] values = new double[n];
            Arrays.fill(values, Double.NaN);
            Arrays.fill(v, Double.NaN);
            return new SymmetricEigen(values, v);
        }
        boolean rotated = scale > 0;
        for (int sweep = 0; sweep < SWEEPS && rotated; sweep++) {
            rotated = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotated |= rotate(a, v, n, p, q, scale);
                }
            }
        }
        return sorted(a, v, n);
    }

    /** Makes {@code a[p, q]} zero; false if it counts as zero already. */
    private static boolean rotate(double[] a, double[] v, int n, int p, int q, double scale) {
        double apq = a[p * n + q];
        double diagonal = Math.sqrt(Math.abs(a[p * n + p])) * Math.sqrt(Math.abs(a[q * n + q]));
        if (Math.abs(apq) <= Math.max(0x1p-53 * diagonal, 0x1p-60 * scale)) {
            return false;
        }
        double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(1, theta));
        double c = 1 / Math.hypot(1, t);
        double s = t * c;
        for (int k = 0; k < n; k++) {
            double x = a[k * n + p];
            double y = a[k * n + q];
            a[k * n + p] = c * x - s * y;
            a[k * n + q] = s * x + c * y;
        }
        for (int k = 0; k < n; k++) {
            double x = a[p * n + k];
            double y = a[q * n + k];
            a[p * n + k] = c * x - s * y;
            a[q * n + k] = s * x + c * y;
            double vx = v[k * n + p];
            double vy = v[k * n + q];
            v[k * n + p] = c * vx - s * vy;
            v[k * n + q] = s * vx + c * vy;
        }
        a[p * n + q] = 0;
        a[q * n + p] = 0;
        return true;
    }

    private static SymmetricEigen sorted(double[] a, double[] v, int n) {
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> a[i * n + i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        for (int j = 0; j < n; j++) {
            values[j] = a[order[j] * n + order[j]];
            for (int i = 0; i < n; i++) {
                vectors[i * n + j] = v[i * n + order[j]];
            }
        }
        return new SymmetricEigen(values, vectors);
    }
}
