package dev.cresset.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a mistyped key was meant to be. */
final class NearestKey {
    /** More questions than this help nobody. */
    private static final int MAX_SUGGESTIONS = 10;

    private NearestKey() {}

    /** Returns a question for each key that resembles one of the candidates. */
    static List<String> suggestions(Collection<String> keys, Collection<String> candidates) {
        List<String> out = new ArrayList<>();
        String prefix = commonPrefix(keys, candidates);
        if (!prefix.isEmpty()) {
            out.add("did you mean the keys without \"" + prefix + "\"?");
            return out;
        }
        for (String key : keys) {
            if (out.size() == MAX_SUGGESTIONS) {
                break;
            }
            String best = nearest(key, candidates);
            if (best != null) {
                out.add("did you mean \"" + best + "\" by \"" + key + "\"?");
            }
        }
        return out;
    }

    /**
     * Returns the start up to a dot without which all keys are candidates, empty if there is none.
     */
    private static String commonPrefix(Collection<String> keys, Collection<String> candidates) {
        String first = keys.isEmpty() ? "" : keys.iterator().next();
        for (int dot = first.indexOf('.'); dot >= 0; dot = first.indexOf('.', dot + 1)) {
            String prefix = first.substring(0, dot + 1);
            if (keys.stream()
                    .allMatch(k ->
                            k.startsWith(prefix)
                                    && candidates.contains(k.substring(prefix.length())))) {
                return prefix;
            }
        }
        return "";
    }

    /**
     * Returns the candidate with the fewest edits, null if that is more than a third of the key.
     */
    static @Nullable String nearest(String key, Collection<String> candidates) {
        String best = null;
        int least = Math.max(2, key.length() / 3) + 1;
        for (String c : candidates) {
            if (Math.abs(c.length() - key.length()) >= least) {
                continue;
            }
            int d = edits(key, c);
            if (d < least) {
                least = d;
                best = c;
            }
        }
        return best;
    }

    /** Returns the number of insertions, deletions and replacements between two texts. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
