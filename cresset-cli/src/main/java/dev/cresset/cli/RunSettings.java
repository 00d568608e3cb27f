package dev.cresset.cli;

import dev.cresset.train.Stateful;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings that a resumed run must share with the one it goes on with. */
record RunSettings(Map<String, Object> values) implements Stateful {
    @Override
    public Map<String, @Nullable Object> stateDict() {
        return new LinkedHashMap<>(new TreeMap<>(values));
    }

    @Override
    public void loadStateDict(Map<?, ?> saved) {
        List<String> differing = new ArrayList<>();
        new TreeMap<>(values)
                .forEach((name, value) -> {
                    Object other = saved.get(name);
                    boolean same =
                            (value instanceof Number a && other instanceof Number b)
                                    ? a.doubleValue() == b.doubleValue()
                                    : value.equals(other);
                    if (!same) {
                        differing.add(name + " is " + value + " here, but was " + other);
                    }
                });
        if (!differing.isEmpty()) {
            throw new IllegalArgumentException(
                    "the saved run has other settings: " + String.join("; ", differing));
        }
    }
}
