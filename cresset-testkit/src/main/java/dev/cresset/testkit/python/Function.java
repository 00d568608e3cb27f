package dev.cresset.testkit.python;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that a Python expression can call. */
@FunctionalInterface
public interface Function {
    /** Calls it with positional and keyword arguments, in the order written. */
    @Nullable Object call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs);
}
