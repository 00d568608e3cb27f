package dev.cresset.nn.utils;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern of parameter paths, as Python's {@code fnmatch}: {@code *} is any text, also with dots,
 * {@code ?} any character, {@code [ab]} one of several, {@code [!ab]} none of them.
 */
final class Glob {
    private final Pattern pattern;

    Glob(String glob) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int end = c == '[' ? glob.indexOf(']', Math.min(i + 2, glob.length())) : -1;
            if (end > 0) {
                String inside = glob.substring(i + 1, end).replace("\\", "\\\\");
                boolean not = inside.startsWith("!");
                out.append(not ? "[^" : "[").append(not ? inside.substring(1) : inside).append(']');
                i = end;
            } else {
                out.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(String.valueOf(c));
                        });
            }
        }
        pattern = Pattern.compile(out.toString(), Pattern.DOTALL);
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    /** Returns the error for a pattern that no parameter matches. */
    static IllegalArgumentException unmatched(String op, String glob, List<String> names) {
        return new IllegalArgumentException(
                op + ": no parameter matches \"" + glob + "\"; parameters are " + names);
    }
}
