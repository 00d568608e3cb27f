package dev.cresset.optim;

import dev.cresset.PythonText;
import org.jspecify.annotations.Nullable;

/** Checks of options, with PyTorch's messages. */
final class Ranges {
    private Ranges() {}

    static void learningRate(Number lr) {
        atLeast0("learning rate", lr);
    }

    static void atLeast0(String what, Number value) {
        check(value.doubleValue() >= 0, "Invalid " + what + ": ", value);
    }

    static void betas(Pair betas) {
        for (int i = 0; i < 2; i++) {
            double beta = i == 0 ? betas.a() : betas.b();
            check(
                    beta >= 0 && beta < 1,
                    "Invalid beta parameter at index " + i + ": ",
                    i == 0 ? betas.first() : betas.second());
        }
    }

    static void onlyFalse(String option, boolean value) {
        check(!value, option + " optimizer steps are not supported: ", value);
    }

    static void check(boolean holds, String rule, @Nullable Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + PythonText.repr(value));
        }
    }
}
