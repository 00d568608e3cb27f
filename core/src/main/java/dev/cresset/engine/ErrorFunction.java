package dev.cresset.engine;

/** The error function, its complement and its inverse, on doubles. */
final class ErrorFunction {
    /*
     * erf and erfc: rational approximations on five intervals, as in fdlibm's s_erf.c (Sun
     * Microsystems 1993); error below 1 ulp. inverse: Giles, "Approximating the erfinv function",
     * 2010, as a start for two steps of Halley's method.
     */
    private static final double ERX = 8.45062911510467529297e-01;
    private static final double EFX = 1.28379167095512586316e-01;
    private static final double[] PP = {
        1.28379167095512558561e-01,
        -3.25042107247001499370e-01,
        -2.84817495755985104766e-02,
        -5.77027029648944159157e-03,
        -2.37630166566501626084e-05
    };
    private static final double[] QQ = {
        1,
        3.97917223959155352819e-01,
        6.50222499887672944485e-02,
        5.08130628187576562776e-03,
        1.32494738004321644526e-04,
        -3.96022827877536812320e-06
    };
    private static final double[] PA = {
        -2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01,
        3.18346619901161753674e-01, -1.10894694282396677476e-01, 3.54783043256182359371e-02,
        -2.16637559486879084300e-03
    };
    private static final double[] QA = {
        1,
        1.06420880400844228286e-01,
        5.40397917702171048937e-01,
        7.18286544141962662868e-02,
        1.26171219808761642112e-01,
        1.36370839120290507362e-02,
        1.19844998467991074170e-02
    };
    private static final double[] RA = {
        -9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01,
        -6.23753324503260060396e+01, -1.62396669462573470355e+02, -1.84605092906711035994e+02,
        -8.12874355063065934246e+01, -9.81432934416914548592e+00
    };
    private static final double[] SA = {
        1,
        1.96512716674392571292e+01,
        1.37657754143519042600e+02,
        4.34565877475229228821e+02,
        6.45387271733267880336e+02,
        4.29008140027567833386e+02,
        1.08635005541779435134e+02,
        6.57024977031928170135e+00,
        -6.04244152148580987438e-02
    };
    private static final double[] RB = {
        -9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01,
        -1.60636384855821916062e+02, -6.37566443368389627722e+02, -1.02509513161107724954e+03,
        -4.83519191608651397019e+02
    };
    private static final double[] SB = {
        1,
        3.03380607434824582924e+01,
        3.25792512996573918826e+02,
        1.53672958608443695994e+03,
        3.19985821950859553908e+03,
        2.55305040643316442583e+03,
        4.74528541206955367215e+02,
        -2.24409524465858183362e+01
    };

    private static final double[] CENTRE = {
        1.50140941,
        0.246640727,
        -0.00417768164,
        -0.00125372503,
        0.00021858087,
        -4.39150654e-06,
        -3.5233877e-06,
        3.43273939e-07,
        2.81022636e-08
    };

    private static final double[] OUTER = {
        2.83297682,
        1.00167406,
        0.00943887047,
        -0.0076224613,
        0.00573950773,
        -0.00367342844,
        0.00134934322,
        0.000100950558,
        -0.000200214257
    };

    private ErrorFunction() {}

    /** Returns {@code 2 / sqrt(pi)} times the integral of {@code e^(-t^2)} from 0 to x. */
    static double erf(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        double a = Math.abs(x);
        double r;
        if (a < 0.84375) {
            if (a < 0x1p-28) {
                return x + EFX * x;
            }
            double z = x * x;
            return x + x * (polynomial(PP, z) / polynomial(QQ, z));
        } else if (a < 1.25) {
            double s = a - 1;
            r = ERX + polynomial(PA, s) / polynomial(QA, s);
        } else {
            r = a >= 6 ? 1 : 1 - tail(a);
        }
        return x < 0 ? -r : r;
    }

    /** Returns {@code 1 - erf(x)} without cancellation. */
    static double erfc(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        double a = Math.abs(x);
        if (a < 0.84375) {
            if (a < 0x1p-56) {
                return 1 - x;
            }
            double z = x * x;
            double y = polynomial(PP, z) / polynomial(QQ, z);
            return x < 0.25 ? 1 - (x + x * y) : 0.5 - (x - 0.5 + x * y);
        }
        if (a < 1.25) {
            double s = a - 1;
            double pq = polynomial(PA, s) / polynomial(QA, s);
            return x >= 0 ? 1 - ERX - pq : 1 + (ERX + pq);
        }
        if (a >= 28) {
            return x > 0 ? 0 : 2;
        }
        return x > 0 ? tail(a) : x < -6 ? 2 : 2 - tail(a);
    }

    /** erfc for a >= 1.25. */
    private static double tail(double a) {
        double s = 1 / (a * a);
        double ratio =
                a < 1 / 0.35
                        ? polynomial(RA, s) / polynomial(SA, s)
                        : polynomial(RB, s) / polynomial(SB, s);
        double z = Double.longBitsToDouble(Double.doubleToRawLongBits(a) & 0xffffffff00000000L);
        return Math.exp(-z * z - 0.5625) * Math.exp((z - a) * (z + a) + ratio) / a;
    }

    /** Returns the x with {@code erf(x) = y}; infinite at -1 and 1, NaN beyond. */
    static double inverse(double y) {
        double a = Math.abs(y);
        if (!(a <= 1)) {
            return Double.NaN;
        }
        if (a == 1) {
            return Math.copySign(Double.POSITIVE_INFINITY, y);
        }
        double w = -Math.log((1 - y) * (1 + y));
        double x;
        if (w < 5) {
            w -= 2.5;
            x = polynomial(CENTRE, w);
        } else {
            w = Math.sqrt(w) - 3;
            x = polynomial(OUTER, w);
        }
        x *= y;
        for (int step = 0; step < 2; step++) {
            double error = (a < 0.5 ? erf(x) - y : remaining(x, y)) * Math.sqrt(Math.PI) / 2;
            double newton = error * Math.exp(x * x);
            x -= newton / (1 + x * newton);
        }
        return x;
    }

    /** erf(x) - y without cancellation near 1. */
    private static double remaining(double x, double y) {
        return y > 0 ? 1 - y - erfc(x) : erfc(-x) - (1 + y);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }
}
