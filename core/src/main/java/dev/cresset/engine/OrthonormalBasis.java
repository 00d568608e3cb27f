package dev.cresset.engine;

import org.jspecify.annotations.Nullable;

/** Completes orthonormal vectors with further ones. */
final class OrthonormalBasis {
    private OrthonormalBasis() {}

    /**
     * Fills the null places of a set of orthonormal vectors of m elements, at most m in number,
     * with unit vectors made orthogonal to all others (Gram-Schmidt, twice).
     */
    static void complete(double[] @Nullable [] basis, int m) {
        int axis = 0;
        for (int j = 0; j < basis.length; j++) {
            while (basis[j] == null) {
                double[] x = new double[m];
                x[axis++] = 1;
                remove(basis, x);
                double norm = length(x);
                /* Some axis is at least 1/sqrt(m) away from any subspace of lower dimension. */
                if (norm * norm * 2 * m >= 1) {
                    divide(x, norm);
                    remove(basis, x);
                    divide(x, length(x));
                    basis[j] = x;
                }
            }
        }
    }

    private static void remove(double[] @Nullable [] basis, double[] x) {
        for (double[] b : basis) {
            if (b != null) {
                double dot = 0;
                for (int i = 0; i < x.length; i++) {
                    dot += b[i] * x[i];
                }
                for (int i = 0; i < x.length; i++) {
                    x[i] -= dot * b[i];
                }
            }
        }
    }

    private static double length(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }

    private static void divide(double[] x, double by) {
        for (int i = 0; i < x.length; i++) {
            x[i] /= by;
        }
    }
}
