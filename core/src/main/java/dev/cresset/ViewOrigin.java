package dev.cresset;

/** How a view was made, which decides whether autograd can follow in-place changes through it. */
enum ViewOrigin {
    /** By a recorded op: the view follows its source's history, and writing it makes history. */
    RECORDED(""),
    /** Where nothing is recorded: its history is unknown. */
    NO_GRAD(
            "A view was created in noGrad and %s with grad mode enabled. Given that this use case is"
                    + " ambiguous and error-prone, it is forbidden. You can clarify your code by moving"
                    + " both the view and the inplace either both inside the noGrad block (if you don't"
                    + " want the inplace to be tracked) or both outside (if you want the inplace to be"
                    + " tracked)."),
    /** In inference mode: its history is unknown. */
    INFERENCE(
            "A view was created in inference mode and %s in normal mode. Given that this use case is"
                    + " ambiguous and error-prone, it is forbidden. You can clarify your code by moving"
                    + " both the view and the inplace either both inside the inferenceMode block (if you"
                    + " don't want the inplace to be tracked) or both outside (if you want the inplace to"
                    + " be tracked)."),
    /** By a {@link GradFunction}, whose own backward an in-place change would override. */
    GRAD_FUNCTION(
            "Output of a GradFunction is a view and %s. This view was created inside a custom"
                    + " function (or because an input was returned as-is) and the autograd logic to handle"
                    + " view+inplace would override the custom backward, leading to incorrect gradients."
                    + " This behavior is forbidden. You can fix this by cloning the output of the custom"
                    + " function.");

    private final String message;

    ViewOrigin(String message) {
        this.message = message;
    }

    /** Returns the error of writing such a view. */
    IllegalStateException written() {
        return new IllegalStateException(message.formatted("is being modified inplace"));
    }

    /** Returns the error of using such a view after its source was written. */
    IllegalStateException outdated() {
        return new IllegalStateException(
                message.formatted(
                        "its base or another view of its base has been modified inplace"));
    }
}
