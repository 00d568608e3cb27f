package dev.cresset.cli;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names that match one of several globs; all names if there are none. */
final class NameFilter implements Predicate<String> {
    private final List<Pattern> patterns;

    /** Takes globs: {@code *} is any characters, {@code ?} one, all else itself. */
    NameFilter(List<String> globs) {
        patterns = globs.stream().map(NameFilter::pattern).toList();
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        glob.chars()
                .forEach(c -> {
                    switch (c) {
                        case '*' -> regex.append(".*");
                        case '?' -> regex.append('.');
                        default -> regex.append(Pattern.quote(String.valueOf((char) c)));
                    }
                });
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    @Override
    public boolean test(String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(p -> p.matcher(name).matches());
    }
}
