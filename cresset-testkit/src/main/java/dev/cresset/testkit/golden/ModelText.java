package dev.cresset.testkit.golden;

import dev.cresset.testkit.python.Expr;
import dev.cresset.testkit.python.Function;
import dev.cresset.testkit.python.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Models that recordings describe in a line: {@code shared=Linear(5,5); Sequential(Linear(4,5),
 * Tanh, shared)}, a class without parentheses being one without arguments, or named children and
 * {@code forward: head(lstm(emb(x))[0])}.
 *
 * @param children the assigned modules in order
 * @param ties {@code head.weight = tok.weight} after a child
 * @param result the last expression, null if there is a forward
 * @param forward what the call computes from {@code x}, null if the result is the model
 */
record ModelText(
        Map<String, Expr> children,
        List<String> ties,
        @Nullable Expr result,
        @Nullable Expr forward) {

    /** Reads a description. */
    static ModelText of(String text) {
        Map<String, Expr> children = new LinkedHashMap<>();
        List<String> ties = new ArrayList<>();
        Expr result = null;
        Expr forward = null;
        for (String part : text.split(";", -1)) {
            String statement = part.strip();
            if (statement.startsWith("forward:")) {
                String body = statement.substring("forward:".length());
                forward = Parser.expression(body.replace("causal -inf mask", "causal"));
                continue;
            }
            int tie = statement.indexOf(" with ");
            if (tie >= 0) {
                ties.add(statement.substring(tie + 6));
                statement = statement.substring(0, tie);
            }
            Expr.Statement s = statement(statement);
            if (s.target() == null) {
                result = s.value();
            } else {
                children.put(s.target(), s.value());
            }
        }
        return new ModelText(children, ties, result, forward);
    }

    /* A remark may follow a colon: "Sequential(…): state_dict lists …". */
    private static Expr.Statement statement(String text) {
        int colon = text.indexOf("): ");
        String python = colon < 0 ? text : text.substring(0, colon + 1);
        return Parser.statements(python).getFirst();
    }

    /** Constructs the model. */
    Object build(Torch torch) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        children.forEach((name, e) -> variables.put(name, module(torch, e, variables)));
        if (result == null) {
            if (forward == null) {
                throw new SkipException("the recorded model has no forward");
            }
            DescribedModel model = new DescribedModel(torch, variables, forward);
            ties.forEach(model::tie);
            return model;
        }
        return java.util.Objects.requireNonNull(module(torch, result, variables));
    }

    private static @Nullable Object module(
            Torch torch, Expr e, Map<String, @Nullable Object> variables) {
        Object value = torch.evaluate(withCalls(e, variables), variables);
        return value instanceof Function f ? f.call(List.of(), Map.of()) : value;
    }

    /* Tanh among a Sequential's arguments is Tanh(). */
    private static Expr withCalls(Expr e, Map<String, @Nullable Object> variables) {
        if (!(e instanceof Expr.Call(Expr function, List<Expr> arguments, List<Expr.Keyword> k))
                || !(function instanceof Expr.Name(String id))
                || !id.equals("Sequential")) {
            return e;
        }
        List<Expr> out = new ArrayList<>();
        for (Expr a : arguments) {
            boolean bare = a instanceof Expr.Name(String name) && !variables.containsKey(name);
            out.add(bare ? new Expr.Call(a, List.of(), List.of()) : withCalls(a, variables));
        }
        return new Expr.Call(function, out, k);
    }
}
