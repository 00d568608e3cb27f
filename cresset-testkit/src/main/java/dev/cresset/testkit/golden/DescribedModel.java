package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Module;
import dev.cresset.nn.Transformer;
import dev.cresset.testkit.python.Expr;
import dev.cresset.testkit.python.Function;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model of named children whose call is a recorded expression, such as {@code
 * head(lstm(emb(x))[0])}; T is the length of x, {@code causal} the causal mask of that length.
 */
final class DescribedModel extends Layer {
    private final transient Torch torch;
    private final transient Expr forward;
    private final transient Map<String, Module> children = new LinkedHashMap<>();

    DescribedModel(Torch torch, Map<String, @Nullable Object> children, Expr forward) {
        this.torch = torch;
        this.forward = forward;
        children.forEach((name, child) -> {
            Module module = (Module) Objects.requireNonNull(child, name);
            register(name, module);
            this.children.put(name, module);
        });
    }

    /** Makes a parameter of a child be that of another: {@code head.weight = tok.weight}. */
    void tie(String statement) {
        String[] sides = statement.split("=", -1);
        String[] target = sides[0].strip().split("\\.", -1);
        Module owner = get(target[0], Module.class);
        try {
            owner.getClass().getField(target[1]).set(owner, parameter(sides[1].strip()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("recording: " + statement, e);
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        children.forEach((name, module) -> {
            Function call = (args, kwargs) -> Modules.call(torch, module, args, kwargs);
            variables.put(name, call);
        });
        variables.put("x", x);
        variables.put("T", (long) x.size(-1));
        variables.put("causal", Transformer.generateSquareSubsequentMask(x.size(-1)));
        return (Tensor) Objects.requireNonNull(torch.evaluate(forward, variables));
    }
}
