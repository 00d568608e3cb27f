package dev.cresset.testkit.python;

import java.util.ArrayList;
import java.util.List;

/** Cuts Python source into tokens. Line breaks count as white space; {@code #} starts a comment. */
final class Lexer {
    private static final List<String> OPERATORS =
            List.of(
                    "...", "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "->", "+", "-", "*", "/",
                    "%", "@", "&", "|", "^", "~", "<", ">", "(", ")", "[", "]", "{", "}", ",", ":",
                    ".", ";", "=", "!");

    private final String source;
    private int at;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        Lexer lexer = new Lexer(source);
        List<Token> out = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            out.add(token);
        } while (token.kind() != Token.Kind.END);
        return out;
    }

    private Token next() {
        int before = at;
        while (at < source.length() && (Character.isWhitespace(peek(0)) || peek(0) == '#')) {
            if (peek(0) == '#') {
                while (at < source.length() && peek(0) != '\n') {
                    at++;
                }
            } else {
                at++;
            }
        }
        boolean spaced = at > before;
        int start = at;
        if (at == source.length()) {
            return new Token(Token.Kind.END, "", start, spaced);
        }
        char c = peek(0);
        if (c == '"' || c == '\'') {
            return new Token(Token.Kind.STRING, string(false), start, spaced);
        }
        if (Character.isDigit(c) || (c == '.' && Character.isDigit(peek(1)))) {
            return new Token(Token.Kind.NUMBER, number(), start, spaced);
        }
        if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            return word(start, spaced);
        }
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                at += operator.length();
                return new Token(Token.Kind.OPERATOR, operator, start, spaced);
            }
        }
        throw new PythonSyntaxException("unexpected '" + c + "'", source, at);
    }

    private Token word(int start, boolean spaced) {
        while (at < source.length()
                && (Character.isUnicodeIdentifierPart(peek(0)) || peek(0) == '_')) {
            at++;
        }
        String word = source.substring(start, at);
        if (at < source.length() && (peek(0) == '"' || peek(0) == '\'')) {
            if (word.equalsIgnoreCase("f")) {
                return new Token(Token.Kind.FSTRING, string(true), start, spaced);
            }
            if (word.equalsIgnoreCase("r")) {
                return new Token(Token.Kind.STRING, string(true), start, spaced);
            }
        }
        return new Token(Token.Kind.NAME, word, start, spaced);
    }

    private String number() {
        int start = at;
        if (peek(0) == '0' && "xXbBoO".indexOf(peek(1)) >= 0) {
            at += 2;
            while (Character.isLetterOrDigit(peek(0)) || peek(0) == '_') {
                at++;
            }
            return source.substring(start, at).replace("_", "");
        }
        digits();
        if (peek(0) == '.') {
            at++;
            digits();
        }
        if (peek(0) == 'e' || peek(0) == 'E') {
            int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            if (Character.isDigit(peek(1 + sign))) {
                at += 1 + sign;
                digits();
            }
        }
        if (Character.isLetter(peek(0)) && !source.startsWith("if", at)) {
            throw new PythonSyntaxException("a letter follows a number", source, at);
        }
        return source.substring(start, at).replace("_", "");
    }

    private void digits() {
        while (Character.isDigit(peek(0)) || (peek(0) == '_' && Character.isDigit(peek(1)))) {
            at++;
        }
    }

    private String string(boolean raw) {
        char quote = peek(0);
        String end = String.valueOf(quote).repeat(3);
        if (!source.startsWith(end, at)) {
            end = String.valueOf(quote);
        }
        int start = at;
        at += end.length();
        StringBuilder out = new StringBuilder();
        while (!source.startsWith(end, at)) {
            if (at >= source.length()) {
                throw new PythonSyntaxException("unclosed string", source, start);
            }
            char c = peek(0);
            at++;
            out.append(c == '\\' && !raw ? escape() : String.valueOf(c));
        }
        at += end.length();
        return out.toString();
    }

    private String escape() {
        char c = peek(0);
        at++;
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '0' -> "\0";
            case '\n' -> "";
            case '\\', '\'', '"' -> String.valueOf(c);
            case 'x' -> codePoint(2);
            case 'u' -> codePoint(4);
            default -> "\\" + c;
        };
    }

    private String codePoint(int digits) {
        String hex = source.substring(at, Math.min(at + digits, source.length()));
        at += hex.length();
        return Character.toString(Integer.parseInt(hex, 16));
    }

    private char peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : '\0';
    }
}
