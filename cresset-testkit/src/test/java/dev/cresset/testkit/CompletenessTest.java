package dev.cresset.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import dev.cresset.op.Binary;
import dev.cresset.op.Compare;
import dev.cresset.op.Op;
import dev.cresset.op.Reduction;
import dev.cresset.op.Unary;
import dev.cresset.testkit.table.TorchTable;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every op has cases: what is new in the core and not in the table is listed by a failure here. */
class CompletenessTest {
    /** Ops without a method of their own name, and the rows that run them. */
    private static final Map<String, String> RUN_BY =
            Map.ofEntries(
                    Map.entry("trunc_divide", "div"),
                    Map.entry("pow_scalar", "pow"),
                    Map.entry("add_scaled", "add"),
                    Map.entry("sub_scaled", "sub"),
                    Map.entry("copy", "masked_fill"),
                    Map.entry("vector_norm", "norm"),
                    Map.entry("arg_extreme", "argmax"),
                    Map.entry("extreme", "max"),
                    Map.entry("index_tensors", "__getitem__"),
                    Map.entry("unsafe_view", "matmul"),
                    Map.entry("alias", "__getitem__"),
                    Map.entry("cumextreme", "cummax"),
                    Map.entry("pow_of_number", "pow"),
                    Map.entry("index_put", "__getitem__"),
                    Map.entry("slice", "narrow"),
                    Map.entry("cast", "copy_"),
                    Map.entry("clamp_between", "clamp"),
                    Map.entry("pivot_order", "lu"),
                    Map.entry("adaptive_avg_pool", "adaptive_avg_pool2d"),
                    Map.entry("avg_pool", "avg_pool2d"),
                    Map.entry("spread", "avg_pool2d"),
                    Map.entry("max_pool", "max_pool2d"),
                    Map.entry("convolution", "conv2d"),
                    Map.entry("convolution_weight", "conv2d"),
                    Map.entry("element_loss", "mse_loss"),
                    Map.entry("normalization", "layer_norm"),
                    Map.entry("normalization_gradient", "layer_norm"),
                    Map.entry("gelu_tanh", "gelu"),
                    Map.entry("log_sigmoid", "logsigmoid"),
                    Map.entry("adaptive_max_pool", "adaptive_max_pool2d"),
                    Map.entry("max_unpool", "max_unpool2d"),
                    Map.entry("resample", "interpolate"),
                    Map.entry("resample_adjoint", "interpolate"),
                    Map.entry("relu_slope", "relu"),
                    Map.entry("tanh_slope", "tanh"),
                    Map.entry("sigmoid_slope", "sigmoid"),
                    Map.entry("softmax_gradient", "softmax"),
                    Map.entry("gelu_slope", "gelu"),
                    Map.entry("gelu_tanh_slope", "gelu"),
                    Map.entry("silu_slope", "silu"),
                    Map.entry("nll_loss_gradient", "nll_loss"),
                    Map.entry("difference", "mse_loss"),
                    Map.entry("attention", "scaled_dot_product_attention"),
                    Map.entry("attention_gradient", "scaled_dot_product_attention"),
                    Map.entry("multi_margin", "multi_margin_loss"),
                    Map.entry("multilabel_margin", "multilabel_margin_loss"),
                    Map.entry("ctc", "ctc_loss"),
                    Map.entry("ctc_gradient", "ctc_loss"));

    /**
     * Ops of the core without cases, each with the reason: {@code fractional_max_pool} draws its
     * windows at random; {@code grid_sample} has no second derivative, in PyTorch neither, and its
     * own tests; a {@code recurrence} is what recurrent layers claim, whose tests compare it with
     * the steps it stands for.
     */
    private static final Set<String> TESTED_ELSEWHERE =
            Set.of(
                    "fractional_max_pool",
                    "grid_sample",
                    "grid_sample_gradient",
                    "recurrence",
                    "recurrence_gradient");

    /**
     * Random fills, which the recordings of PyTorch's random numbers check, and forms of others.
     */
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "bernoulli_",
                    "cauchy_",
                    "exponential_",
                    "geometric_",
                    "logNormal_",
                    "normal_",
                    "random_",
                    "uniform_",
                    "set",
                    "slice",
                    "sliceCopy",
                    "splitCopy",
                    "nonzeroTuple");

    /** Methods that are no ops: conversions, scopes of values, factories from a tensor. */
    private static final Set<String> GROUPS_WITHOUT_OPS = Set.of("Conversion", "Likes");

    /** Methods whose rows are still to be written; the list may only become shorter. */
    private static final Set<String> WITHOUT_ROWS = Set.of();

    private static Set<String> rows() {
        return OpCases.all().stream()
                .flatMap(c -> Stream.concat(Stream.of(c.name()), c.covers().stream()))
                .collect(Collectors.toSet());
    }

    /** Returns the names of the rows without their modules: {@code linalg.svdvals} is svdvals. */
    private static Set<String> lastNames() {
        return rows().stream()
                .map(n -> n.substring(n.lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
    }

    private static String methodName(String row) {
        return OpDocument.javaName(row) + (row.endsWith("_") && !row.endsWith("__") ? "_" : "");
    }

    private static String snake(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static Collection<Class<?>> leaves(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted == null) {
            return List.of(type);
        }
        List<Class<?>> out = new ArrayList<>();
        for (Class<?> c : permitted) {
            out.addAll(leaves(c));
        }
        return out;
    }

    @Test
    void everyOpOfTheCoreHasARow() {
        Set<String> names = new TreeSet<>();
        for (Class<?> type : leaves(Op.class)) {
            if (type.isEnum()) {
                for (Object constant : type.getEnumConstants()) {
                    names.add(constant.toString());
                }
            } else if (type != Reduction.Reduce.class) {
                names.add(snake(type.getSimpleName()));
            }
        }
        for (Reduction.Kind kind : Reduction.Kind.values()) {
            names.add(kind.toString());
        }
        Set<String> rows = lastNames();
        assertThat(names)
                .hasSizeGreaterThan(
                        Unary.values().length + Binary.values().length + Compare.values().length);
        names.removeAll(TESTED_ELSEWHERE);
        names.removeIf(n -> rows.contains(RUN_BY.getOrDefault(n, n)));
        assertThat(names).as("ops of the core without cases").isEmpty();
    }

    @Test
    void everyMethodOfATensorHasARow() {
        Set<String> rows =
                rows().stream().map(CompletenessTest::methodName).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (Class<?> group : Tensor.class.getInterfaces()) {
            if (GROUPS_WITHOUT_OPS.contains(group.getSimpleName())) {
                continue;
            }
            for (var method : group.getDeclaredMethods()) {
                String name = method.getName().replaceAll("_$", "");
                if (Modifier.isPublic(method.getModifiers())
                        && !method.isSynthetic()
                        && !ELSEWHERE.contains(method.getName())
                        && !rows.contains(method.getName())
                        && !rows.contains(name)) {
                    missing.add(group.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertThat(missing)
                .as("methods without cases, and those that are listed although they have some")
                .containsExactlyInAnyOrderElementsOf(WITHOUT_ROWS);
    }

    @Test
    void everyRowIsInTheOpTable() {
        TorchTable table = TorchTable.standard();
        assertThat(rows()).allSatisfy(name -> assertThat(table.find(name)).as(name).isNotNull());
    }

    @Test
    void noOpHasTwoRows() {
        assertThat(OpCases.all()).extracting(OpCase::name).doesNotHaveDuplicates();
    }
}
