package dev.cresset.nn;

import java.util.function.UnaryOperator;

/** {@link NLLLoss} under the name that PyTorch keeps for older programs. */
public class NLLLoss2d extends NLLLoss {
    /** Makes a loss with PyTorch's defaults. */
    public NLLLoss2d() {
        this(o -> o);
    }

    /** Makes a loss. */
    public NLLLoss2d(UnaryOperator<CrossEntropyOptions> options) {
        super(options);
    }
}
