package dev.cresset;

import java.util.function.UnaryOperator;

/** How gradient hooks are called. */
final class Hooks {
    private Hooks() {}

    /** Returns what a hook makes of a gradient: its result, or the gradient if that is null. */
    static Tensor result(UnaryOperator<Tensor> hook, Tensor gradient) {
        Tensor replaced = hook.apply(gradient);
        if (replaced == null) {
            return gradient;
        }
        if (!replaced.shape().equals(gradient.shape())) {
            throw new IllegalArgumentException(
                    "hook: a gradient of shape "
                            + gradient.shape().listText()
                            + " was replaced by one of shape "
                            + replaced.shape().listText());
        }
        return replaced;
    }
}
