package dev.cresset.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * {@code A = U diag(S) Vh} by one-sided Jacobi rotations (Hestenes 1958): the columns of A are
 * turned until they are orthogonal, so that also small singular values are accurate.
 *
 * @param u left singular vectors in columns, row-major
 * @param s singular values, descending
 * @param vh right singular vectors in rows, row-major
 */
record SingularValues(double[] u, double[] s, double[] vh) {
    private static final int SWEEPS = 60;

    /**
     * Returns the decomposition of a matrix of at least as many rows as columns; NaN if it is not
     * finite.
     *
     * @param full whether U is (m, m) rather than (m, n)
     */
    static SingularValues of(double[] a, int m, int n, boolean full) {
        int width = full ? m : n;
        if (!Arrays.stream(a).allMatch(Double::isFinite)) {
            double[][] nan = {new double[m * width], new double[n], new double[n * n]};
            for (double[] part : nan) {
                Arrays.fill(part, Double.NaN);
            }
            return new SingularValues(nan[0], nan[1], nan[2]);
        }
        double largest = Arrays.stream(a).map(Math::abs).max().orElse(0);
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        double[][] columns =
                new double[n][m]; // scaled, so that squares neither overflow nor vanish
        double[][] v = new double[n][n];
        for (int j = 0; j < n; j++) {
            v[j][j] = 1;
            for (int i = 0; i < m; i++) {
                columns[j][i] = Math.scalb(a[i * n + j], -exponent);
            }
        }
        boolean rotated = true;
        for (int sweep = 0; sweep < SWEEPS && rotated; sweep++) {
            rotated = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotated |= rotate(columns, v, p, q);
                }
            }
        }
        return sorted(columns, v, m, n, width, exponent);
    }

    private static boolean rotate(double[][] a, double[][] v, int p, int q) {
        double alpha = dot(a[p], a[p]);
        double beta = dot(a[q], a[q]);
        double gamma = dot(a[p], a[q]);
        if (Math.abs(gamma) <= Math.max(0x1p-53 * Math.sqrt(alpha * beta), 0x1p-150)) {
            return false;
        }
        double zeta = (beta - alpha) / (2 * gamma);
        double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        double c = 1 / Math.hypot(1, t);
        double s = c * t;
        turn(a[p], a[q], c, s);
        turn(v[p], v[q], c, s);
        return true;
    }

    private static void turn(double[] x, double[] y, double c, double s) {
        for (int i = 0; i < x.length; i++) {
            double xi = x[i];
            x[i] = c * xi - s * y[i];
            y[i] = s * xi + c * y[i];
        }
    }

    private static SingularValues sorted(
            double[][] columns, double[][] v, int m, int n, int width, int exponent) {
        double[] norms = Arrays.stream(columns).mapToDouble(c -> Math.sqrt(dot(c, c))).toArray();
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(j -> -norms[j]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] s = new double[n];
        double[] vh = new double[n * n];
        double[][] basis = new double[width][];
        double negligible = n == 0 ? 0 : norms[order[0]] * m * 0x1p-52;
        for (int j = 0; j < n; j++) {
            double norm = norms[order[j]];
            s[j] = Math.scalb(norm, exponent);
            System.arraycopy(v[order[j]], 0, vh, j * n, n);
            if (norm > negligible) {
                basis[j] = Arrays.stream(columns[order[j]]).map(x -> x / norm).toArray();
            }
        }
        OrthonormalBasis.complete(basis, m);
        double[] u = new double[m * width];
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < m; i++) {
                u[i * width + j] = basis[j][i];
            }
        }
        return new SingularValues(u, s, vh);
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
