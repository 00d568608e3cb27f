package dev.cresset;

import dev.cresset.op.Movement;
import java.util.Arrays;

/** The derivatives of moving elements: gradients move back. */
final class MovementDerivatives {
    private MovementDerivatives() {}

    static Rule rule(Movement op) {
        return switch (op) {
            case Movement.Flip f -> Rule.one(0, (s, g) -> Dispatch.run(f, g));
            case Movement.Roll r -> {
                int[] back = Arrays.stream(r.shifts()).map(i -> -i).toArray();
                yield Rule.one(0, (s, g) -> Dispatch.run(new Movement.Roll(back, r.dims()), g));
            }
            case Movement.Tril t -> Rule.one(0, (s, g) -> Dispatch.run(t, g));
            case Movement.Triu t -> Rule.one(0, (s, g) -> Dispatch.run(t, g));
            case Movement.Repeat r -> Rule.one(0, (s, g) -> unrepeat(g, s.spec(0).shape(), r));
        };
    }

    /** Each dimension is cut into its repetitions, which are added up. */
    private static Tensor unrepeat(Tensor g, dev.cresset.op.Shape shape, Movement.Repeat op) {
        int[] repeats = op.repeats();
        if (repeats.length == 0) {
            return g;
        }
        int lead = repeats.length - shape.rank();
        int[] sizes = new int[2 * repeats.length];
        int[] dims = new int[repeats.length];
        for (int d = 0; d < repeats.length; d++) {
            sizes[2 * d] = repeats[d];
            sizes[2 * d + 1] = d < lead ? 1 : shape.size(d - lead);
            dims[d] = 2 * d;
        }
        return g.reshape(sizes).sum(dims).view(shape);
    }
}
