package dev.cresset;

import static dev.cresset.Saved.INPUTS;
import static dev.cresset.Saved.OUTPUT;

import dev.cresset.op.RecurrentOp;
import dev.cresset.op.RecurrentOp.Recurrence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The derivatives of recurrent layers: one op for all steps, or, where they are differentiated
 * themselves, those of the same steps made of other ops.
 */
final class RecurrentDerivatives {
    private RecurrentDerivatives() {}

    static @Nullable Rule rule(RecurrentOp op) {
        return switch (op) {
            case Recurrence r -> Rule.many(INPUTS | OUTPUT, (s, g) -> gradients(r, s, g));
            case RecurrentOp.RecurrenceGradient r -> null;
        };
    }

    /** The number of results that are not only there for the derivative. */
    private static int results(Recurrence op) {
        return op.kind() == RecurrentOp.Kind.LSTM ? 3 : 2;
    }

    private static @Nullable Tensor[] gradients(Recurrence op, Saved s, @Nullable Tensor[] g) {
        for (int i = results(op); i < g.length; i++) {
            if (g[i] != null) {
                throw new IllegalStateException(
                        "rnn: result " + i + " serves the derivative and has none itself");
            }
        }
        return GradMode.enabled() ? recorded(op, s, g) : fused(op, s, g);
    }

    // ---- one op for all steps

    private static @Nullable Tensor[] fused(Recurrence op, Saved s, @Nullable Tensor[] given) {
        Tensor[] g = new Tensor[results(op)];
        for (int i = 0; i < g.length; i++) {
            Tensor one = given[i];
            g[i] = one == null ? s.out(i).zerosLike() : one;
        }
        Tensor weight = s.in(1);
        RecurrentOp back = new RecurrentOp.RecurrenceGradient(op);
        @Nullable Tensor[] out = new Tensor[s.count()];
        Tensor[] made =
                switch (op.kind()) {
                    case LSTM -> {
                        List<Tensor> in = new ArrayList<>(Arrays.asList(g));
                        in.addAll(List.of(weight, s.in(4), s.out(3), s.out(4)));
                        if (s.count() > 5) {
                            in.add(s.in(5));
                        }
                        yield Dispatch.runAll(back, in.toArray(Tensor[]::new));
                    }
                    case GRU ->
                            Dispatch.runAll(back, g[0], g[1], weight, s.in(3), s.out(0), s.out(2));
                    case TANH, RELU -> Dispatch.runAll(back, g[0], g[1], weight, s.out(0));
                };
        out[0] = made[0];
        Tensor gates = made[op.kind() == RecurrentOp.Kind.GRU ? 1 : 0].flatten(0, -2);
        out[3] = made[op.kind() == RecurrentOp.Kind.GRU ? 2 : 1];
        if (op.kind() == RecurrentOp.Kind.LSTM) {
            out[4] = made[2];
        }
        if (s.needs(1)) {
            out[1] = weight(op, gates, s.out(0), s.in(3));
        }
        if (s.needs(2)) {
            out[2] = gates.sum(0);
        }
        if (s.count() > 5 && s.needs(5)) {
            int units = s.out(4).size(1);
            Tensor open = s.out(3).narrow(1, 3 * units, units);
            out[5] = made[3].t().mm(open.mul(s.out(4).tanh()));
        }
        return out;
    }

    /**
     * Returns the gradient of the weight, the gates' gradients times the states before them, in one
     * product over all rows but those that follow the first state.
     */
    private static Tensor weight(Recurrence op, Tensor gates, Tensor y, Tensor first) {
        if (y.dim() != 3) {
            int[] rows = op.previous(op.batches());
            long[] index = Arrays.stream(rows).asLongStream().toArray();
            Tensor before = Tensor.cat(List.of(y, first), 0).indexSelect(0, Tensor.tensor(index));
            return gates.t().mm(before);
        }
        int n = y.size(1);
        int rest = (y.size(0) - 1) * n;
        Tensor state = y.flatten(0, 1).narrow(0, op.reverse() ? n : 0, rest);
        Tensor of = gates.narrow(0, op.reverse() ? 0 : n, rest);
        Tensor start = gates.narrow(0, op.reverse() ? rest : 0, n).t().mm(first);
        if (rest == 0) {
            return start;
        }
        Tensor all = start.addmm(of.t(), state);
        start.view().storage().finish();
        return all;
    }

