package dev.cresset.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void valuesBecomeJavaObjects() throws Json.SyntaxException {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        expected.put("a", Arrays.asList(1L, -0.5, 1e3, true, false, null));
        expected.put("", Map.of());
        assertThat(parse(" {\"a\" : [1, -0.5, 1e3, true, false, null],\n\"\":{}}\t"))
                .isEqualTo(expected);
    }

    @Test
    void integersBeyond64BitsBecomeDoubles() throws Json.SyntaxException {
        assertThat(parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(parse("9223372036854775808")).isEqualTo(0x1p63);
        assertThat(parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void escapesAndUnicodeAreRead() throws Json.SyntaxException {
        assertThat(parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9 é \\ud83d\\ude00 😀\""))
                .isEqualTo("\"\\/\b\f\n\r\té é 😀 😀");
    }

    @Test
    void quoteIsTheInverseOfParse() throws Json.SyntaxException {
        String s = "a\"\\\n\r\t\u0001é😀/";
        assertThat(parse(Json.quote(s))).isEqualTo(s);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nan",
                "NaN",
                "Infinity",
                "-",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "tru",
                "'a'",
                "[1,]",
                "[1 2]",
                "[",
                "{\"a\":1,}",
                "{\"a\"}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\ud800\"",
                "\"\t\"",
                "\ufeff{}",
                "/**/1"
            })
    void whatIsNotStrictJsonIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(Json.SyntaxException.class);
    }

    @Test
    void invalidUtf8IsRefused() {
        assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xff, '"'}))
                .isInstanceOf(Json.SyntaxException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void deepNestingIsRefusedWithoutRecursingThatDeep() throws Json.SyntaxException {
        String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        assertThat(parse(deepest)).isNotNull();
        assertThatThrownBy(() -> parse("[".repeat(1_000_000)))
                .isInstanceOf(Json.SyntaxException.class)
                .hasMessageContaining("deeper than");
    }

    private static @Nullable Object parse(String text) throws Json.SyntaxException {
        return Json.parse(text.getBytes(UTF_8));
    }
}
