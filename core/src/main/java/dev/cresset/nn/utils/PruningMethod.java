package dev.cresset.nn.utils;

import static dev.cresset.Tensor.rand;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A rule for which elements of a parameter are pruned: PyTorch's {@code BasePruningMethod}.
 *
 * <p>An amount that is an integer ({@code 3}) counts elements or channels; one that is not ({@code
 * 0.3}) is their part, rounded to the even number next to it.
 */
public abstract class PruningMethod {
    /** What of an already pruned tensor a method looks at. */
    public enum Type {
        /** The elements that are left. */
        UNSTRUCTURED,
        /** The channels that are not zero altogether. */
        STRUCTURED,
        /** Everything. */
        GLOBAL
    }

    private final Type type;

    /** Makes a method. */
    protected PruningMethod(Type type) {
        this.type = type;
    }

    /** Returns what of an already pruned tensor this method looks at. */
    public final Type type() {
        return type;
    }

    /** Returns the dimension of the channels of a structured method. */
    protected int dim() {
        throw new IllegalStateException(
                "Pruning methods of type STRUCTURED need to override dim(), as "
                        + getClass().getSimpleName()
                        + " does not");
    }

    /**
     * Returns which elements are kept: 1, others 0.
     *
     * @param x the importance of each element; of an already pruned tensor only what {@link Type}
     *     says, for unstructured methods as a vector
     * @param defaultMask the mask so far, of the same shape
     */
    protected abstract Tensor computeMask(Tensor x, Tensor defaultMask);

    /** Returns this method's mask on top of that of earlier ones. */
    final Tensor combined(Tensor x, Tensor mask) {
        Tensor out = mask.to(x.dtype()).clone();
        switch (type) {
            case UNSTRUCTURED -> {
                Tensor left = mask.eq(1);
                Tensor part = computeMask(x.get(left), mask.get(left));
                out.set(part.to(out.dtype()), left);
            }
            case STRUCTURED -> {
                int dim = dim() < 0 ? dim() + x.dim() : dim();
                int[] others = IntStream.range(0, x.dim()).filter(d -> d != dim).toArray();
                Tensor left = mask.sum(others).ne(0).nonzero().flatten();
                Tensor part = computeMask(x.indexSelect(dim, left), mask.indexSelect(dim, left));
                out.indexCopy_(dim, left, part.to(out.dtype()));
            }
            case GLOBAL -> out.copy_(computeMask(x, mask));
        }
        return out;
    }

    // ---- amounts

    static Number checkedAmount(Number amount) {
        double a = amount.doubleValue();
        boolean whole = isWhole(amount);
        if (whole ? a < 0 : !(a >= 0 && a <= 1)) {
            throw new IllegalArgumentException(
                    "amount="
                            + PythonText.repr(amount)
                            + " should either be a float in the range [0, 1] or a non-negative"
                            + " integer");
        }
        return amount;
    }

    private static boolean isWhole(Number amount) {
        return !(amount instanceof Double || amount instanceof Float);
    }

    static int count(Number amount, int of) {
        int n = isWhole(amount) ? amount.intValue() : (int) Math.rint(amount.doubleValue() * of);
        if (n > of) {
            throw new IllegalArgumentException(
                    "amount="
                            + n
                            + " should be smaller than the number of parameters to prune="
                            + of);
        }
        return n;
    }

    private static void checkChannels(Tensor x, int dim) {
        if (x.dim() <= 1) {
            throw new IllegalArgumentException(
                    "Structured pruning can only be applied to multidimensional tensors. Found"
                            + " tensor of shape "
                            + x.shape()
                            + " with "
                            + x.dim()
                            + " dims");
        }
        if (dim >= x.dim() || dim < -x.dim()) {
            throw new IndexOutOfBoundsException(
                    "Invalid index " + dim + " for tensor of size " + x.shape());
        }
    }

    // ---- methods

    /** Prunes nothing. */
    static final class Identity extends PruningMethod {
        Identity() {
            super(Type.UNSTRUCTURED);
        }

        @Override
        protected Tensor computeMask(Tensor x, Tensor defaultMask) {
            return defaultMask;
        }
    }

    /** Prunes elements at random, or the smallest ones. */
    static final class Elements extends PruningMethod {
        private final Number amount;
        private final boolean random;

        Elements(Number amount, boolean random) {
            super(Type.UNSTRUCTURED);
            this.amount = checkedAmount(amount);
            this.random = random;
        }

        @Override
        protected Tensor computeMask(Tensor x, Tensor defaultMask) {
            int n = count(amount, Math.toIntExact(x.numel()));
            Tensor mask = defaultMask.clone().contiguous();
            if (n > 0) {
                Tensor size = random ? x.randLike() : x.abs();
                Tensor pruned = size.flatten().topk(n, -1, random).indices();
                mask.view(-1).indexFill_(0, pruned, 0);
            }
            return mask;
        }
    }

    /** Prunes channels at random, or those with the smallest norm. */
    static final class Channels extends PruningMethod {
        private final Number amount;
        private final @Nullable Double norm;
        private final int dim;

        Channels(Number amount, @Nullable Double norm, int dim) {
            super(Type.STRUCTURED);
            this.amount = checkedAmount(amount);
            this.norm = norm;
            this.dim = dim;
        }

        @Override
        protected int dim() {
            return dim;
        }

        @Override
        protected Tensor computeMask(Tensor x, Tensor defaultMask) {
            checkChannels(x, dim);
            int channels = x.size(dim);
            int n = count(amount, channels);
            if (n == 0) {
                return defaultMask;
            }
            int axis = dim < 0 ? dim + x.dim() : dim;
            Tensor kept;
            if (norm == null) {
                Tensor draw = rand(channels);
                kept = draw.gt(draw.kthvalue(n).values()).nonzero().flatten();
            } else {
                int[] others = IntStream.range(0, x.dim()).filter(d -> d != axis).toArray();
                kept = x.norm(norm, others, false).topk(channels - n).indices();
            }
            Tensor mask = x.zerosLike().indexFill_(axis, kept, 1);
            return mask.mul(defaultMask.to(mask.dtype()));
        }
    }

    /** Prunes where a given mask is 0. */
    static final class FromMask extends PruningMethod {
        private final Tensor mask;

        FromMask(Tensor mask) {
            super(Type.GLOBAL);
            this.mask = mask;
        }

        @Override
        protected Tensor computeMask(Tensor x, Tensor defaultMask) {
            if (!defaultMask.shape().equals(mask.shape())) {
                throw new IllegalArgumentException(
                        "default_mask shape "
                                + defaultMask.shape()
                                + " must match self.mask shape "
                                + mask.shape());
            }
            return defaultMask.mul(mask.to(defaultMask.dtype()));
        }
    }
}
