package dev.cresset.op;

/** A loss whose target says which of the input's elements are compared with which. */
public sealed interface LossOp extends NeuralOp {
    /**
     * The sum of {@code weight[t] max(0, margin - x[t] + x[d])^p / C} over the classes d other than
     * the target class t: inputs (x (N, C) or (C), target (N) or ()) and perhaps (weight (C)).
     *
     * @param p 1 or 2
     * @param margin by how much the target's class should be ahead
     * @param reduction what is made of the examples
     */
    record MultiMargin(int p, double margin, LossReduction reduction) implements LossOp {
        @Override
        public String gradName() {
            return "MultiMarginLossBackward0";
        }
    }

    /**
     * The sum of {@code max(0, 1 - x[t] + x[d]) / C} over the target classes t and all others d:
     * inputs (x (N, C) or (C), target of the same shape), whose classes end at the first -1.
     */
    record MultilabelMargin(LossReduction reduction) implements LossOp {
        @Override
        public String gradName() {
            return "MultilabelMarginLossBackward0";
        }
    }

    /**
     * The negative logarithm of the probability of label sequences, summed over all alignments
     * (Graves et al. 2006): inputs (log-probabilities (T, N, C), targets (N, S) or one after
     * another (sum of their lengths)), results (loss (N), log alpha (N, T, 2 S + 1)).
     *
     * @param blank the class that is no label
     * @param zeroInfinity whether the gradient of an infinite loss is zero
     * @param inputLengths how many steps each sequence has
     * @param targetLengths how many labels each sequence has
     */
    record Ctc(int blank, boolean zeroInfinity, int[] inputLengths, int[] targetLengths)
            implements LossOp {
        @Override
        public String gradName() {
            return "CtcLossBackward0";
        }

        /** Returns where a sequence's labels begin among the targets, row-major. */
        public int[] starts(Shape targets) {
            int[] out = new int[targetLengths.length];
            for (int i = 1; i < out.length; i++) {
                out[i] =
                        targets.rank() == 2
                                ? i * targets.size(1)
                                : out[i - 1] + targetLengths[i - 1];
            }
            return out;
        }

        /** Returns the number of labels of the longest target. */
        public int longest() {
            int most = 0;
            for (int n : targetLengths) {
                most = Math.max(most, n);
            }
            return most;
        }
    }

    /**
     * PyTorch's gradient of a {@link Ctc}: of the loss as a function of what a log-softmax was
     * taken of. Inputs (g (N), log-probabilities, targets, loss, log alpha), result (T, N, C).
     */
    record CtcGradient(Ctc of) implements LossOp {}
}
