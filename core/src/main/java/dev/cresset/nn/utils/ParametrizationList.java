package dev.cresset.nn.utils;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Module;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parametrisations of one tensor, and what it is computed from: {@code original}, or {@code
 * original0}, {@code original1} … Made by {@link Parametrize#registerParametrization}.
 */
public final class ParametrizationList extends Module {
    private final int originals;
    private final boolean single;
    private int count;

    ParametrizationList(Module first, Tensor original, boolean unsafe) {
        List<Tensor> values = noGrad(() -> inverse(first, original, List.of(original)));
        originals = values.size();
        single = originals == 1;
        if (single && values.getFirst().dtype() != original.dtype()) {
            throw new IllegalArgumentException(
                    "When `rightInverse` outputs one tensor, it may not change the dtype.\n"
                            + "original.dtype: "
                            + original.dtype()
                            + "\nrightInverse(original).dtype: "
                            + values.getFirst().dtype());
        }
        add(first);
        if (!unsafe) {
            List<Tensor> in = single ? List.of(values.getFirst()) : values;
            check(original, noGrad(() -> apply(in)));
        }
        if (single) {
            if (values.getFirst() != original) {
                original.setData(values.getFirst().detach());
            }
            enter("original", original);
        } else {
            for (int i = 0; i < originals; i++) {
                Tensor x = values.get(i).detach();
                boolean grad = original.requiresGrad();
                enter(
                        "original" + i,
                        original instanceof Parameter ? new Parameter(x, grad) : new Buffer(x));
            }
        }
    }

    private void enter(String name, Tensor value) {
        if (value instanceof Parameter p) {
            register(name, p);
        } else {
            register(name, value instanceof Buffer b ? b : new Buffer(value));
        }
    }

    private void add(Module parametrization) {
        register(Integer.toString(count++), parametrization);
    }

    /** Returns the number of parametrisations. */
    public int size() {
        return count;
    }

    /** Returns the tensors that the parametrised one is computed from. */
    public List<Tensor> originals() {
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < originals; i++) {
            Tensor x = attribute(single ? "original" : "original" + i);
            if (x == null) {
                throw new IllegalStateException("ParametrizationList: original " + i + " is gone");
            }
            out.add(x);
        }
        return out;
    }

    /** Returns whether the tensor is computed from one other. */
    boolean isSingle() {
        return single;
    }

    /** Returns the tensor, with hooks around the computation. */
    public Tensor call() {
        return hooked(originals(), this::apply);
    }

    private Tensor apply(List<Tensor> in) {
        Module first = get(0);
        Tensor x =
                switch (first) {
                    case Parametrization p -> p.call(in.toArray(Tensor[]::new));
                    case Layer l -> l.call(in.getFirst());
                    case Module other -> throw Parametrize.unusable(other);
                };
        for (int i = 1; i < count; i++) {
            x = one(get(i), x);
        }
        return x;
    }

    private static Tensor one(Module parametrization, Tensor x) {
        return switch (parametrization) {
            case Parametrization p -> p.call(x);
            case Layer l -> l.call(x);
            case Module other -> throw Parametrize.unusable(other);
        };
    }

    /** Adds a parametrisation of the tensor as it is now. */
    void append(Module parametrization, boolean unsafe) {
        if (!unsafe) {
            noGrad(() -> {
                Tensor before = call();
                Tensor after = one(parametrization, before);
                check(before, after);
                for (Tensor x : inverse(parametrization, after, List.of(before))) {
                    check(before, x);
                }
            });
        }
        add(parametrization);
    }

    private static void check(Tensor before, Tensor after) {
        if (after.dtype() != before.dtype()) {
            throw new IllegalArgumentException(
                    "Registering a parametrization may not change the dtype of the tensor, unless"
                            + " `unsafe` flag is enabled.\nunparametrized dtype: "
                            + before.dtype()
                            + "\nparametrized dtype: "
                            + after.dtype());
        }
        if (!after.shape().equals(before.shape())) {
            throw new IllegalArgumentException(
                    "Registering a parametrization may not change the shape of the tensor, unless"
                            + " `unsafe` flag is enabled.\nunparametrized shape: "
                            + before.shape()
                            + "\nparametrized shape: "
                            + after.shape());
        }
    }

    private static List<Tensor> inverse(Module parametrization, Tensor x, List<Tensor> otherwise) {
        if (parametrization instanceof RightInverse r) {
            try {
                return r.rightInverse(x);
            } catch (UnsupportedOperationException e) {
                return otherwise; // as PyTorch, which starts from the tensor itself then
            }
        }
        return otherwise;
    }

    /** Gives the originals the values for which the tensor becomes a given one. */
    void rightInverse(Tensor value) {
        noGrad(() -> {
            List<Tensor> values = List.of(value);
            for (int i = count - 1; i >= 0; i--) {
                Module parametrization = get(i);
                if (!(parametrization instanceof RightInverse r)) {
                    throw new IllegalStateException(
                            "parametrization "
                                    + parametrization.getClass().getSimpleName()
                                    + " does not implement rightInverse.");
                }
                values = r.rightInverse(values.getFirst());
            }
            store(values);
        });
    }

    private void store(List<Tensor> values) {
        List<Tensor> targets = originals();
        if (values.size() != targets.size()) {
            throw new IllegalArgumentException(
                    "'rightInverse' must return a sequence of tensors of length "
                            + targets.size()
                            + ". Got a sequence of length "
                            + values.size()
                            + ".");
        }
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).dtype() != targets.get(i).dtype()) {
                throw new IllegalArgumentException(
                        "The tensor returned by `rightInverse` has dtype "
                                + values.get(i).dtype()
                                + " while `original` has dtype "
                                + targets.get(i).dtype());
            }
        }
        for (int i = 0; i < values.size(); i++) {
            targets.get(i).setData(values.get(i).detach());
        }
    }

    /** Takes over the originals of another list of the same kind. */
    void share(ParametrizationList other) {
        List<Tensor> theirs = other.originals();
        for (int i = 0; i < theirs.size(); i++) {
            setAttribute(single ? "original" : "original" + i, theirs.get(i));
        }
    }

    @Nullable Tensor original() {
        return single ? attribute("original") : null;
    }
}
