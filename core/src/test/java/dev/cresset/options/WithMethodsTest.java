package dev.cresset.options;

import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.data.DataLoader;
import dev.cresset.data.Dataset;
import dev.cresset.nn.Embedding;
import dev.cresset.nn.EmbeddingBag;
import dev.cresset.nn.EmbeddingBagOptions;
import dev.cresset.nn.Functional;
import dev.cresset.nn.MultiheadAttention;
import dev.cresset.nn.Transformer;
import dev.cresset.nn.TransformerEncoderLayer;
import dev.cresset.op.DType;
import dev.cresset.optim.CyclicLR;
import dev.cresset.optim.OneCycleLR;
import dev.cresset.optim.ReduceLROnPlateau;
import dev.cresset.optim.SGD;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With-methods of records of many options change what they are named after, and nothing else. */
class WithMethodsTest {
    record Pair(int first, List<String> second) {
        Pair {
            if (first < 0) {
                throw new IllegalArgumentException("first: " + first);
            }
        }
    }

    @Test
    void oneComponentChanges() {
        Pair p = new Pair(1, List.of("a"));
        assertThat(Changed.with(p, "first", 2)).isEqualTo(new Pair(2, List.of("a")));
        assertThat(Changed.with(p, "second", List.of())).isEqualTo(new Pair(1, List.of()));
    }

    @Test
    void theConstructorsErrorComesThrough() {
        assertThatThrownBy(() -> Changed.with(new Pair(1, List.of()), "first", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("first: -1");
        assertThatThrownBy(() -> Changed.with(new Pair(1, List.of()), "third", -1))
                .hasMessageContaining("no component third");
    }

    static Stream<Record> records() {
        Tensor x = zeros(2, 1, 4);
        SGD sgd = new SGD(List.of(new Parameter(zeros(1))), o -> o.lr(0.1).momentum(0.9));
        MultiheadAttention attention = new MultiheadAttention(4, 2);
        Transformer transformer =
                new Transformer(o -> o.dModel(4).nhead(2).numEncoderLayers(1).numDecoderLayers(1));
        return Stream.of(
                attention.options(),
                WithMethodsTest.<MultiheadAttention.CallOptions>taken(
                        o -> attention.call(x, x, x, o)),
                transformer.options(),
                WithMethodsTest.<Transformer.CallOptions>taken(o -> transformer.call(x, x, o)),
                new TransformerEncoderLayer(4, 2).options(),
                new Embedding(3, 2).options(),
                new EmbeddingBag(3, 2).options(),
                WithMethodsTest.<EmbeddingBagOptions>taken(o ->
                        Functional.embeddingBag(zeros(DType.INT64, 1, 1), zeros(2, 2), null, o)),
                new DataLoader<>(Dataset.of(List.of(1))).options(),
                WithMethodsTest.<CyclicLR.Options>taken(o -> new CyclicLR(sgd, 0.1, 0.2, o)),
                WithMethodsTest.<OneCycleLR.Options>taken(o -> new OneCycleLR(sgd, 0.1, 10, o)),
                WithMethodsTest.<ReduceLROnPlateau.Options>taken(
                        o -> new ReduceLROnPlateau(sgd, o)));
    }

    /** Returns the options that a call offers to be changed. */
    private static <R extends Record> R taken(Consumer<UnaryOperator<R>> call) {
        AtomicReference<R> options = new AtomicReference<>();
        call.accept(o -> {
            options.set(o);
            return o;
        });
        return Objects.requireNonNull(options.get());
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyWithMethodChangesItsComponentOnly(Record options) throws Exception {
        int tried = 0;
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            for (Method m : options.getClass().getMethods()) {
                if (m.getName().equals(component.getName())
                        && m.getParameterCount() == 1
                        && m.getParameterTypes()[0] == component.getType()) {
                    Object before = component.getAccessor().invoke(options);
                    Object value = other(component.getType(), before);
                    Object changed = m.invoke(options, new Object[] {value});
                    for (RecordComponent c : options.getClass().getRecordComponents()) {
                        Object expected =
                                c.equals(component) || c.getName().equals(component.getName())
                                        ? value
                                        : c.getAccessor().invoke(options);
                        assertThat(c.getAccessor().invoke(changed))
                                .as("%s after %s", c, m)
                                .isEqualTo(expected);
                    }
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(3);
    }

    private static Object other(Class<?> type, Object value) {
        return switch (type.getSimpleName()) {
            case "int", "Integer" -> value == null ? 3 : (Integer) value + 1;
            case "double", "Double" -> 0.25;
            case "boolean", "Boolean" -> !Boolean.TRUE.equals(value);
            case "Tensor" -> zeros(1);
            default -> type.isEnum() ? last(type) : value;
        };
    }

    private static Object last(Class<?> type) {
        return Arrays.asList(type.getEnumConstants()).getLast();
    }
}
