package dev.cresset.engine;

/**
 * Airy's function Ai, a solution of {@code y'' = x y}.
 *
 * <p>The power series near 0, else rational approximations by S. L. Moshier (Cephes Mathematical
 * Library, airy.c).
 */
final class AiryFunction {
    private static final double AT_ZERO = 0.355028053887817239260;
    private static final double SLOPE_AT_ZERO = 0.258819403792806798405;
    private static final double ONE_OVER_SQRT_PI = 0.564189583547756286948;

    private static final double[] AN = {
        0.346538101525629, 12.007595273964581, 76.27960536152345, 168.08922493463058,
        159.75639135016442, 70.53609068404442, 14.026469116338967, 1.0
    };

    private static final double[] AD = {
        0.5675945326387702, 14.75625625848472, 84.51389701414746, 177.31808814540045,
        164.2346928715297, 71.47784008255756, 14.095913560783403, 1.0
    };

    private static final double[] AFN = {
        -0.1316963234183318,
        -0.6264565444319123,
        -0.6931580360369335,
        -0.2797799815451191,
        -0.04919001326095003,
        -0.004062659235948854,
        -0.0001592764962392621,
        -2.776491081552329e-06,
        -1.6778769848911465e-08
    };

    private static final double[] AFD = {
        13.356042070655324, 32.682503279522464, 26.736704094149957, 9.187074029072596,
        1.4752914677166642, 0.11568717379518804, 0.004402916416152112, 7.547203482874142e-05,
        4.5185009297058035e-07
    };

    private static final double[] AGN = {
        0.01973399320916857, 0.39110302961568827, 1.0657989759959559, 0.9391692298166502,
        0.35146565610554764, 0.06338889196289255, 0.005858041130483885, 0.000282851600836737,
        6.98793669997261e-06, 8.117892395543892e-08, 3.415517847659236e-10
    };

    private static final double[] AGD = {
        9.30892908077442, 19.835292871831214, 15.564662893286462, 5.476860694229755,
        0.9542936116189619, 0.08645808263523921, 0.004126565238242226, 0.00010125908511650914,
        1.1716673321441352e-06, 4.9183457006293e-09
    };

    private AiryFunction() {}

    /** NaN at the infinities, as in PyTorch. */
    static double ai(double x) {
        if (Double.isInfinite(x) || Double.isNaN(x)) {
            return Double.NaN;
        }
        if (x < -2.09) {
            double t = 2 * -x * Math.sqrt(-x) / 3;
            double z = 1 / t;
            double zz = z * z;
            double f = 1 + zz * Polynomials.horner(AFN, zz, 0) / Polynomials.horner(AFD, zz, 1);
            double g = z * Polynomials.horner(AGN, zz, 0) / Polynomials.horner(AGD, zz, 1);
            double phase = t + Math.PI / 4;
            double scale = ONE_OVER_SQRT_PI / Math.sqrt(Math.sqrt(-x));
            return scale * (Math.sin(phase) * f - Math.cos(phase) * g);
        }
        if (x >= 2.09) {
            double t = 2 * x * Math.sqrt(x) / 3;
            double ratio = Polynomials.horner(AN, 1 / t, 0) / Polynomials.horner(AD, 1 / t, 0);
            return ONE_OVER_SQRT_PI * ratio * Math.exp(-t) / (2 * Math.sqrt(Math.sqrt(x)));
        }
        return series(x);
    }

    private static double series(double x) {
        double cube = x * x * x;
        double f = 1;
        double g = x;
        double m = 1;
        double n = x;
        for (int k = 2; Math.abs(m) > 0x1p-60 || Math.abs(n) > 0x1p-60; k += 3) {
            m *= cube / (k * (k + 1));
            n *= cube / ((k + 1) * (k + 2));
            f += m;
            g += n;
        }
        return AT_ZERO * f - SLOPE_AT_ZERO * g;
    }
}
