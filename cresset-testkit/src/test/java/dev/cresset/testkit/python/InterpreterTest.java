package dev.cresset.testkit.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.PythonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpreterTest {
    /** Knows {@code range}, {@code str} and {@code call}, which returns its arguments. */
    private static final World WORLD =
            new World() {
                @Override
                public Object name(String id) {
                    return switch (id) {
                        case "range" ->
                                (Function)
                                        (args, kwargs) ->
                                                LongStream.range(0, (Long) args.get(0))
                                                        .boxed()
                                                        .toList();
                        case "str" -> (Function) (args, kwargs) -> PythonText.str(args.get(0));
                        case "call" ->
                                (Function)
                                        (args, kwargs) -> {
                                            Map<Object, Object> all = new LinkedHashMap<>(kwargs);
                                            for (int i = 0; i < args.size(); i++) {
                                                all.put((long) i, args.get(i));
                                            }
                                            return all;
                                        };
                        default -> throw new UnknownNameException(id);
                    };
                }

                @Override
                public String format(
                        @Nullable Object value, @Nullable String conversion, String spec) {
                    return spec.isEmpty() ? PythonText.str(value) : value + "|" + spec;
                }
            };

    private static String value(String source) {
        return PythonText.repr(new Interpreter(WORLD).evaluate(Parser.expression(source)));
    }

    /** The right column is what CPython prints for repr(left). */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            commentCharacter = '#',
            textBlock =
                    """
                    1 + 2 * 3 -> 7
                    -2 ** 2 -> -4
                    2 ** -1 -> 0.5
                    2 ** 3 ** 2 -> 512
                    7 // -2 -> -4
                    7 % -2 -> -1
                    1 / 4 -> 0.25
                    5 ** .5 -> 2.23606797749979
                    (1 << 4) | 3 & 2 -> 18
                    not 1 == 2 -> True
                    1 < 2 < 3 -> True
                    1 < 2 > 3 -> False
                    0 or 5 -> 5
                    3 and 0 -> 0
                    1 if 0 else 2 -> 2
                    [1, *[2, 3]] -> [1, 2, 3]
                    (1,) -> (1,)
                    () -> ()
                    1, 2 -> (1, 2)
                    [1, 2, 3, 4][1:3] -> [2, 3]
                    [1, 2, 3, 4][::-1] -> [4, 3, 2, 1]
                    (1, 2, 3)[-1] -> 3
                    [0] * 3 -> [0, 0, 0]
                    {'a': 1}['a'] -> 1
                    [i * i for i in range(4) if i % 2] -> [1, 9]
                    [a for a, b in [(1, 2), (3, 4)]] -> [1, 3]
                    [(i, j) for i in range(2) for j in range(2)] -> [(0, 0), (0, 1), (1, 0), (1, 1)]
                    {str(i): i for i in range(2)} -> {'0': 0, '1': 1}
                    [1 for _ in range(2)]*2 -> [1, 1, 1, 1]
                    call(1, k=2) -> {'k': 2, 0: 1}
                    call(*[5, 6], **{'z': 1}) -> {'z': 1, 0: 5, 1: 6}
                    (lambda x, y: x - y)(5, 3) -> 2
                    f'{1 + 1} of {[3]}!' -> '2 of [3]!'
                    f'{1:.3f}{{}}' -> '1|.3f{}'
                    'a' 'b' -> 'ab'
                    "q" + 'r' -> 'qr'
                    None is None -> True
                    2 in [1, 2] -> True
                    3 not in (1, 2) -> True
                    0x10 -> 16
                    1e-3 -> 0.001
                    2 ** 70 -> 1180591620717411303424
                    """)
    void evaluatesAsPythonDoes(String source, String expected) {
        assertThat(value(source)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1 +", "f(", "a b", "[1, 2", "x[]", "'open", "1 2", "if", "a..b", "$"})
    void refusesWhatIsNoExpression(String source) {
        assertThatThrownBy(() -> Parser.expression(source))
                .isInstanceOf(PythonSyntaxException.class)
                .hasMessageContaining("at character");
    }

    @Test
    void slicesAndEllipsisReachTheWorldAsIndices() {
        Expr e = Parser.expression("x[..., 1:2, ::3, None]");
        assertThat(e).isInstanceOf(Expr.Subscript.class);
        Object index = new Interpreter(World.EMPTY).evaluate(((Expr.Subscript) e).index());
        assertThat(index)
                .isEqualTo(
                        new PythonText.Tuple(
                                java.util.Arrays.asList(
                                        Ellipsis.ELLIPSIS,
                                        new Slice(1L, 2L, null),
                                        new Slice(null, null, 3L),
                                        null)));
    }

    @Test
    void statementsShareTheirVariables() {
        Interpreter i = new Interpreter(World.EMPTY, Map.of("n", 4L));
        List<@Nullable Object> values = i.run(Parser.statements("a = n - 1; a * 2"));
        assertThat(values).containsExactly(3L, 6L);
        assertThat(i.variable("a")).isEqualTo(3L);
    }

    @Test
    void unknownNamesAreNamed() {
        assertThatThrownBy(() -> value("foo.bar(1)"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("foo");
    }
}
