package dev.cresset.optim;

import dev.cresset.PythonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A schedule's state dict that is being read. */
record SavedSchedule(String schedule, Map<?, ?> values) {
    /** Settings that follow from the number of steps are no settings of the user. */
    private static final List<String> DERIVED = List.of("T_i", "T_cur");

    void checkSame(SequencedMap<String, @Nullable Object> settings) {
        List<String> differing = new ArrayList<>();
        settings.forEach((key, own) -> {
            if (values.containsKey(key) && !DERIVED.contains(key)) {
                Object other = values.get(key);
                boolean same =
                        (own instanceof Number a && other instanceof Number b)
                                ? a.doubleValue() == b.doubleValue()
                                : PythonText.repr(own).equals(PythonText.repr(other));
                if (!same) {
                    differing.add(
                            key
                                    + " is "
                                    + PythonText.repr(own)
                                    + ", saved was "
                                    + PythonText.repr(other));
                }
            }
        });
        if (!differing.isEmpty()) {
            throw new IllegalArgumentException(
                    schedule + ": the saved state is of another schedule: " + differing);
        }
    }

    int integer(String key) {
        return (int) number(key);
    }

    double number(String key) {
        if (values.get(key) instanceof Number n) {
            return n.doubleValue();
        }
        throw missing(key, "number");
    }

    List<Double> rates(String key) {
        if (!(values.get(key) instanceof List<?> list)) {
            throw missing(key, "list of rates");
        }
        List<Double> out = new ArrayList<>();
        for (Object value : list) {
            if (!(value instanceof Number n)) {
                throw missing(key, "list of rates");
            }
            out.add(n.doubleValue());
        }
        return List.copyOf(out);
    }

    Map<?, ?> part(String key, int index) {
        if (values.get(key) instanceof List<?> list
                && index < list.size()
                && list.get(index) instanceof Map<?, ?> map) {
            return map;
        }
        throw missing(key, "list of states");
    }

    private IllegalArgumentException missing(String key, String kind) {
        return new IllegalArgumentException(
                schedule
                        + ": the saved state has no "
                        + kind
                        + " '"
                        + key
                        + "'; keys are "
                        + values.keySet());
    }
}
