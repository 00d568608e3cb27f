package dev.cresset.testkit.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Python expressions: calls, attributes, keywords, literals, lists, tuples, dicts, operators,
 * comparisons, subscripts with slices, comprehensions, conditional expressions, lambdas, f-strings
 * and starred arguments.
 */
public final class Parser {
    /* Precedence climbing; the levels are those of the Python language reference, section 6.17. */
    private static final Map<String, Integer> BINARY =
            Map.ofEntries(
                    Map.entry("|", 1),
                    Map.entry("^", 2),
                    Map.entry("&", 3),
                    Map.entry("<<", 4),
                    Map.entry(">>", 4),
                    Map.entry("+", 5),
                    Map.entry("-", 5),
                    Map.entry("*", 6),
                    Map.entry("/", 6),
                    Map.entry("//", 6),
                    Map.entry("%", 6),
                    Map.entry("@", 6));
    private static final Set<String> COMPARISONS = Set.of("<", ">", "<=", ">=", "==", "!=");
    private static final Set<String> KEYWORDS =
            Set.of("if", "else", "for", "in", "is", "not", "and", "or", "lambda");

    private final String source;
    private final List<Token> tokens;
    private int at;

    private Parser(String source) {
        this.source = source;
        this.tokens = Lexer.tokens(source);
    }

    /**
     * Reads one expression; a comma at the top makes a tuple.
     *
     * @throws PythonSyntaxException if the text is not one
     */
    public static Expr expression(String source) {
        Parser p = new Parser(source);
        Expr e = p.tupleOrTest();
        p.expectEnd();
        return e;
    }

    /**
     * Reads expressions and assignments to a name, separated by semicolons.
     *
     * @throws PythonSyntaxException if the text is something else
     */
    public static List<Expr.Statement> statements(String source) {
        Parser p = new Parser(source);
        List<Expr.Statement> out = new ArrayList<>();
        while (!p.atEnd()) {
            String target = null;
            if (p.peek().kind() == Token.Kind.NAME && p.peek(1).is("=")) {
                target = p.take().text();
                p.take();
            }
            out.add(new Expr.Statement(target, p.tupleOrTest()));
            if (!p.accept(";")) {
                p.expectEnd();
            }
        }
        return out;
    }

    /** Reads a parameter list such as {@code input, dim=None, *, dtype=None}. */
    static List<Signature.Parameter> parameters(String source) {
        Parser p = new Parser(source);
        List<Signature.Parameter> out = new ArrayList<>();
        boolean keywordOnly = false;
        while (!p.atEnd()) {
            if (p.accept("*")) {
                if (p.peek().kind() == Token.Kind.NAME) {
                    out.add(
                            new Signature.Parameter(
                                    p.take().text(), Signature.Kind.REST, true, null));
                }
                keywordOnly = true;
            } else {
                String name = p.name();
                Signature.Kind kind =
                        keywordOnly ? Signature.Kind.KEYWORD : Signature.Kind.POSITIONAL;
                if (p.accept("=")) {
                    Object value = new Interpreter(World.EMPTY).evaluate(p.test());
                    out.add(new Signature.Parameter(name, kind, true, value));
                } else {
                    out.add(new Signature.Parameter(name, kind, false, null));
                }
            }
            if (!p.accept(",")) {
                p.expectEnd();
            }
        }
        return out;
    }

