package dev.cresset.engine;

/**
 * Discrete Fourier transforms of one length, {@code X[k] = sum x[j] e^(-2 pi i j k / n)}: by halves
 * for powers of two (Cooley and Tukey 1965), of others short ones as they are written and long ones
 * as a convolution (Bluestein 1970).
 */
public final class FourierTransform {
    private static final int SHORT = 64;

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
        int turns = halves ? n / 2 : n <= SHORT ? n : 0;
        cos = new double[turns];
        sin = new double[turns];
        for (int i = 0; i < turns; i++) {
            cos[i] = cosine(8L * i, n);
            sin[i] = cosine(8L * i + 6L * n, n);
        }
        if (halves || n <= SHORT) {
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
        if (Integer.bitCount(n) == 1) {
            forward(a, b);
        } else if (n <= SHORT) {
            sums(a, b);
        } else {
            convolve(a, b);
        }
    }

    /** The cosine of {@code eighths / n} eighths of a turn, exact at quarters of it. */
    private static double cosine(long eighths, int n) {
        long at = eighths % (8L * n);
        long half = at > 4L * n ? 8L * n - at : at; // cos(-x) = cos(x)
        boolean left = half > 2L * n;
        long quarter = left ? 4L * n - half : half; // cos(pi - x) = -cos(x)
        double value =
                quarter <= n
                        ? Math.cos(Math.PI * quarter / (4.0 * n))
                        : Math.sin(Math.PI * (2L * n - quarter) / (4.0 * n));
        return left ? -value : value;
    }

    private void sums(double[] re, double[] im) {
        double[] a = re.clone();
        double[] b = im.clone();
        for (int k = 0; k < n; k++) {
            double r = 0;
            double i = 0;
            for (int j = 0; j < n; j++) {
                int turn = j * k % n;
                r += a[j] * cos[turn] + b[j] * sin[turn];
                i += b[j] * cos[turn] - a[j] * sin[turn];
            }
            re[k] = r;
            im[k] = i;
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
