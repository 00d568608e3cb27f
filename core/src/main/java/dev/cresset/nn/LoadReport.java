package dev.cresset.nn;

import dev.cresset.PythonText;
import java.util.List;

/**
 * What {@link Module#loadStateDict} found.
 *
 * @param missingKeys what the module has and the state dict has not
 * @param unexpectedKeys what the state dict has and the module has not
 */
public record LoadReport(List<String> missingKeys, List<String> unexpectedKeys) {
    /** Copies the lists. */
    public LoadReport {
        missingKeys = List.copyOf(missingKeys);
        unexpectedKeys = List.copyOf(unexpectedKeys);
    }

    /** Returns whether no key was missing or unexpected. */
    public boolean allKeysMatched() {
        return missingKeys.isEmpty() && unexpectedKeys.isEmpty();
    }

    /** Returns PyTorch's text: {@code <All keys matched successfully>}, or both lists. */
    @Override
    public String toString() {
        return allKeysMatched()
                ? "<All keys matched successfully>"
                : "_IncompatibleKeys(missing_keys="
                        + PythonText.repr(missingKeys)
                        + ", unexpected_keys="
                        + PythonText.repr(unexpectedKeys)
                        + ")";
    }
}
