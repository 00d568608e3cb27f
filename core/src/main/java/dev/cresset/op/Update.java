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

    /**
     * RMSprop's, of parameter, gradient, mean of squares, the mean if centred, and the momentum
     * buffer if there is momentum.
     *
     * <pre>
     * g = g + decay * p
     * v = alpha * v + (1 - alpha) * g^2
     * m = lerp(m, g, 1 - alpha)                     (centred)
     * r = sqrt(v - m^2) + eps                       (else sqrt(v) + eps)
     * b = momentum * b + g / r,  p = p - lr * b     (else p = p - lr * g / r)
     * </pre>
     *
     * @param lr the learning rate
     * @param decay the weight decay
     * @param alpha how much of v stays
     * @param eps what keeps the division from 0
     * @param momentum how much of the buffer stays, 0 for none
     * @param centered whether the variance divides
     */
    record RootMeanSquare(
            double lr, double decay, double alpha, double eps, double momentum, boolean centered)
            implements Update {
        @Override
        public int operands() {
            return 3 + (centered ? 1 : 0) + (momentum > 0 ? 1 : 0);
        }
    }

    /**
     * Adagrad's, of parameter, gradient and sum of squares: {@code g = g + decay * p, s = s + g^2,
     * p = p - lr * g / (sqrt(s) + eps)}.
     *
     * @param lr the learning rate
     * @param decay the weight decay
     * @param eps what keeps the division from 0
     */
    record SquareSum(double lr, double decay, double eps) implements Update {
        @Override
        public int operands() {
            return 3;
        }
    }

    /**
     * Adadelta's, of parameter, gradient, mean of squares and mean of squared changes.
     *
     * <pre>
     * g = g + decay * p
     * v = rho * v + (1 - rho) * g^2
     * d = sqrt(u + eps) / sqrt(v + eps) * g
     * u = rho * u + (1 - rho) * d^2
     * p = p - lr * d
     * </pre>
     *
     * @param lr the learning rate
     * @param decay the weight decay
     * @param rho how much of v and u stays
     * @param eps what keeps the division from 0
     */
    record Deltas(double lr, double decay, double rho, double eps) implements Update {
        @Override
        public int operands() {
            return 4;
        }
    }

    /**
     * Adamax's, of parameter, gradient, mean and greatest size: {@code g = g + decay * p, m =
     * lerp(m, g, weight1), u = max(beta2 * u, |g| + eps), p = p + step * m / u}.
     *
     * @param decay the weight decay
     * @param weight1 {@code 1 - beta1}
     * @param beta2 how much of u stays
     * @param eps what keeps the division from 0
     * @param step {@code -lr / (1 - beta1^t)}
     */
    record Greatest(double decay, double weight1, double beta2, double eps, double step)
            implements Update {
        @Override
        public int operands() {
            return 4;
        }
    }

    /**
     * NAdam's, of parameter, gradient, mean and mean of squares.
     *
     * <pre>
     * p = shrink * p,  g = g + decay * p
     * m = lerp(m, g, weight1),  v = beta2 * v + (1 - beta2) * g^2
     * r = sqrt(v / bias2) + eps
     * p = p + gradientStep * g / r + meanStep * m / r
     * </pre>
     *
     * @param shrink decoupled weight decay, or 1
     * @param decay weight decay through the gradient, or 0
     * @param weight1 {@code 1 - beta1}
     * @param beta2 how much of v stays
     * @param bias2 {@code 1 - beta2^t}
     * @param eps what keeps the division from 0
     * @param gradientStep the step along the gradient, negative
     * @param meanStep the step along the mean, negative
     */
    record NesterovMoments(
            double shrink,
            double decay,
            double weight1,
            double beta2,
            double bias2,
            double eps,
            double gradientStep,
            double meanStep)
            implements Update {
        @Override
        public int operands() {
            return 4;
        }
    }

    /**
     * RAdam's, of parameter, gradient, mean and mean of squares.
     *
     * <pre>
     * p = shrink * p,  g = g + decay * p
     * m = lerp(m, g, weight1),  v = beta2 * v + (1 - beta2) * g^2
     * p = p - lr * m / bias1 * (root / (sqrt(v) + eps)) * rectified     (without both if that is 0)
     * </pre>
     *
     * @param shrink decoupled weight decay, or 1
     * @param decay weight decay through the gradient, or 0
     * @param weight1 {@code 1 - beta1}
     * @param beta2 how much of v stays
     * @param bias1 {@code 1 - beta1^t}
     * @param root {@code sqrt(1 - beta2^t)}
     * @param eps what keeps the division from 0
     * @param lr the learning rate
     * @param rectified the rectification, or 0 while the variance is not trusted
     */
    record RectifiedMoments(
            double shrink,
            double decay,
            double weight1,
            double beta2,
            double bias1,
            double root,
            double eps,
            double lr,
            double rectified)
            implements Update {
        @Override
        public int operands() {
            return 4;
        }
    }

    /**
     * ASGD's, of parameter, gradient and average: {@code g = g + decay * p, p = shrink * p - eta *
     * g, a = a + mu * (p - a)}, or {@code a = p} if mu is 1.
     *
     * @param shrink {@code 1 - lambda * eta}
     * @param decay the weight decay
     * @param eta the learning rate
     * @param mu how far the average moves
     */
    record Average(double shrink, double decay, double eta, double mu) implements Update {
        @Override
        public int operands() {
            return 3;
        }
    }
}
