package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import org.jspecify.annotations.Nullable;

/** The tensors that a module has under names: in fields, in containers, registered. */
final class Attributes {
    private Attributes() {}

    static @Nullable Tensor get(Module module, String name) {
        if (module instanceof RNNBase rnn && rnn.hasWeight(name)) {
            return rnn.find(name);
        }
        Object value =
                module instanceof Held held
                        ? held.element(name)
                        : module.registry().has(name)
                                ? module.registry().get(name)
                                : Fields.of(module).value(module, name);
        return value instanceof Tensor t ? t : null;
    }

    static void set(Module module, String name, @Nullable Tensor value) {
        if (module instanceof RNNBase rnn && value != null && rnn.hasWeight(name)) {
            rnn.setWeight(name, value);
        } else if (module instanceof ParameterHolder holder && value != null) {
            holder.assign(name, value instanceof Buffer b ? Parameter.of(b) : value);
        } else if (module instanceof Held || module.registry().has(name)) {
            registered(module, name, value);
        } else if (Fields.of(module).has(name)) {
            Fields.of(module).set(module, name, value);
        } else {
            throw new IllegalArgumentException(
                    module.typeName()
                            + ".setAttribute: there is no field '"
                            + name
                            + "', and nothing is registered under that name");
        }
    }

    private static void registered(Module module, String name, @Nullable Tensor value) {
        Member member = Member.of(name, value);
        if (member == null) {
            throw new IllegalArgumentException(
                    module.typeName()
                            + ".setAttribute: '"
                            + name
                            + "' is registered by name, where only a parameter or a buffer can be: a"
                            + " computed tensor needs a field `Tensor "
                            + name
                            + "`");
        }
        if (module instanceof Held held && value != null) {
            held.replace(name, value);
        } else {
            module.registry().put(module, member);
        }
    }

    /**
     * Puts a tensor in the place of a parameter or buffer; where only such can be, one that stands
     * for the tensor.
     */
    static void substitute(Module module, String name, Tensor present, Tensor with) {
        if (module instanceof RNNBase rnn && rnn.hasWeight(name)) {
            rnn.setWeight(name, with);
            return;
        }
        boolean field = !(module instanceof Held) && !module.registry().has(name);
        boolean fits = field ? Fields.of(module).holds(name, with) : Member.of(name, with) != null;
        if (fits && !(present instanceof Parameter && with instanceof Buffer)) {
            set(module, name, with);
        } else {
            set(module, name, present instanceof Buffer ? Buffer.of(with) : Parameter.of(with));
        }
    }
}
