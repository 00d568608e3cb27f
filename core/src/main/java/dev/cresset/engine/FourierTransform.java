package dev.cresset.engine;

/**
 * Discrete Fourier transforms of one length, {@code X[k] = sum x[j] e^(-2 pi i j k / n)}: by halves
 * for powers of two (Cooley and Tukey 1965), else as a convolution (Bluestein 1970).
 */
public final class FourierTransform {
    private final int n;
    private final double[] cos;
    private final double[] sin;
    private final FourierTransform convolution;
    private final double[] chirpRe;
    private final double[] chirpIm;
    private final double[] filterRe;
    private final double[] filterIm;

    /** Prepares transforms of length n, at least 1. */
    public FourierTransform(int n) {
        this.n = n;
        boolean halves = Integer.bitCount(n) == 1;
        int turns = halves ? n / 2 : 0;
        cos = new double[turns];
        sin = new double[turns];
        for (int i = 0; i < turns; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / n);
            sin[i] = Math.sin(2 * Math.PI * i / n);
        }
        if (halves) {
            convolution = this;
            chirpRe = cos;
            chirpIm = sin;
            filterRe = cos;
            filterIm = sin;
            return;
        }
        int m = Integer.highestOneBit(2 * n - 1) << 1;
        convolution = new FourierTransform(m);
        chirpRe = new double[n];
        chirpIm = new double[n];
        filterRe = new double[m];
        filterIm = new double[m];
        for (int j = 0; j < n; j++) {
            double angle = Math.PI * ((long) j * j % (2L * n)) / n;
            chirpRe[j] = Math.cos(angle);
            chirpIm[j] = Math.sin(angle);
            filterRe[j] = chirpRe[j];
            filterIm[j] = chirpIm[j];
            if (j > 0) {
                filterRe[m - j] = chirpRe[j];
                filterIm[m - j] = chirpIm[j];
            }
        }
        convolution.forward(filterRe, filterIm);
    }

    /**
     * Transforms in place, without a factor.
     *
     * @param inverse whether the exponents are positive
     */
    public void apply(double[] re, double[] im, boolean inverse) {
        // Real and imaginary parts exchanged before and after is the inverse.
        double[] a = inverse ? im : re;
        double[] b = inverse ? re : im;
        if (convolution == this) {
            forward(a, b);
        } else {
            convolve(a, b);
        }
    }

    private void convolve(double[] re, double[] im) {
        int m = filterRe.length;
        double[] a = new double[m];
        double[] b = new double[m];
        for (int j = 0; j < n; j++) {
            a[j] = re[j] * chirpRe[j] + im[j] * chirpIm[j];
            b[j] = im[j] * chirpRe[j] - re[j] * chirpIm[j];
        }
        convolution.forward(a, b);
        for (int j = 0; j < m; j++) {
            double r = a[j] * filterRe[j] - b[j] * filterIm[j];
            b[j] = a[j] * filterIm[j] + b[j] * filterRe[j];
            a[j] = r;
        }
        convolution.forward(b, a);
        for (int j = 0; j < n; j++) {
            re[j] = (a[j] * chirpRe[j] + b[j] * chirpIm[j]) / m;
            im[j] = (b[j] * chirpRe[j] - a[j] * chirpIm[j]) / m;
        }
    }

    private void forward(double[] re, double[] im) {
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                swap(re, i, j);
                swap(im, i, j);
            }
        }
        for (int size = 2; size <= n; size <<= 1) {
            int half = size / 2;
            int step = n / size;
            for (int start = 0; start < n; start += size) {
                for (int k = 0; k < half; k++) {
                    int low = start + k;
                    int high = low + half;
                    double c = cos[k * step];
                    double s = sin[k * step];
                    double r = re[high] * c + im[high] * s;
                    double i = im[high] * c - re[high] * s;
                    re[high] = re[low] - r;
                    im[high] = im[low] - i;
                    re[low] += r;
                    im[low] += i;
                }
            }
        }
    }

    private static void swap(double[] x, int i, int j) {
        double t = x[i];
        x[i] = x[j];
        x[j] = t;
    }
}
