package dev.cresset.nn;

import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    static class Base extends Module {
        final Linear first = new Linear(1, 1);
        private final Parameter second = new Parameter(zeros(2));
    }

    static final class Derived extends Base {
        static final Linear SHARED = new Linear(3, 3);

        @Name("running_mean")
        final Buffer runningMean = new Buffer(zeros(2));

        final Buffer scratchpad = new Buffer(zeros(2), false);
        final Tensor plain = ones(3);
        Tensor weight = new Parameter(ones(2));
        @Nullable Linear absent;
        final transient Linear aside = new Linear(4, 4);
        final List<Linear> blocks = List.of(new Linear(1, 2), new Linear(2, 1));
        final Module[] array = {new ReLU(), new Linear(1, 1)};
        final List<List<Linear>> nested = List.of(List.of(new Linear(1, 1)));
        final SequencedMap<String, Module> heads = new LinkedHashMap<>(Map.of("digit", new ReLU()));
        final List<Integer> sizes = List.of(1, 2);
        final Map<String, Integer> counts = new HashMap<>(Map.of("a", 1));
        final String label = "x";
        int steps;
    }

    @Test
    void fieldsAreRegisteredSuperclassFirstInOrderOfDeclaration() {
        Derived m = new Derived();
        assertThat(m.namedParameters().names())
                .containsExactly(
                        "second",
                        "weight",
                        "first.weight",
                        "first.bias",
                        "blocks.0.weight",
                        "blocks.0.bias",
                        "blocks.1.weight",
                        "blocks.1.bias",
                        "array.1.weight",
                        "array.1.bias",
                        "nested.0.0.weight",
                        "nested.0.0.bias");
        assertThat(m.namedBuffers().names()).containsExactly("running_mean", "scratchpad");
        assertThat(m.stateDict()).containsKeys("running_mean").doesNotContainKeys("scratchpad");
        assertThat(m.namedChildren().names())
                .containsExactly("first", "blocks", "array", "nested", "heads");
    }

    @Test
    void declaredFieldsComeInOrderOfDeclarationOnThisJvm() {
        assertThat(Derived.class.getDeclaredFields())
                .extracting(java.lang.reflect.Field::getName)
                .containsSubsequence(
                        "runningMean", "scratchpad", "plain", "weight", "blocks", "array", "steps");
    }

    @Test
    void containersInFieldsPrintAsPyTorchsContainers() {
        assertThat(new Derived())
                .hasToString(
                        """
                        Derived(
                          (first): Linear(in_features=1, out_features=1, bias=True)
                          (blocks): ModuleList(
                            (0): Linear(in_features=1, out_features=2, bias=True)
                            (1): Linear(in_features=2, out_features=1, bias=True)
                          )
                          (array): ModuleList(
                            (0): ReLU()
                            (1): Linear(in_features=1, out_features=1, bias=True)
                          )
                          (nested): ModuleList(
                            (0): ModuleList(
                              (0): Linear(in_features=1, out_features=1, bias=True)
                            )
                          )
                          (heads): ModuleDict(
                            (digit): ReLU()
                          )
                        )\
                        """);
    }

    @Test
    void assigningAFieldIsSeenAtOnce() {
        Derived m = new Derived();
        m.absent = new Linear(1, 1);
        m.weight = ones(2);
        assertThat(m.namedChildren().names()).contains("absent");
        assertThat(m.namedParameters().names()).doesNotContain("weight");
        m.weight = m.first.weight;
        assertThat(m.namedParameters().names()).contains("weight").doesNotContain("first.weight");
        assertThat(m.stateDict()).containsKeys("weight", "first.weight");
    }

    @Test
    void theChildForAListIsTheSameAtEachQuery() {
        Derived m = new Derived();
        m.eval();
        assertThat(m.<Module>get("blocks")).isSameAs(m.get("blocks"));
        assertThat(m.get("blocks").isTraining()).isFalse();
    }

    @Test
    void holdersThatAreNotWalkedFailAndNameTheMend() {
        assertFails(
                new Module() {
                    final Map<String, Linear> heads = new HashMap<>(Map.of("a", new Linear(1, 1)));
                },
                "heads",
                "HashMap");
        assertFails(
                new Module() {
                    final Object any = Set.of(new Linear(1, 1));
                },
                "any",
                "Set");
        assertFails(
                new Module() {
                    final Optional<Parameter> p = Optional.empty();
                },
                "p",
                "Optional");
        assertFails(
                new Module() {
                    final Supplier<Linear> lazy = () -> new Linear(1, 1);
                },
                "lazy",
                "Supplier");
        record Pair(Linear a, int b) {}
        assertFails(
                new Module() {
                    final Pair pair = new Pair(new Linear(1, 1), 2);
                },
                "pair",
                "Pair");
        assertFails(
                new Module() {
                    final List<Object> list = List.of(Optional.of(new ReLU()));
                },
                "0",
                "Optional");
    }

    private static void assertFails(Module m, String field, String holder) {
        assertThatThrownBy(m::parameters)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(holder)
                .hasMessageContaining("SequencedMap")
                .hasMessageContaining("register(name, …)");
    }

    @Test
    void enclosingInstancesAreNotChildren() {
        Module outer =
                new Module() {
                    final Module inner =
                            new Module() {
                                @Override
                                protected String extraRepr() {
                                    return "of " + isTrainingOuter();
                                }
                            };

                    boolean isTrainingOuter() {
                        return isTraining();
                    }
                };
        assertThat(outer).hasToString("Module(\n  (inner): Module(of true)\n)");
        assertThat(outer.modules()).hasSize(2);
    }

    @Test
    void namesCanBeRegistered() {
        Module m = new Module();
        m.register("block 0", new ReLU());
        m.register("a", new Buffer(zeros(1)));
        m.register("b", new Buffer(zeros(1), false));
        m.register("x", (Module) null);
        m.register("q", (Parameter) null);
        m.register("p", new Parameter(ones(1)));
        assertThat(m).hasToString("Module(\n  (block 0): ReLU()\n  (x): None\n)");
        assertThat(m.stateDict().sequencedKeySet()).containsExactly("p", "a");
        assertThat(m.namedBuffers().names()).containsExactly("a", "b");
        assertThat(m.<ReLU>get("block 0")).isInstanceOf(ReLU.class);
        m.register("q", new Parameter(ones(2)));
        assertThat(m.parameter("q").shape().toArray()).containsExactly(2);
        m.unregister("q");
        assertThat(m.namedParameters().names()).containsExactly("p");
        assertThatThrownBy(() -> m.unregister("q")).hasMessageContaining("'q'");
    }

    @Test
    void wrongNamesAreRefusedInPyTorchsWords() {
        Module m = new Derived();
        assertThatThrownBy(() -> m.register("a.b", (Parameter) null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameter name can't contain \".\"");
        assertThatThrownBy(() -> m.register("a.b", new ReLU()))
                .hasMessageContaining("module name can't contain \".\", got: a.b");
        assertThatThrownBy(() -> m.register("", new Buffer(zeros(1))))
                .hasMessageContaining("buffer name can't be empty string \"\"");
        m.register("twice", new ReLU());
        for (String taken : List.of("twice", "first", "running_mean")) {
            assertThatThrownBy(() -> m.register(taken, new ReLU()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("attribute '" + taken + "' already exists")
                    .hasMessageContaining("choose another name");
        }
    }

    static class Hidden extends Base {
        final Linear first = new Linear(2, 2);
    }

    @Test
    void twoFieldsOfOneNameAreAnError() {
        assertThatThrownBy(() -> new Hidden().parameters())
                .hasMessageContaining("attribute 'first' already exists")
                .hasMessageContaining("@Name");
    }
}
