package dev.cresset.optim;

import static dev.cresset.Tensor.cat;
import static dev.cresset.Tensor.enableGrad;
import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import dev.cresset.op.MemoryFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * L-BFGS (Nocedal 1980): Newton's method with an approximate Hessian from the last gradients. Each
 * {@link #step(Supplier)} makes several iterations, and computes the loss as often as it needs.
 *
 * <pre>{@code
 * var optimizer = new LBFGS(net.parameters(), o -> o.lineSearchFn(LBFGS.LineSearch.STRONG_WOLFE));
 * for (int i = 0; i < 20; i++) {
 *   optimizer.step(() -> {
 *     optimizer.zeroGrad();
 *     Tensor loss = Functional.mseLoss(net.call(x), y);
 *     loss.backward();
 *     return loss;
 *   });
 * }
 * }</pre>
 *
 * <p>There is one group of parameters, without options of their own. Its state is that of all
 * parameters together, and is kept under the first one.
 */
public final class LBFGS extends Optimizer<LBFGS.Options> {
    /** How the length of a step is found. */
    public enum LineSearch {
        /** A step at which loss and slope have fallen enough: the strong Wolfe conditions. */
        STRONG_WOLFE
    }

    /**
     * The options.
     *
     * @param lr the learning rate, 0 or greater; with a line search the first step that is tried
     * @param maxIter the greatest number of iterations in a step
     * @param maxEval the greatest number of computations of the loss in a step; null: 1.25 times
     *     {@code maxIter}
     * @param toleranceGrad a step ends where no element of the gradient is greater
     * @param toleranceChange a step ends where loss or parameters change by less
     * @param historySize how many earlier iterations are remembered
     * @param lineSearchFn how the length of a step is found; null: it is {@code lr}
     */
    public record Options(
            Number lr,
            int maxIter,
            @Nullable Integer maxEval,
            Number toleranceGrad,
            Number toleranceChange,
            int historySize,
            @Nullable LineSearch lineSearchFn)
            implements OptimizerOptions<Options> {
        static final Options DEFAULTS = new Options(1, 20, null, 1e-07, 1e-09, 100, null);

        /** Returns these options with a greatest number of iterations in a step. */
        public Options maxIter(int value) {
            return with("max_iter", value);
        }

        /** Returns these options with a greatest number of computations of the loss in a step. */
        public Options maxEval(@Nullable Integer value) {
            return with("max_eval", value);
        }

        /** Returns these options with a gradient at which a step ends. */
        public Options toleranceGrad(Number value) {
            return with("tolerance_grad", value);
        }

        /** Returns these options with a change of loss or parameters at which a step ends. */
        public Options toleranceChange(Number value) {
            return with("tolerance_change", value);
        }

        /** Returns these options with a number of iterations that are remembered. */
        public Options historySize(int value) {
            return with("history_size", value);
        }

        /** Returns these options with or, for null, without a line search. */
        public Options lineSearchFn(@Nullable LineSearch value) {
            return with("line_search_fn", value);
        }

        @Override
        public void check() {
            Ranges.learningRate(lr);
        }

        private Options complete() {
            return maxEval == null ? maxEval(maxIter * 5 / 4) : this;
        }
    }

    /** Makes an optimiser with the default options. */
    public LBFGS(Iterable<? extends Tensor> params) {
        this(params, o -> o);
    }

    /**
     * Makes an optimiser.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not a leaf, or an option is
     *     out of its range
     */
    public LBFGS(Iterable<? extends Tensor> params, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(params)), options);
    }

    /** Makes an optimiser of named parameters, whose names are kept in the state dict. */
    public LBFGS(SequencedMap<String, ? extends Tensor> named, UnaryOperator<Options> options) {
        this(List.of(ParamGroup.of(named)), options);
    }

    /**
     * Makes an optimiser of one group.
     *
     * @throws IllegalArgumentException if there are several groups
     */
    public LBFGS(List<ParamGroup<Options>> groups, UnaryOperator<Options> options) {
        if (groups.size() > 1) {
            throw new IllegalArgumentException(
                    "LBFGS doesn't support per-parameter options (parameter groups): got "
                            + groups.size()
                            + " groups");
        }
        super(groups, options.apply(Options.DEFAULTS).complete());
    }

    /**
     * Not for this optimiser, which computes the loss several times.
     *
     * @throws IllegalStateException always
     */
    @Override
    public void step() {
        throw new IllegalStateException(
                "LBFGS computes the loss several times in a step: call step(() -> { zeroGrad(); loss"
                        + " = …; loss.backward(); return loss; })");
    }

    @Override
    public Tensor step(Supplier<Tensor> closure) {
        if (paramGroups().size() != 1) {
            throw new IllegalStateException(
                    "LBFGS: Expected exactly one param_group, but got " + paramGroups().size());
        }
        return hooked(() -> noGrad(() -> new Run(closure).minimise()));
    }

    /** One step: several iterations. */
    private final class Run {
        private final Supplier<Tensor> closure;
        private final Options o = paramGroups().getFirst().options().complete();
        private final List<Tensor> params = paramGroups().getFirst().params();
        private final ParamState state = stateOf(params.getFirst());
        private int evaluations = 1;

        Run(Supplier<Tensor> closure) {
            this.closure = closure;
        }

        Tensor minimise() {
            count("func_evals", 0);
            count("n_iter", 0);
            Tensor first = enableGrad(closure);
            count("func_evals", 1);
            Tensor gradient = gradient();
            if (isOptimal(gradient)) {
                return first;
            }
            History history = History.of(state);
            iterate(first.item().doubleValue(), gradient, history);
            history.into(state);
            return first;
        }

        private void iterate(double start, Tensor firstGradient, History h) {
            double loss = start;
            Tensor gradient = firstGradient;
            int most = o.maxEval() == null ? Integer.MAX_VALUE : o.maxEval();
            for (int i = 1; i <= o.maxIter(); i++) {
                boolean veryFirst = count("n_iter", 1) == 1;
                Tensor d = veryFirst ? h.start(gradient) : h.direction(gradient, o.historySize());
                h.remember(gradient, loss);
                Scalar lr = Scalar.of(o.lr().doubleValue());
                Scalar t = veryFirst ? firstStep(gradient).times(lr) : lr;
                h.step = t;
                Scalar slope = Scalar.of(gradient.dot(d));
                if (slope.isAbove(Scalar.of(-o.toleranceChange().doubleValue()))) {
                    return;
                }
                boolean optimal = false;
                int more = 0;
                double before = loss;
                if (o.lineSearchFn() != null) {
                    StrongWolfe search = search(d, loss, gradient, slope, most - evaluations);
                    StrongWolfe.Point found = search.search(t);
                    loss = found.loss();
                    gradient = found.gradient();
                    h.step = found.step();
                    more = search.evaluations();
                    move(h.step, d);
                    optimal = isOptimal(gradient);
                } else {
                    move(t, d);
                    if (i != o.maxIter()) {
                        loss = enableGrad(closure).item().doubleValue();
                        gradient = gradient();
                        optimal = isOptimal(gradient);
                        more = 1;
                    }
                }
                evaluations += more;
                count("func_evals", more);
                Scalar change = Scalar.of(o.toleranceChange().doubleValue());
                if (evaluations >= most
                        || optimal
                        || Scalar.of(d.mul(h.step.value()).abs().max()).isAtMost(change)
                        || Math.abs(loss - before) < change.value()) {
                    return;
                }
            }
        }

        private Scalar firstStep(Tensor gradient) {
            Scalar sum = Scalar.of(gradient.abs().sum());
            return Scalar.of(1).min(Scalar.of(1).over(sum));
        }

        private StrongWolfe search(
                Tensor d, double loss, Tensor gradient, Scalar slope, int evaluationsLeft) {
            List<Tensor> before =
                    params.stream().map(p -> p.clone(MemoryFormat.CONTIGUOUS)).toList();
            StrongWolfe.Objective along =
                    t -> {
                        move(t, d);
                        double f = enableGrad(closure).item().doubleValue();
                        Tensor g = gradient();
                        for (int i = 0; i < params.size(); i++) {
                            params.get(i).copy_(before.get(i));
                        }
                        return new StrongWolfe.Value(f, g);
                    };
            StrongWolfe.Point start = new StrongWolfe.Point(Scalar.of(0), loss, gradient, slope);
            return new StrongWolfe(along, d, start, evaluationsLeft);
        }

        /** Adds to a counter of the state, and returns it. */
        private int count(String key, int more) {
            int now = (state.get(key) instanceof Number n ? n.intValue() : 0) + more;
            state.put(key, now);
            return now;
        }

        private boolean isOptimal(Tensor gradient) {
            return Scalar.of(gradient.abs().max())
                    .isAtMost(Scalar.of(o.toleranceGrad().doubleValue()));
        }

        /** Returns all gradients as one vector. */
        private Tensor gradient() {
            List<Tensor> parts = new ArrayList<>();
            for (Tensor p : params) {
                Tensor g = p.grad();
                parts.add((g == null ? p.zerosLike() : g.detach()).reshape(-1));
            }
            return cat(parts, 0);
        }

        private void move(Scalar t, Tensor d) {
            int offset = 0;
            for (Tensor p : params) {
                int n = Math.toIntExact(p.numel());
                p.add_(d.narrow(0, offset, n).viewAs(p), t.value());
                offset += n;
            }
        }
    }

    /** What is remembered of earlier iterations, and the direction that follows from it. */
    private static final class History {
        private @Nullable Tensor direction;
        private Scalar step = Scalar.of(0);
        private final List<Tensor> changes = new ArrayList<>();
        private final List<Tensor> steps = new ArrayList<>();
        private final List<Scalar> inverses = new ArrayList<>();
        private final List<@Nullable Object> weights = new ArrayList<>();
        private Scalar scale = Scalar.of(1);
        private @Nullable Tensor gradient;
        private double loss;

        static History of(ParamState state) {
            History h = new History();
            if (state.get("d") == null) {
                return h;
            }
            h.direction = state.tensor("d");
            h.step = Scalar.ofState(state.get("t"));
            tensors(state, "old_dirs", h.changes);
            tensors(state, "old_stps", h.steps);
            List<Tensor> ro = new ArrayList<>();
            tensors(state, "ro", ro);
            ro.forEach(x -> h.inverses.add(Scalar.of(x)));
            if (state.get("al") instanceof List<?> al) {
                h.weights.addAll(al);
            }
            h.scale = Scalar.ofState(state.get("H_diag"));
            h.gradient = state.tensor("prev_flat_grad");
            h.loss = Scalar.ofState(state.get("prev_loss")).value();
            return h;
        }

        private static void tensors(ParamState state, String key, List<Tensor> into) {
            if (!(state.get(key) instanceof List<?> list)) {
                throw new IllegalArgumentException("LBFGS: the state has no list '" + key + "'");
            }
            for (Object item : list) {
                if (!(item instanceof Tensor t)) {
                    throw new IllegalArgumentException(
                            "LBFGS: '" + key + "' in the state holds " + item + ", not a tensor");
                }
                into.add(t);
            }
        }

        void into(ParamState state) {
            if (!weights.isEmpty()) {
                state.put("al", new ArrayList<>(weights));
            }
            state.put("d", direction);
            state.put("t", step.toState());
            state.put("old_dirs", new ArrayList<>(changes));
            state.put("old_stps", new ArrayList<>(steps));
            state.put("ro", new ArrayList<>(inverses.stream().map(Scalar::toState).toList()));
            state.put("H_diag", scale.dtype() == null ? (Object) 1 : scale.toState());
            state.put("prev_flat_grad", gradient);
            state.put("prev_loss", loss);
        }

        void remember(Tensor now, double lossNow) {
            if (gradient == null) {
                gradient = now.clone();
            } else {
                gradient.copy_(now);
            }
            loss = lossNow;
        }

        /** Returns the first direction: steepest descent. */
        Tensor start(Tensor now) {
            changes.clear();
            steps.clear();
            inverses.clear();
            scale = Scalar.of(1);
            Tensor d = now.neg();
            direction = d;
            return d;
        }

        /**
         * Takes notice of the last step, and returns minus the gradient times the inverse Hessian.
         */
        Tensor direction(Tensor now, int size) {
            Tensor before = gradient;
            Tensor last = direction;
            if (before == null || last == null) {
                throw new IllegalStateException(
                        "LBFGS: the state counts iterations but remembers none of them");
            }
            Tensor y = now.sub(before);
            Tensor s = last.mul(step.value());
            Scalar ys = Scalar.of(y.dot(s));
            if (ys.isAbove(Scalar.of(1e-10))) {
                if (changes.size() == size) {
                    changes.removeFirst();
                    steps.removeFirst();
                    inverses.removeFirst();
                }
                changes.add(y);
                steps.add(s);
                inverses.add(Scalar.of(1).over(ys));
                scale = ys.over(Scalar.of(y.dot(y)));
            }
            while (weights.size() < size) {
                weights.add(null);
            }
            int n = changes.size();
            Scalar[] al = new Scalar[n];
            Tensor q = now.neg();
            for (int i = n - 1; i >= 0; i--) {
                al[i] = Scalar.of(steps.get(i).dot(q)).times(inverses.get(i));
                weights.set(i, al[i].toState());
                q.add_(changes.get(i), -al[i].value());
            }
            Tensor r = q.mul(scale.value());
            for (int i = 0; i < n; i++) {
                Scalar be = Scalar.of(changes.get(i).dot(r)).times(inverses.get(i));
                r.add_(steps.get(i), al[i].minus(be).value());
            }
            direction = r;
            return r;
        }
    }
}
