package dev.cresset.op;

import java.util.Locale;

/** How the names of op constants are written elsewhere. */
final class Names {
    private Names() {}

    /** Returns {@code logicalNot} for {@code LOGICAL_NOT}. */
    static String lowerCamelCase(String constant) {
        StringBuilder out = new StringBuilder();
        for (String word : constant.split("_", -1)) {
            String lower = word.toLowerCase(Locale.ROOT);
            out.append(
                    out.isEmpty()
                            ? lower
                            : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
        }
        return out.toString();
    }
}
