package dev.cresset;

import static dev.cresset.PythonText.fixed;
import static dev.cresset.PythonText.orderedDict;
import static dev.cresset.PythonText.repr;
import static dev.cresset.PythonText.str;
import static dev.cresset.PythonText.tuple;
import static dev.cresset.PythonText.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CPython 3.11 prints; each expected text was taken from it. */
class PythonTextTest {
    private static final class State extends LinkedHashMap<String, Object>
            implements PythonText.OrderedDict<String, Object> {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "3.0, 3.0",
        "100.0, 100.0",
        "0.0, 0.0",
        "-0.0, -0.0",
        "1e-5, 1e-05",
        "1e-4, 0.0001",
        "0.00012345, 0.00012345",
        "-1.5e-7, -1.5e-07",
        "1e15, 1000000000000000.0",
        "9999999999999998.0, 9999999999999998.0",
        "1e16, 1e+16",
        "1.2345e16, 1.2345e+16",
        "123456789012345680.0, 1.2345678901234568e+17",
        "9007199254740993.0, 9007199254740992.0",
        "1e22, 1e+22",
        "1e23, 1e+23",
        "2e23, 2e+23",
        "1e100, 1e+100",
        "5e-324, 5e-324",
        "1e-323, 1e-323",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "0.3333333333333333, 0.3333333333333333",
        "12345678.9, 12345678.9",
        "Infinity, inf",
        "-Infinity, -inf",
        "NaN, nan"
    })
    void doublesAreWrittenWithTheFewestDigitsThatReadBack(double value, String expected) {
        assertThat(repr(value)).isEqualTo(expected);
        assertThat(str(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.10000000149011612",
        "2.345, 2.3450000286102295",
        "3.14159265, 3.1415927410125732",
        "1e-5, 9.999999747378752e-06",
        "16777216, 16777216.0",
        "3.4028235e38, 3.4028234663852886e+38",
        "1e-45, 1.401298464324817e-45"
    })
    void floatsAreWidenedAsItemDoes(float value, String expected) {
        assertThat(repr(value)).isEqualTo(expected);
    }

    @Test
    void fixedRoundsTheExactValueHalfToEven() {
        assertThat(fixed(0.125, 2)).isEqualTo("0.12");
        assertThat(fixed(0.375, 2)).isEqualTo("0.38");
        assertThat(fixed(2.675, 2)).isEqualTo("2.67");
        assertThat(fixed(2.5, 0)).isEqualTo("2");
        assertThat(fixed(-0.00001, 4)).isEqualTo("-0.0000");
        assertThat(fixed(1e22, 1)).isEqualTo("10000000000000000000000.0");
        assertThat(fixed(Double.NaN, 3)).isEqualTo("nan");
        assertThat(fixed(Double.NEGATIVE_INFINITY, 3)).isEqualTo("-inf");
        assertThatThrownBy(() -> fixed(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fixed: digits must be 0 or greater, but is -1");
    }

    @Test
    void integersTruthValuesAndNone() {
        assertThat(str(null, true, false, (byte) -1, (short) 2, 3, 4L, BigInteger.TWO.pow(70)))
                .isEqualTo("None True False -1 2 3 4 1180591620717411303424");
        assertThat(str((Object) null)).isEqualTo("None");
        assertThat(str((Object[]) null)).isEqualTo("None");
        assertThat(str()).isEmpty();
    }

    @Test
    void stringsAreQuotedInsideContainersOnly() {
        assertThat(str("it's", 'c', List.of("x", 'c'))).isEqualTo("it's c ['x', 'c']");
    }

    @Test
    void quotesFollowThePythonRule() {
        assertThat(repr("")).isEqualTo("''");
        assertThat(repr("a")).isEqualTo("'a'");
        assertThat(repr("it's")).isEqualTo("\"it's\"");
        assertThat(repr("say \"hi\"")).isEqualTo("'say \"hi\"'");
        assertThat(repr("both ' and \"")).isEqualTo("'both \\' and \"'");
    }

    @Test
    void whatCannotBePrintedIsEscaped() {
        assertThat(repr("tab\tnew\nret\r")).isEqualTo("'tab\\tnew\\nret\\r'");
        assertThat(repr("back\\slash")).isEqualTo("'back\\\\slash'");
        assertThat(repr("\u0000\u001f\u007f")).isEqualTo("'\\x00\\x1f\\x7f'");
        assertThat(repr("é ü 日本 😀")).isEqualTo("'é ü 日本 😀'");
        assertThat(repr("\u00a0\u00ad\u200b\u2028\ue000\udb40\udc01"))
                .isEqualTo("'\\xa0\\xad\\u200b\\u2028\\ue000\\U000e0001'");
        assertThat(repr("\ud800x")).isEqualTo("'\\ud800x'");
    }

    @Test
    void listsTuplesAndSets() {
        assertThat(str(List.of(), List.of(1, "x"), Arrays.asList(null, 0.5)))
                .isEqualTo("[] [1, 'x'] [None, 0.5]");
        assertThat(str(tuple(), tuple(1), tuple("a", null), tuple(tuple(2.0))))
                .isEqualTo("() (1,) ('a', None) ((2.0,),)");
        assertThat(repr(new Object[] {1, new int[] {2}, new double[] {0.5, 1}}))
                .isEqualTo("(1, (2,), (0.5, 1.0))");
        assertThat(str(Set.of(), new LinkedHashSet<>(List.of("a", "b"))))
                .isEqualTo("set() {'a', 'b'}");
    }

    @Test
    void aTupleKeepsItsItems() {
        var items = new java.util.ArrayList<>(List.of(1, 2));
        var tuple = new PythonText.Tuple(items);
        items.clear();
        assertThat(tuple).hasToString("(1, 2)").isEqualTo(tuple(1, 2));
    }

    @Test
    void dictionaries() {
        Map<Object, Object> dict = new LinkedHashMap<>();
        assertThat(repr(dict)).isEqualTo("{}");
        dict.put("lr", 0.1);
        dict.put(2, List.of(true));
        assertThat(repr(dict)).isEqualTo("{'lr': 0.1, 2: [True]}");
        assertThat(repr(List.copyOf(dict.entrySet()))).isEqualTo("[('lr', 0.1), (2, [True])]");
    }

    @Test
    void orderedDictsByTypeOrByWrapping() {
        State state = new State();
        assertThat(repr(state)).isEqualTo("OrderedDict()");
        state.put("a", 1);
        state.put("b", tuple(2.0));
        String expected = "OrderedDict([('a', 1), ('b', (2.0,))])";
        assertThat(repr(state)).isEqualTo(expected);
        assertThat(str(Map.of("s", state))).isEqualTo("{'s': " + expected + "}");
        assertThat(orderedDict(new TreeMap<>(state))).hasToString(expected);
        assertThat(str(orderedDict(new TreeMap<>()))).isEqualTo("OrderedDict()");
    }

    @Test
    void classesAndObjectsWithATextOfTheirOwn() {
        assertThat(str("w", type("torch.nn.parameter.Parameter")))
                .isEqualTo("w <class 'torch.nn.parameter.Parameter'>");
        assertThat(repr(List.of(type("generator"), Shape.of(2, 3), DType.FLOAT32)))
                .isEqualTo("[<class 'generator'>, torch.Size([2, 3]), torch.float32]");
    }
}
