package dev.cresset.op;

import java.util.Arrays;

/** Shapes and dtypes of losses. */
final class LossInference {
    private LossInference() {}

    static Spec[] infer(LossOp op, Spec... in) {
        return switch (op) {
            case LossOp.MultiMargin m -> new Spec[] {multiMargin(m, in)};
            case LossOp.MultilabelMargin m -> new Spec[] {multilabelMargin(m, in[0], in[1])};
            case LossOp.Ctc c -> ctc(c, in[0], in[1]);
            case LossOp.CtcGradient g -> new Spec[] {in[1]};
        };
    }

    private static void classes(String name, Spec x, Spec target) {
        Shape s = x.shape();
        check(
                s.rank() == 0 || (s.rank() <= 2 && s.size(s.rank() - 1) != 0),
                name
                        + ": Expected non-empty vector or matrix with optional 0-dim batch size,"
                        + " but got: "
                        + s.listText());
        check(
                x.dtype().isFloatingPoint(),
                name + ": not implemented for '" + x.dtype().legacyName() + "'");
        check(
                target.dtype() == DType.INT64,
                name
                        + ": expected scalar type Long for the target but found "
                        + target.dtype().legacyName());
    }

    private static Spec multiMargin(LossOp.MultiMargin op, Spec... in) {
        String name = "multi_margin_loss";
        Shape x = in[0].shape();
        Shape target = in[1].shape();
        classes(name, in[0], in[1]);
        int batch = x.rank() == 2 ? x.size(0) : 1;
        check(
                target.rank() <= 1 && target.numel() == batch,
                name
                        + ": target tensor should be 1-D with size equal to the number of input"
                        + " samples (batch size). Expected target size ["
                        + batch
                        + "], but got "
                        + target.listText()
                        + ". Input has shape "
                        + x.listText()
                        + ".");
        int classes = x.rank() == 0 ? 1 : x.size(x.rank() - 1);
        check(
                in.length < 3 || in[2].shape().equals(Shape.of(classes)),
                name
                        + ": inconsistent weight size, expected "
                        + classes
                        + " but got "
                        + (in.length < 3 ? "" : in[2].shape().listText()));
        return new Spec(
                in[0].dtype(), op.reduction() == LossReduction.NONE ? target : Shape.SCALAR);
    }

    private static Spec multilabelMargin(LossOp.MultilabelMargin op, Spec x, Spec target) {
        String name = "multilabel_margin_loss";
        classes(name, x, target);
        check(
                x.shape().equals(target.shape())
                        || (x.shape().rank() <= 1
                                && target.shape().rank() <= 1
                                && x.shape().numel() == target.shape().numel()),
                name
                        + ": inconsistent target size: "
                        + target.shape().listText()
                        + " for input of size: "
                        + x.shape().listText());
        boolean each = op.reduction() == LossReduction.NONE && x.shape().rank() == 2;
        return new Spec(x.dtype(), each ? Shape.of(x.shape().size(0)) : Shape.SCALAR);
    }

    private static Spec[] ctc(LossOp.Ctc op, Spec x, Spec targets) {
        Shape s = x.shape();
        check(
                s.rank() == 3,
                "ctc_loss: Expected 3-dimensional tensor, but got "
                        + s.rank()
                        + "-dimensional tensor for argument #1 'log_probs'");
        check(
                x.dtype() == DType.FLOAT32 || x.dtype() == DType.FLOAT64,
                "ctc_loss: not implemented for '" + x.dtype().legacyName() + "'");
        int batch = s.size(1);
        check(
                op.blank() >= 0 && op.blank() < s.size(2),
                "ctc_loss: blank must be in label range, got "
                        + op.blank()
                        + " of "
                        + s.size(2)
                        + " labels");
        check(
                op.inputLengths().length == batch,
                "ctc_loss: input_lengths must be of size batch_size "
                        + batch
                        + ", got "
                        + op.inputLengths().length);
        check(
                op.targetLengths().length == batch,
                "ctc_loss: target_lengths must be of size batch_size "
                        + batch
                        + ", got "
                        + op.targetLengths().length);
        for (int b = 0; b < batch; b++) {
            between("input_lengths", op.inputLengths()[b], s.size(0));
            between("target_lengths", op.targetLengths()[b], Integer.MAX_VALUE);
        }
        Shape t = targets.shape();
        check(t.rank() == 1 || t.rank() == 2, "ctc_loss: targets must be 1-D or 2-D, got " + t);
        if (t.rank() == 1) {
            int all = Arrays.stream(op.targetLengths()).sum();
            size(t, 0, all, t.size(0) == all, "");
        } else {
            size(t, 0, batch, t.size(0) == batch, "");
            size(t, 1, op.longest(), t.size(1) >= op.longest(), "at least ");
        }
        int states = 2 * op.longest() + 1;
        return new Spec[] {
            new Spec(x.dtype(), Shape.of(batch)),
            new Spec(x.dtype(), Shape.of(batch, s.size(0), states))
        };
    }

    private static void between(String name, int length, int most) {
        check(
                length >= 0,
                "ctc_loss: Expected "
                        + name
                        + " to have value at least 0, but got value "
                        + length);
        check(
                length <= most,
                "ctc_loss: Expected "
                        + name
                        + " to have value at most "
                        + most
                        + ", but got value "
                        + length);
    }

    private static void size(Shape targets, int dim, int expected, boolean holds, String least) {
        check(
                holds,
                "ctc_loss: Expected tensor to have size "
                        + least
                        + expected
                        + " at dimension "
                        + dim
                        + ", but got size "
                        + targets.size(dim)
                        + " for argument #2 'targets'");
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(fault);
        }
    }
}
