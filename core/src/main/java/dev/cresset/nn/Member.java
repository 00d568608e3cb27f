package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import org.jspecify.annotations.Nullable;

/** Something registered in a module under a name; its value may be absent. */
sealed interface Member {
    /** Returns the name, without dots. */
    String name();

    /** Returns what is registered. */
    @Nullable Object value();

    /** A parameter. */
    record OfParameter(String name, @Nullable Parameter value) implements Member {}

    /** A buffer. */
    record OfBuffer(String name, @Nullable Buffer value) implements Member {}

    /** A child. */
    record OfModule(String name, @Nullable Module value) implements Member {}

    /** Returns PyTorch's word for the kind. */
    default String kind() {
        return switch (this) {
            case OfParameter p -> "parameter";
            case OfBuffer b -> "buffer";
            case OfModule m -> "module";
        };
    }

    /** Returns a member for a value, null if such values are not registered. */
    static @Nullable Member of(String name, @Nullable Object value) {
        return switch (value) {
            case Parameter p -> new OfParameter(name, p);
            case Buffer b -> new OfBuffer(name, b);
            case Module m -> new OfModule(name, m);
            case null, default -> null;
        };
    }
}
