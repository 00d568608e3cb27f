package dev.cresset.testkit.golden;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which cases to run.
 *
 * @param parts the names of the parts; empty means all
 * @param name what a case's name must match, null means any
 */
public record Selection(Set<String> parts, @Nullable Pattern name) {
    /** Every case. */
    public static final Selection ALL = new Selection(Set.of(), null);

    /** Returns whether a part is selected. */
    boolean hasPart(String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    /** Returns whether a case is selected. */
    boolean hasCase(String caseName) {
        return name == null || name.matcher(caseName).matches();
    }

    /**
     * Returns the pattern of a shell-like glob: {@code *} any characters, {@code ?} one, all else
     * itself. A glob without wildcards also matches names that go on after it with a space.
     */
    public static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        boolean plain = glob.indexOf('*') < 0 && glob.indexOf('?') < 0;
        return Pattern.compile(regex + (plain ? "(?: .*)?" : ""), Pattern.DOTALL);
    }
}