    private Expr tupleOrTest() {
        Expr first = starredOrTest();
        if (!peek().is(",")) {
            return first;
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        while (accept(",")) {
            if (atEnd() || peek().is(")") || peek().is("]") || peek().is(";")) {
                break;
            }
            items.add(starredOrTest());
        }
        return new Expr.TupleOf(items);
    }

    private Expr starredOrTest() {
        return accept("*") ? new Expr.Starred(binary(0)) : test();
    }

    private Expr test() {
        if (acceptWord("lambda")) {
            List<String> parameters = new ArrayList<>();
            while (!accept(":")) {
                parameters.add(name());
                accept(",");
            }
            return new Expr.Lambda(parameters, test());
        }
        Expr then = or();
        if (!acceptWord("if")) {
            return then;
        }
        Expr test = or();
        expectWord("else");
        return new Expr.Conditional(test, then, test());
    }

    private Expr or() {
        Expr left = and();
        while (acceptWord("or")) {
            left = new Expr.Logical("or", left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (acceptWord("and")) {
            left = new Expr.Logical("and", left, not());
        }
        return left;
    }

    private Expr not() {
        return acceptWord("not") ? new Expr.Unary("not", not()) : comparison();
    }

    private Expr comparison() {
        Expr first = binary(0);
        List<String> operators = new ArrayList<>();
        List<Expr> rest = new ArrayList<>();
        for (String op = comparisonOperator(); op != null; op = comparisonOperator()) {
            operators.add(op);
            rest.add(binary(0));
        }
        return operators.isEmpty() ? first : new Expr.Compare(first, operators, rest);
    }

    private @Nullable String comparisonOperator() {
        if (peek().kind() == Token.Kind.OPERATOR && COMPARISONS.contains(peek().text())) {
            return take().text();
        }
        if (acceptWord("in")) {
            return "in";
        }
        if (acceptWord("is")) {
            return acceptWord("not") ? "is not" : "is";
        }
        if (peek().isWord("not") && peek(1).isWord("in")) {
            take();
            take();
            return "not in";
        }
        return null;
    }

    private Expr binary(int level) {
        Expr left = unary();
        while (peek().kind() == Token.Kind.OPERATOR) {
            Integer strength = BINARY.get(peek().text());
            if (strength == null || strength <= level) {
                break;
            }
            String operator = take().text();
            left = new Expr.Binary(operator, left, binary(strength));
        }
        return left;
    }

    private Expr unary() {
        if (peek().is("-") || peek().is("+") || peek().is("~")) {
            return new Expr.Unary(take().text(), unary());
        }
        Expr base = postfix(atom());
        return accept("**") ? new Expr.Binary("**", base, unary()) : base;
    }

    private Expr postfix(Expr start) {
        Expr e = start;
        while (true) {
            if (accept(".")) {
                e = new Expr.Attribute(e, name());
            } else if (accept("(")) {
                e = arguments(e);
            } else if (accept("[")) {
                e = new Expr.Subscript(e, subscript());
            } else {
                return e;
            }
        }
    }

    private Expr arguments(Expr function) {
        List<Expr> positional = new ArrayList<>();
        List<Expr.Keyword> keywords = new ArrayList<>();
        while (!accept(")")) {
            if (accept("**")) {
                keywords.add(new Expr.Keyword(null, test()));
            } else if (peek().kind() == Token.Kind.NAME && peek(1).is("=")) {
                String name = take().text();
                take();
                keywords.add(new Expr.Keyword(name, test()));
            } else {
                Expr e = starredOrTest();
                positional.add(peek().isWord("for") ? comprehension(e) : e);
            }
            if (!peek().is(")")) {
                expect(",");
            }
        }
        return new Expr.Call(function, positional, keywords);
    }

    private Expr subscript() {
        List<Expr> items = new ArrayList<>();
        boolean tuple = false;
        while (!accept("]")) {
            items.add(indexItem());
            if (!peek().is("]")) {
                expect(",");
                tuple = true;
            }
        }
        if (items.isEmpty()) {
            throw error("an empty subscript");
        }
        return tuple ? new Expr.TupleOf(items) : items.getFirst();
    }

    private Expr indexItem() {
        Expr start = peek().is(":") ? null : starredOrTest();
        if (start != null && !peek().is(":")) {
            return start;
        }
        expect(":");
        Expr stop = sliceBound();
        Expr step = accept(":") ? sliceBound() : null;
        return new Expr.SliceOf(start, stop, step);
    }

    private @Nullable Expr sliceBound() {
        return peek().is(":") || peek().is(",") || peek().is("]") ? null : test();
    }

    private Expr atom() {
        Token t = take();
        return switch (t.kind()) {
            case NUMBER -> new Expr.Literal(number(t.text()));
            case STRING, FSTRING -> strings(t);
            case NAME -> nameOrConstant(t);
            case OPERATOR ->
                    switch (t.text()) {
                        case "(" -> parenthesised();
                        case "[" -> list();
                        case "{" -> dict();
                        case "..." -> new Expr.Literal(Ellipsis.ELLIPSIS);
                        default -> throw unexpected(t);
                    };
            case END -> throw unexpected(t);
        };
    }

    private Expr nameOrConstant(Token t) {
        return switch (t.text()) {
            case "True" -> new Expr.Literal(true);
            case "False" -> new Expr.Literal(false);
            case "None" -> new Expr.Literal(null);
            case "Ellipsis" -> new Expr.Literal(Ellipsis.ELLIPSIS);
            default -> {
                if (KEYWORDS.contains(t.text())) {
                    throw unexpected(t);
                }
                yield new Expr.Name(t.text());
            }
        };
    }

    /* Adjacent string literals are one string. */
    private Expr strings(Token first) {
        List<Expr> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        boolean formatted = false;
        for (Token t = first; ; t = take()) {
            if (t.kind() == Token.Kind.FSTRING) {
                formatted = true;
                fields(t.text(), parts);
            } else {
                plain.append(t.text());
                parts.add(new Expr.Literal(t.text()));
            }
            if (peek().kind() != Token.Kind.STRING && peek().kind() != Token.Kind.FSTRING) {
                return formatted ? new Expr.FString(parts) : new Expr.Literal(plain.toString());
            }
        }
    }

    private void fields(String text, List<Expr> parts) {
        StringBuilder literal = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if ((c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
                literal.append(c);
                i += 2;
            } else if (c == '{') {
                int end = fieldEnd(text, i + 1);
                parts.add(new Expr.Literal(literal.toString()));
                literal.setLength(0);
                parts.add(field(text.substring(i + 1, end)));
                i = end + 1;
            } else {
                literal.append(c);
                i++;
            }
        }
        parts.add(new Expr.Literal(literal.toString()));
    }

    private int fieldEnd(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == '}' && depth == 0) {
                return i;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            }
        }
        throw error("an unclosed field in an f-string");
    }

    /* Cut before parsing: what follows the colon is no Python. */
    private static Expr field(String text) {
        int depth = 0;
        int end = text.length();
        for (int i = 0; i < text.length() && end == text.length(); i++) {
            char c = text.charAt(i);
            boolean unequal = c == '!' && i + 1 < text.length() && text.charAt(i + 1) == '=';
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            } else if (depth == 0 && (c == ':' || (c == '!' && !unequal))) {
                end = i;
            }
        }
        Expr value = expression(text.substring(0, end));
        String rest = text.substring(end);
        int colon = rest.indexOf(':');
        String spec = colon < 0 ? "" : rest.substring(colon + 1);
        String conversion =
                rest.startsWith("!") ? rest.substring(1, colon < 0 ? rest.length() : colon) : null;
        return new Expr.Formatted(value, conversion, spec);
    }

