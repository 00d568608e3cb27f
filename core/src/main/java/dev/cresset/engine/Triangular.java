package dev.cresset.engine;

/** Solves triangular systems for several right sides by substitution. */
final class Triangular {
    private Triangular() {}

    /** Replaces B (n, r) by X with {@code L X = B}; only A's lower triangle is read. */
    static void solveLower(double[] a, int n, boolean unit, double[] b, int r) {
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                subtract(a[i * n + k], k, i, b, r);
            }
            divide(a, n, unit, i, b, r);
        }
    }

    /** Replaces B (n, r) by X with {@code U X = B}; only A's upper triangle is read. */
    static void solveUpper(double[] a, int n, boolean unit, double[] b, int r) {
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                subtract(a[i * n + k], k, i, b, r);
            }
            divide(a, n, unit, i, b, r);
        }
    }

    /** {@code b[to] -= factor * b[row]}. */
    private static void subtract(double factor, int row, int to, double[] b, int r) {
        for (int j = 0; j < r; j++) {
            b[to * r + j] -= factor * b[row * r + j];
        }
    }

    private static void divide(double[] a, int n, boolean unit, int i, double[] b, int r) {
        for (int j = 0; j < r && !unit; j++) {
            b[i * r + j] /= a[i * n + i];
        }
    }
}
