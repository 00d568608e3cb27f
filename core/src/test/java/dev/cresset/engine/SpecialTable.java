package dev.cresset.engine;

import static dev.cresset.engine.OpTable.ALL;
import static dev.cresset.engine.OpTable.FLOATS;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.op.SpecialBinary;
import dev.cresset.op.SpecialUnary;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The special functions, where their integrals converge: within 6 of 0, degrees up to 9. */
final class SpecialTable {
    /** Approximations to 1e-13 of what is of the size of 1, oscillating or not. */
    private static final Tolerance NEAR =
            (dtype, expected, scale) ->
                    dtype == DType.FLOAT64
                            ? 2e-12 * Math.max(1, Math.abs(expected))
                            : 2 * Tolerance.ulp(dtype, Math.max(1e-6, Math.abs(expected)));

    private SpecialTable() {}

    static void add(List<OpTable.Row> rows) {
        for (SpecialUnary u : SpecialUnary.values()) {
            Set<DType> in = u.floatsOnly() ? FLOATS : ALL;
            rows.add(new OpTable.Row(u, in, in, (d, f, r) -> one(u, d, f, r), NEAR, 6));
        }
        for (SpecialBinary b : SpecialBinary.values()) {
            Set<DType> in = b.floatsOnly() ? FLOATS : ALL;
            rows.add(new OpTable.Row(b, in, in, (d, f, r) -> two(b, d, f, r), NEAR, 6));
        }
    }

    private static View[] one(SpecialUnary op, DType d, SampleViews.Form form, Random random) {
        return switch (op) {
            case NDTRI -> new View[] {between(d, form, random, 0, 1)};
            case BESSEL_Y0, BESSEL_Y1 -> new View[] {between(d, form, random, 0.125, 6)};
            case MODIFIED_BESSEL_K0, MODIFIED_BESSEL_K1 ->
                    new View[] {between(d, form, random, 0.125, 6)};
            case SCALED_MODIFIED_BESSEL_K0, SCALED_MODIFIED_BESSEL_K1 ->
                    new View[] {between(d, form, random, 0.125, 60)};
            default -> new View[] {between(d, form, random, -6, 6)};
        };
    }

    private static View[] two(SpecialBinary op, DType d, SampleViews.Form form, Random random) {
        View second = between(d, form, random, 0.5, 9);
        return switch (op) {
            case ZETA -> new View[] {between(d, form, random, 1.25, 9), second};
            case IGAMMA, IGAMMAC -> new View[] {between(d, form, random, 0.5, 9), second};
            default -> new View[] {between(d, form, random, -1.5, 1.5), second};
        };
    }

    private static View between(
            DType dtype, SampleViews.Form form, Random random, double low, double high) {
        View view = SampleViews.zeros(dtype, Shape.of(5, 7), form);
        for (int i = 0; i < view.numel(); i++) {
            double x = low + (high - low) * random.nextDouble();
            if (dtype.isFloatingPoint()) {
                view.setDouble(i, x);
            } else {
                view.setLong(i, Math.max((long) Math.ceil(low), (long) x));
            }
        }
        return view;
    }
}
