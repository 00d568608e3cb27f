package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The negative log-likelihood of label sequences in any alignment (Graves et al. 2006); see {@link
 * Functional#ctcLoss(Tensor, Tensor, Tensor, Tensor, UnaryOperator)} for shapes.
 *
 * <pre>{@code
 * Tensor logProbs = Functional.logSoftmax(net.call(x), 2);               // (T, N, C)
 * Tensor loss = new CTCLoss().call(logProbs, targets, inputLengths, targetLengths);
 * }</pre>
 */
public class CTCLoss extends Module {
    private final CtcOptions options;

    /** Makes a loss with PyTorch's defaults. */
    public CTCLoss() {
        this(o -> o);
    }

    /** Makes a loss. */
    public CTCLoss(UnaryOperator<CtcOptions> options) {
        this.options = options.apply(CtcOptions.DEFAULT);
    }

    /** Returns the loss, with hooks around it. */
    public final Tensor call(
            Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths) {
        return hooked(
                List.of(logProbs, targets, inputLengths, targetLengths),
                in -> Functional.ctcLoss(in.get(0), in.get(1), in.get(2), in.get(3), o -> options));
    }

    /** Returns how the loss was made. */
    public final CtcOptions options() {
        return options;
    }
}