    // ---- made of other ops

    private static @Nullable Tensor[] recorded(Recurrence op, Saved s, @Nullable Tensor[] g) {
        Tensor[] in = new Tensor[s.count()];
        List<Tensor> wanted = new ArrayList<>();
        for (int i = 0; i < in.length; i++) {
            in[i] = s.in(i).viewAs(s.in(i));
            if (s.needs(i)) {
                wanted.add(in[i]);
            }
        }
        List<Tensor> made = steps(op, in);
        List<Tensor> results = new ArrayList<>();
        List<Tensor> seeds = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            Tensor seed = g[i];
            if (seed != null && made.get(i).requiresGrad()) {
                results.add(made.get(i));
                seeds.add(seed);
            }
        }
        @Nullable Tensor[] out = new Tensor[in.length];
        if (results.isEmpty()) {
            return out;
        }
        List<@Nullable Tensor> found =
                Grad.grad(
                        results,
                        wanted,
                        o ->
                                o.gradOutputs(seeds.toArray(Tensor[]::new))
                                        .createGraph(true)
                                        .allowUnused(true));
        int next = 0;
        for (int i = 0; i < in.length; i++) {
            out[i] = s.needs(i) ? found.get(next++) : null;
        }
        return out;
    }

    /** Computes what a recurrence does step by step: y and the last states. */
    private static List<Tensor> steps(Recurrence op, Tensor... in) {
        int[] counts = op.counts(in[0].shape());
        int[] offsets = Recurrence.offsets(counts);
        Tensor x = in[0].flatten(0, -2);
        Tensor weight = in[1].t();
        Tensor h = in[3];
        Tensor c = in.length > 4 ? in[4] : in[3];
        @Nullable Tensor[] ys = new Tensor[counts.length];
        for (int t : op.order(counts.length)) {
            int n = counts[t];
            Tensor before = h.narrow(0, 0, n);
            Tensor own = x.narrow(0, offsets[t], n);
            Tensor part = before.mm(weight).add(in[2]);
            Tensor y =
                    switch (op.kind()) {
                        case LSTM -> {
                            List<Tensor> z = own.add(part).chunk(4, 1);
                            Tensor kept = z.get(1).sigmoid().mul(c.narrow(0, 0, n));
                            Tensor cell = kept.add(z.get(0).sigmoid().mul(z.get(2).tanh()));
                            Tensor open = z.get(3).sigmoid().mul(cell.tanh());
                            c = over(cell, c);
                            yield in.length > 5 ? open.mm(in[5].t()) : open;
                        }
                        case GRU -> {
                            List<Tensor> a = own.chunk(3, 1);
                            List<Tensor> b = part.chunk(3, 1);
                            Tensor r = a.get(0).add(b.get(0)).sigmoid();
                            Tensor z = a.get(1).add(b.get(1)).sigmoid();
                            Tensor anew = a.get(2).add(b.get(2).mul(r)).tanh();
                            yield before.sub(anew).mul(z).add(anew);
                        }
                        case TANH -> own.add(part).tanh();
                        case RELU -> own.add(part).relu();
                    };
            ys[t] = y;
            h = over(y, h);
        }
        List<Tensor> all = new ArrayList<>();
        for (Tensor y : ys) {
            all.add(Objects.requireNonNull(y));
        }
        Tensor y = Tensor.cat(all, 0);
        if (in[0].dim() == 3) {
            y = y.reshape(counts.length, counts[0], y.size(1));
        }
        return op.kind() == RecurrentOp.Kind.LSTM ? List.of(y, h, c) : List.of(y, h);
    }

    /** Returns rows in place of as many first ones. */
    private static Tensor over(Tensor rows, Tensor all) {
        int n = rows.size(0);
        return n == all.size(0)
                ? rows
                : Tensor.cat(List.of(rows, all.narrow(0, n, all.size(0) - n)), 0);
    }
}
