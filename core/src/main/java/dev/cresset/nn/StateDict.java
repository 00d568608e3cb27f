package dev.cresset.nn;

import dev.cresset.PythonText;
import dev.cresset.Tensor;
import java.io.Serial;
import java.util.LinkedHashMap;

/**
 * The parameters and persistent buffers of a module by their paths: PyTorch's {@code state_dict()}.
 *
 * <p>The tensors share memory with the module's. A tensor with several paths is listed under each.
 */
public final class StateDict extends LinkedHashMap<String, Tensor>
        implements PythonText.OrderedDict<String, Tensor> {
    @Serial private static final long serialVersionUID = 1;

    /**
     * What a state dict holds.
     *
     * @param prefix what precedes each key, with its dot: {@code "encoder."}
     * @param keepVars whether the parameters themselves are listed rather than detached tensors
     */
    public record Options(String prefix, boolean keepVars) {
        static final Options DEFAULT = new Options("", false);

        /** Returns these options with a prefix. */
        public Options prefix(String value) {
            return new Options(value, keepVars);
        }

        /** Returns these options with the parameters themselves or detached tensors. */
        public Options keepVars(boolean value) {
            return new Options(prefix, value);
        }
    }

    /** Makes an empty state dict. */
    public StateDict() {}

    static StateDict of(Module module, Options options) {
        StateDict out = new StateDict();
        out.add(module, options.prefix, options.keepVars);
        return out;
    }

    /* PyTorch's order: a module's own parameters, its buffers, then its children. */
    private void add(Module module, String prefix, boolean keepVars) {
        module.stateHooks().saving(module, prefix, keepVars);
        for (Member m : Loading.state(module)) {
            if (m.value() instanceof Tensor t) {
                put(prefix + m.name(), keepVars ? t : t.detach());
            }
        }
        for (Member m : module.members()) {
            if (m instanceof Member.OfModule(String name, Module child) && child != null) {
                add(child, prefix + name + ".", keepVars);
            }
        }
        module.stateHooks().saved(module, this, prefix);
    }

    /** Returns PyTorch's text: {@code OrderedDict([('weight', tensor(…))])}. */
    @Override
    public String toString() {
        return PythonText.repr(this);
    }
}
