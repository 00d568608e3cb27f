package dev.cresset.nn;

import dev.cresset.Tensor;

/** The logarithm of the logistic function, {@code log(sigmoid(x))}, elementwise. */
public class LogSigmoid extends Layer {
    /** Makes a layer. */
    public LogSigmoid() {}

    @Override
    protected Tensor forward(Tensor x) {
        return Functional.logsigmoid(x);
    }
}
