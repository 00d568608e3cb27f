package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.optim.LBFGS;
import java.util.List;

/**
 * LBFGS fits a curve to measurements: {@code y = b1 (1 - exp(-b2 x))} to the adsorption of a dental
 * monolayer, problem Misra1a of the Statistical Reference Datasets (D. Misra, 1978; NIST, public
 * domain), whose certified answer is b1 = 238.94212918, b2 = 0.00055015643181.
 */
public class CurveFitting {
    private static final double[] X = {
        77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1,
        760.0
    };
    private static final double[] Y = {
        10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47,
        81.78
    };

    /** The parameters that were found, and the sum of the squared residuals. */
    record Fit(double b1, double b2, double squares) {}

    public static void main(String[] args) {
        Fit fit = fit();
        System.out.printf("b1 %.8f  b2 %.14f%n", fit.b1(), fit.b2());
        System.out.printf("sum of squared residuals %.11f%n", fit.squares());
    }

    static Fit fit() {
        Tensor x = tensor(X);
        Tensor y = tensor(Y);
        Tensor b = tensor(5.0, 1.0).requiresGrad_(); // in units of 100 and 10^-4
        var optimizer =
                new LBFGS(
                        List.of(b),
                        o ->
                                o.maxIter(500)
                                        .toleranceGrad(1e-12)
                                        .toleranceChange(1e-16)
                                        .lineSearchFn(LBFGS.LineSearch.STRONG_WOLFE));
        optimizer.step(() -> {
            optimizer.zeroGrad();
            Tensor loss = residuals(x, y, b).square().sum();
            loss.backward();
            return loss;
        });
        double squares = residuals(x, y, b).square().sum().item().doubleValue();
        double[] found = b.detach().toDoubleArray();
        return new Fit(100 * found[0], 1e-4 * found[1], squares);
    }

    private static Tensor residuals(Tensor x, Tensor y, Tensor b) {
        Tensor fall = x.mul(b.get(1)).mul(-1e-4).exp();
        return fall.rsub(1).mul(b.get(0)).mul(100).sub(y);
    }
}