    private Expr parenthesised() {
        if (accept(")")) {
            return new Expr.TupleOf(List.of());
        }
        Expr e = tupleOrTest();
        if (peek().isWord("for")) {
            e = comprehension(e);
        }
        expect(")");
        return e;
    }

    private Expr list() {
        List<Expr> items = new ArrayList<>();
        while (!accept("]")) {
            Expr e = starredOrTest();
            if (peek().isWord("for")) {
                Expr all = comprehension(e);
                expect("]");
                return all;
            }
            items.add(e);
            if (!peek().is("]")) {
                expect(",");
            }
        }
        return new Expr.ListOf(items);
    }

    private Expr dict() {
        List<Expr.Entry> entries = new ArrayList<>();
        while (!accept("}")) {
            Expr key = test();
            expect(":");
            Expr value = test();
            if (peek().isWord("for")) {
                Expr all = new Expr.DictComprehension(key, value, clauses());
                expect("}");
                return all;
            }
            entries.add(new Expr.Entry(key, value));
            if (!peek().is("}")) {
                expect(",");
            }
        }
        return new Expr.DictOf(entries);
    }

    private Expr comprehension(Expr element) {
        return new Expr.ListComprehension(element, clauses());
    }

    private List<Expr.For> clauses() {
        List<Expr.For> out = new ArrayList<>();
        while (acceptWord("for")) {
            Expr target = target();
            expectWord("in");
            Expr iterable = or();
            List<Expr> conditions = new ArrayList<>();
            while (acceptWord("if")) {
                conditions.add(or());
            }
            out.add(new Expr.For(target, iterable, conditions));
        }
        return out;
    }

    private Expr target() {
        boolean parenthesised = accept("(");
        Expr first = new Expr.Name(name());
        List<Expr> items = new ArrayList<>(List.of(first));
        while (accept(",")) {
            items.add(new Expr.Name(name()));
        }
        if (parenthesised) {
            expect(")");
        }
        return items.size() == 1 ? first : new Expr.TupleOf(items);
    }

    private static Object number(String text) {
        if (text.length() > 1 && text.charAt(0) == '0' && Character.isLetter(text.charAt(1))) {
            char base = Character.toLowerCase(text.charAt(1));
            return Long.parseLong(text.substring(2), base == 'x' ? 16 : base == 'o' ? 8 : 2);
        }
        if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return Double.parseDouble(text);
        }
        BigInteger n = new BigInteger(text);
        return n.bitLength() < 64 ? (Object) n.longValueExact() : n;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    private Token take() {
        Token t = tokens.get(at);
        if (t.kind() != Token.Kind.END) {
            at++;
        }
        return t;
    }

    private boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    private boolean accept(String operator) {
        boolean yes = peek().is(operator);
        if (yes) {
            at++;
        }
        return yes;
    }

    private boolean acceptWord(String word) {
        boolean yes = peek().isWord(word);
        if (yes) {
            at++;
        }
        return yes;
    }

    private void expect(String operator) {
        if (!accept(operator)) {
            throw error("expected '" + operator + "'");
        }
    }

    private void expectWord(String word) {
        if (!acceptWord(word)) {
            throw error("expected '" + word + "'");
        }
    }

    private void expectEnd() {
        if (!atEnd()) {
            throw unexpected(peek());
        }
    }

    private String name() {
        Token t = take();
        if (t.kind() != Token.Kind.NAME) {
            throw unexpected(t);
        }
        return t.text();
    }

    private PythonSyntaxException unexpected(Token t) {
        String what = t.kind() == Token.Kind.END ? "end of text" : "'" + t.text() + "'";
        return new PythonSyntaxException("unexpected " + what, source, t.start());
    }

    private PythonSyntaxException error(String why) {
        return new PythonSyntaxException(why, source, peek().start());
    }
}
