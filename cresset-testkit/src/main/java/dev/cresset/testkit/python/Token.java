package dev.cresset.testkit.python;

/**
 * A piece of Python source.
 *
 * @param kind what it is
 * @param text its characters; of a string, the decoded contents
 * @param start where it begins in the source
 * @param spaced whether white space comes before it
 */
record Token(Kind kind, String text, int start, boolean spaced) {
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        FSTRING,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }
}
