package dev.cresset.engine;

/**
 * Bessel functions of the first kind J and of the second kind Y, of the orders 0 and 1.
 *
 * <p>Rational approximations on [0, 5], and beyond it of modulus and phase, by S. L. Moshier
 * (Cephes Mathematical Library, j0.c and j1.c).
 */
final class BesselFunctions {
    private static final double TWO_OVER_PI = 2 / Math.PI;
    private static final double SQRT_TWO_OVER_PI = 0.7978845608028654;

    private static final double[] J0_PP = {
        0.0007969367292973471,
        0.08283523921074408,
        1.239533716464143,
        5.447250030587687,
        8.74716500199817,
        5.303240382353949,
        1.0
    };

    private static final double[] J0_PQ = {
        0.0009244088105588637,
        0.08562884743544745,
        1.2535274390105895,
        5.470977403304171,
        8.761908832370695,
        5.306052882353947,
        1.0
    };

    private static final double[] J0_QP = {
        -0.011366383889846916, -1.2825271867050931, -19.553954425773597, -93.20601521237683,
        -177.68116798048806, -147.07750515495118, -51.41053267665993, -6.050143506007285
    };

    private static final double[] J0_QQ = {
        64.3178256118178,
        856.4300259769806,
        3882.4018360540163,
        7240.467741956525,
        5930.727011873169,
        2062.0933166032783,
        242.0057402402914
    };

    private static final double[] J0_RP = {
        -4794432209.782018, 1956174919465.5657, -249248344360967.72, 9708622510473064.0
    };

    private static final double[] J0_RQ = {
        499.563147152651, 173785.4016763747, 48440965.83399621, 11185553704.535683,
        2112775201154.892, 310518229857422.56, 3.1812195594320496e+16, 1.7108629408104315e+18
    };

    private static final double[] J1_PP = {
        0.0007621256162081731,
        0.07313970569409176,
        1.1271960812968493,
        5.112079511468076,
        8.424045901417724,
        5.214515986823615,
        1.0
    };

    private static final double[] J1_PQ = {
        0.0005713231280725487,
        0.06884559087544954,
        1.105142326340617,
        5.073863861286015,
        8.399855543276042,
        5.209828486823619,
        1.0
    };

    private static final double[] J1_QP = {
        0.05108625947501766, 4.982138729512334, 75.82382841325453, 366.7796093601508,
        710.8563049989261, 597.4896124006136, 211.68875710057213, 25.207020585802372
    };

    private static final double[] J1_QQ = {
        74.23732770356752,
        1056.4488603826283,
        4986.410583376536,
        9562.318924047562,
        7997.041604473507,
        2826.1927851763908,
        336.0936078106983
    };

    private static final double[] J1_RP = {
        -899971225.7055594, 452228297998.19403, -72749424522181.83, 3682957328638529.0
    };

    private static final double[] J1_RQ = {
        620.8364781180543, 256987.25675774884, 83514679.14319493, 22151159547.97925,
        4749141220799.914, 784369607876235.9, 8.952223361846274e+16, 5.322786203326801e+18
    };

    private static final double[] Y0_YP = {
        15592.436785523574, -14663929.59039716, 5435264770.518765, -982136065717.9115,
        87590639439536.7, -3466283033847297.0, 4.4273326857256984e+16, -1.8495080043698668e+16
    };

    private static final double[] Y0_YQ = {
        1041.2835366425984,
        626107.330137135,
        268919633.39381415,
        86400248710.3935,
        20297961275010.555,
        3171577528429750.5,
        2.5059625617265306e+17
    };

    private static final double[] Y1_YP = {
        1263204747.9017804,
        -647355876379.1603,
        114509511541823.73,
        -8127702555013251.0,
        2.024394757135949e+17,
        -7.788771962659501e+17
    };

    private static final double[] Y1_YQ = {
        594.3015923461282, 235564.09294306856, 73481194.44597217, 18760131610.870617,
        3882312774962.3857, 620557727146953.8, 6.871410873553005e+16, 3.9727060811656064e+18
    };

    private BesselFunctions() {}

    static double j0(double x) {
        double a = Math.abs(x);
        if (a <= 5) {
            double z = a * a;
            return a < 1e-5
                    ? 1 - z / 4
                    : (z - 5.78318596294678452118)
                            * (z - 30.4712623436620863991)
                            * ratio(J0_RP, J0_RQ, z);
        }
        return wave(a, ratio(J0_PP, J0_PQ, 25 / (a * a)), ratio(J0_QP, J0_QQ, 25 / (a * a)), 0.25);
    }

    static double j1(double x) {
        double a = Math.abs(x);
        if (a <= 5) {
            double z = a * a;
            return ratio(J1_RP, J1_RQ, z)
                    * x
                    * (z - 14.6819706421238932572)
                    * (z - 49.2184563216946036703);
        }
        double w = 25 / (a * a);
        return Math.copySign(1, x) * wave(a, ratio(J1_PP, J1_PQ, w), ratio(J1_QP, J1_QQ, w), 0.75);
    }

    /** Minus infinity at 0, NaN below. */
    static double y0(double x) {
        if (x <= 0) {
            return x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
        if (x <= 5) {
            return ratio(Y0_YP, Y0_YQ, x * x) + TWO_OVER_PI * Math.log(x) * j0(x);
        }
        double w = 25 / (x * x);
        return wave(x, ratio(J0_PP, J0_PQ, w), ratio(J0_QP, J0_QQ, w), 0.75);
    }

    /** Minus infinity at 0, NaN below. */
    static double y1(double x) {
        if (x <= 0) {
            return x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
        if (x <= 5) {
            return x * ratio(Y1_YP, Y1_YQ, x * x) + TWO_OVER_PI * (j1(x) * Math.log(x) - 1 / x);
        }
        double w = 25 / (x * x);
        return wave(x, ratio(J1_PP, J1_PQ, w), ratio(J1_QP, J1_QQ, w), 1.25);
    }

    /** {@code sqrt(2 / (pi x)) (p cos(t) - q (5 / x) sin(t))} of {@code t = x - shift * pi}. */
    private static double wave(double x, double p, double q, double shift) {
        double t = x - shift * Math.PI;
        return (p * Math.cos(t) - 5 / x * q * Math.sin(t)) * SQRT_TWO_OVER_PI / Math.sqrt(x);
    }

    private static double ratio(double[] above, double[] below, double x) {
        double monic = below.length == above.length ? 0 : 1; // Cephes leaves a leading 1 out
        return Polynomials.horner(above, x, 0) / Polynomials.horner(below, x, monic);
    }
}
