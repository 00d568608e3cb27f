package dev.cresset.op;

/**
 * An optimiser's change of a parameter, in one pass over parameter, gradient and what is remembered
 * of it.
 *
 * <p>Each is a composition of elementwise ops, which defines it to the last bit; {@code
 * dev.cresset.optim} falls back to that composition where there is no loop for it.
 */
public sealed interface Update {
    /** Returns the number of tensors, of which the second is the gradient and only read. */
    int operands();

    /**
     * {@code p = p - lr * (g + decay * p)} of parameter and gradient.
     *
     * @param lr the learning rate
     * @param decay the weight decay
     */
    record Descent(double lr, double decay) implements Update {
        @Override
        public int operands() {
            return 2;
        }
    }

    /**
     * Descent with momentum, of parameter, gradient and momentum buffer.
     *
     * <pre>
     * g = g + decay * p
     * b = momentum * b + fresh * g
     * p = p - lr * (nesterov ? g + momentum * b : b)
     * </pre>
     *
     * @param lr the learning rate
     * @param decay the weight decay
     * @param momentum how much of the buffer stays
     * @param fresh how much of the gradient enters it: 1 - dampening
     * @param nesterov whether the gradient looks ahead
     */
    record Momentum(double lr, double decay, double momentum, double fresh, boolean nesterov)
            implements Update {
        @Override
        public int operands() {
            return 3;
        }
    }

    /**
     * Adam's, of parameter, gradient, mean, mean of squares and, for AMSGrad, its greatest value so
     * far.
     *
     * <pre>
     * p = shrink * p
     * g = g + decay * p
     * m = lerp(m, g, weight1)
     * v = beta2 * v + weight2 * g^2
     * p = p + step * m / (sqrt(v) / root + eps)
     * </pre>
     *
     * @param shrink decoupled weight decay: {@code 1 - lr * decay}, or 1
     * @param decay weight decay through the gradient, or 0
     * @param weight1 {@code 1 - beta1}
     * @param beta2 how much of v stays
     * @param root {@code sqrt(1 - beta2^t)}
     * @param eps what keeps the division from 0
     * @param step {@code -lr / (1 - beta1^t)}
     * @param greatest whether the greatest v so far divides
     */
    record Moments(
            double shrink,
            double decay,
            double weight1,
            double beta2,
            double root,
            double eps,
            double step,
            boolean greatest)
            implements Update {
        @Override
        public int operands() {
            return greatest ? 5 : 4;
        }
    }
}
