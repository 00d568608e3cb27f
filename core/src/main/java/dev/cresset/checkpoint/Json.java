package dev.cresset.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A strict JSON reader (RFC 8259) for the headers of checkpoint files.
 *
 * <p>Objects become {@code LinkedHashMap<String, Object>}, arrays {@code List<Object>}, numbers
 * {@code Long} if they are written as integers that fit and {@code Double} otherwise, literals
 * {@code Boolean} and {@code null}. Keys must be unique within their object; nesting is limited to
 * {@value #MAX_DEPTH}; NaN, comments, trailing commas, byte order marks and lone surrogates are
 * refused.
 */
final class Json {
    /** The deepest nesting of arrays and objects that is read. */
    static final int MAX_DEPTH = 128;

    /** Says what is wrong with a text, and at which byte. */
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int offset;

        private SyntaxException(int offset, String message) {
            super(message);
            this.offset = offset;
        }

        /** Returns the position in bytes. */
        int offset() {
            return offset;
        }
    }

    private final byte[] text;
    private int at;

    private Json(byte[] text) {
        this.text = text;
    }

    /**
     * Reads one JSON value in UTF-8 that fills the text, white space aside.
     *
     * @throws SyntaxException if the text is not strict JSON
     */
    static @Nullable Object parse(byte[] text) throws SyntaxException {
        Json json = new Json(text);
        Object value = json.value(0);
        json.skipSpace();
        if (json.at < text.length) {
            throw json.fail("there is text after the end of the value");
        }
        return value;
    }

    /**
     * Returns maps, lists, strings, numbers, truth values and null as JSON text.
     *
     * @throws IllegalArgumentException if a value is of another class, or no finite number
     */
    static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case String s -> out.append(quote(s));
            case Boolean b -> out.append(b);
            case Long n -> out.append(n);
            case Double x when Double.isFinite(x) -> out.append(x);
            case Map<?, ?> map -> {
                out.append('{');
                map.forEach((k, v) -> {
                    out.append(out.charAt(out.length() - 1) == '{' ? "" : ",");
                    out.append(quote(String.valueOf(k))).append(':');
                    write(v, out);
                });
                out.append('}');
            }
            case List<?> list -> {
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    write(list.get(i), out);
                }
                out.append(']');
            }
            default -> throw new IllegalArgumentException("json: " + value.getClass().getName());
        }
    }

    /**
     * Returns a string as a JSON literal with quotes; everything but ASCII controls stays as it is.
     */
    static String quote(String s) {
        StringBuilder out = new StringBuilder(s.length() + 2).append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    private @Nullable Object value(int depth) throws SyntaxException {
        skipSpace();
        int c = peek();
        return switch (c) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> {
                if (c == '-' || isDigit(c)) {
                    yield number();
                }
                throw fail(c < 0 ? "the text ends where a value was expected" : "expected a value");
            }
        };
    }

    private Map<String, @Nullable Object> object(int depth) throws SyntaxException {
        open(depth);
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        skipSpace();
        if (take('}')) {
            return out;
        }
        do {
            skipSpace();
            int start = at;
            if (peek() != '"') {
                throw fail("expected a key in double quotes");
            }
            String key = string();
            skipSpace();
            if (!take(':')) {
                throw fail("expected ':' after the key " + quote(key));
            }
            if (out.containsKey(key)) {
                at = start;
                throw fail("the key " + quote(key) + " occurs twice");
            }
            out.put(key, value(depth));
            skipSpace();
        } while (take(','));
        if (!take('}')) {
            throw fail("expected ',' or '}'");
        }
        return out;
    }

    private List<@Nullable Object> array(int depth) throws SyntaxException {
        open(depth);
        List<@Nullable Object> out = new ArrayList<>();
        skipSpace();
        if (take(']')) {
            return out;
        }
        do {
            out.add(value(depth));
            skipSpace();
        } while (take(','));
        if (!take(']')) {
            throw fail("expected ',' or ']'");
        }
        return out;
    }

    private void open(int depth) throws SyntaxException {
        if (depth > MAX_DEPTH) {
            throw fail("the nesting is deeper than " + MAX_DEPTH);
        }
        at++;
    }

    private String string() throws SyntaxException {
        int start = ++at;
        StringBuilder out = null;
        while (true) {
            int c = peek();
            if (c < 0) {
                throw fail("the text ends within a string");
            }
            if (c < 0x20) {
                throw fail("a string holds a control character");
            }
            if (c == '"') {
                String run = utf8(start, at++);
                return out == null ? run : checkSurrogates(out.append(run).toString());
            }
            if (c != '\\') {
                at++;
                continue;
            }
            out = (out == null ? new StringBuilder() : out).append(utf8(start, at));
            at++;
            out.append(escaped());
            start = at;
        }
    }

    private char escaped() throws SyntaxException {
        int c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(peek(), 16);
                    if (digit < 0) {
                        throw fail("\\u needs four hexadecimal digits");
                    }
                    code = code << 4 | digit;
                    at++;
                }
                yield (char) code;
            }
            default -> {
                at--;
                throw fail("a string holds an unknown escape");
            }
        };
    }

    private String checkSurrogates(String s) throws SyntaxException {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < s.length()
                    && Character.isLowSurrogate(s.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw fail("a string holds a lone surrogate");
            }
        }
        return s;
    }

    private String utf8(int from, int to) throws SyntaxException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fail("a string is not valid UTF-8");
        }
    }

    private Number number() throws SyntaxException {
        int start = at;
        take('-');
        if (!take('0')) {
            digits();
        }
        boolean integer = true;
        if (take('.')) {
            integer = false;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            integer = false;
            at++;
            if (!take('+')) {
                take('-');
            }
            digits();
        }
        String s = new String(text, start, at - start, StandardCharsets.US_ASCII);
        if (integer && s.length() <= 20) {
            try {
                return Long.valueOf(s);
            } catch (NumberFormatException tooLarge) {
                return Double.valueOf(s);
            }
        }
        return Double.valueOf(s);
    }

    private void digits() throws SyntaxException {
        if (!isDigit(peek())) {
            throw fail("expected a digit");
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private <T extends @Nullable Object> T literal(String word, T value) throws SyntaxException {
        for (int i = 0; i < word.length(); i++) {
            if (!take(word.charAt(i))) {
                throw fail("expected " + word);
            }
        }
        return value;
    }

    private boolean take(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private int peek() {
        return at < text.length ? text[at] & 0xff : -1;
    }

    private void skipSpace() {
        while (at < text.length
                && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private SyntaxException fail(String message) {
        return new SyntaxException(Math.min(at, text.length), message);
    }
}
