package dev.cresset.nn;

import dev.cresset.Tensor;

/** The QR factors of a tall matrix by Householder reflections, as LAPACK's geqrf computes them. */
final class HouseholderQr {
    private HouseholderQr() {}

    /**
     * Returns the columns of Q, each times the sign of its diagonal element of R.
     *
     * @param matrix {@code (rows, cols)}, float64, {@code rows >= cols}
     * @return {@code (rows, cols)}, float64, with orthonormal columns
     */
    static Tensor orthonormal(Tensor matrix) {
        int rows = matrix.size(0);
        int cols = matrix.size(1);
        double[][] columns = new double[cols][];
        double[] flat = matrix.t().contiguous().toDoubleArray();
        for (int j = 0; j < cols; j++) {
            columns[j] = java.util.Arrays.copyOfRange(flat, j * rows, (j + 1) * rows);
        }
        double[] tau = new double[cols];
        double[] diagonal = new double[cols];
        for (int j = 0; j < cols; j++) {
            tau[j] = reflector(columns[j], j);
            diagonal[j] = columns[j][j];
            columns[j][j] = 1;
            for (int k = j + 1; k < cols; k++) {
                reflect(columns[j], tau[j], columns[k], j);
            }
        }
        double[] out = new double[rows * cols];
        for (int k = 0; k < cols; k++) {
            double[] q = new double[rows];
            q[k] = 1;
            for (int j = k; j >= 0; j--) {
                reflect(columns[j], tau[j], q, j);
            }
            double sign = Math.signum(diagonal[k]);
            for (int i = 0; i < rows; i++) {
                out[i * cols + k] = q[i] * sign;
            }
        }
        return Tensor.tensor(out).reshape(rows, cols);
    }

    /**
     * Turns x below and at j into (beta, v): {@code H = I - tau (1 v)(1 v)^T} takes x to {@code
     * beta e_j}, beta's sign opposite to x_j's; returns tau, 0 if x is already 0 below j.
     */
    private static double reflector(double[] x, int j) {
        double below = 0;
        for (int i = j + 1; i < x.length; i++) {
            below = Math.hypot(below, x[i]);
        }
        if (below == 0) {
            return 0;
        }
        double alpha = x[j];
        double beta = -Math.copySign(Math.hypot(alpha, below), alpha);
        for (int i = j + 1; i < x.length; i++) {
            x[i] /= alpha - beta;
        }
        x[j] = beta;
        return (beta - alpha) / beta;
    }

    /** Applies {@code I - tau v v^T} to a column from row {@code from} on; {@code v[from]} is 1. */
    private static void reflect(double[] v, double tau, double[] column, int from) {
        double dot = 0;
        for (int i = from; i < column.length; i++) {
            dot += v[i] * column[i];
        }
        double scale = tau * dot;
        for (int i = from; i < column.length; i++) {
            column[i] -= scale * v[i];
        }
    }
}
