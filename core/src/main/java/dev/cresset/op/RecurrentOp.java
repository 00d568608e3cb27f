package dev.cresset.op;

import java.util.Arrays;

/** A recurrent layer over whole sequences, one direction of it. */
public sealed interface RecurrentOp extends NeuralOp {
    /** What is computed at each step. */
    enum Kind {
        /** Long short-term memory: gates i, f, g, o. */
        LSTM(4),
        /** The gated recurrent unit: gates r, z, n. */
        GRU(3),
        /** {@code tanh}. */
        TANH(1),
        /** {@code relu}. */
        RELU(1);

        private final int gates;

        Kind(int gates) {
            this.gates = gates;
        }

        /** Returns how many gates a unit has. */
        public int gates() {
            return gates;
        }
    }

    /**
     * All steps of a layer. With O numbers in a state and H units, {@code G = gates * H}:
     *
     * <ul>
     *   <li>inputs: x (T, N, G), the input's part of the gates; weight (G, O); bias (G); the first
     *       state h (N, O), and for an LSTM c (N, H) and perhaps a projection (O, H);
     *   <li>results: y (T, N, O) and the last state h (N, O); for an LSTM the last c (N, H), gates
     *       (rows, 4 H) and cells (rows, H); for a GRU (r, z, n, the state's part of n) (rows, 4
     *       H). What follows the last states is for the derivative.
     * </ul>
     *
     * <p>Packed sequences have x (rows, G) and y (rows, O), step after step.
     *
     * @param kind what a step computes
     * @param reverse whether the last step comes first
     * @param batches the number of sequences, never growing, that have each step, of packed
     *     sequences; else none
     */
    record Recurrence(Kind kind, boolean reverse, int... batches) implements RecurrentOp {
        @Override
        public String gradName() {
            if (batches.length > 0) {
                return "CatBackward0";
            }
            return kind == Kind.LSTM ? "MkldnnRnnLayerBackward0" : "StackBackward0";
        }

        /** Returns how many sequences have each step. */
        public int[] counts(Shape x) {
            if (batches.length > 0) {
                return batches.clone();
            }
            int[] counts = new int[x.size(0)];
            Arrays.fill(counts, x.size(1));
            return counts;
        }

        /** Returns the first row of each step. */
        public static int[] offsets(int... counts) {
            int[] out = new int[counts.length];
            for (int t = 1; t < out.length; t++) {
                out[t] = out[t - 1] + counts[t - 1];
            }
            return out;
        }

        /**
         * Returns for each row where the state before it is: a row of y, or {@code rows + i} for
         * sequence i's first state.
         */
        public int[] previous(int... counts) {
            int[] offsets = offsets(counts);
            int rows = Arrays.stream(counts).sum();
            int[] out = new int[rows];
            for (int t = 0; t < counts.length; t++) {
                int before = reverse ? t + 1 : t - 1;
                int known = before < 0 || before >= counts.length ? 0 : counts[before];
                for (int i = 0; i < counts[t]; i++) {
                    out[offsets[t] + i] = i < known ? offsets[before] + i : rows + i;
                }
            }
            return out;
        }

        /** Returns the steps in the order in which they are taken. */
        public int[] order(int steps) {
            int[] out = new int[steps];
            Arrays.setAll(out, i -> reverse ? steps - 1 - i : i);
            return out;
        }
    }

    /**
     * The gradients of a {@link Recurrence}. Not differentiable: it is used where no derivative of
     * it is asked for.
     *
     * <ul>
     *   <li>LSTM: inputs (gradients of y, h, c; weight, first c, gates, cells, perhaps projection),
     *       results (dx, dh, dc, and with a projection the whole gradient of y (rows, O));
     *   <li>GRU: inputs (gradients of y, h; weight, first h, y, gates), results (dx, gradient of
     *       the state's part of the gates, dh);
     *   <li>else: inputs (gradients of y, h; weight, y), results (dx, dh).
     * </ul>
     */
    record RecurrenceGradient(Recurrence of) implements RecurrentOp {}
}
