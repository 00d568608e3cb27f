package dev.cresset.nn.utils;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.noGrad;
import static dev.cresset.Tensor.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Recordings;
import dev.cresset.nn.BatchNorm1d;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.BatchNormNd;
import dev.cresset.nn.Conv1d;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.ConvNd;
import dev.cresset.nn.ConvTranspose1d;
import dev.cresset.nn.ConvTranspose2d;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;
import dev.cresset.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is done to modules, against what PyTorch does. */
class RecordedUtilsTest {
    private static final Recordings RECORDED = Recordings.read(RecordedUtilsTest.class, "utils");

    static class Symmetric extends Layer {
        @Override
        protected Tensor forward(Tensor x) {
            return x.triu().add(x.triu(1).mT());
        }
    }

    static class Exponential extends Layer {
        @Override
        protected Tensor forward(Tensor x) {
            return dev.cresset.Linalg.matrixExp(x);
        }
    }

    private static Stream<DynamicTest> tests(
            String kind, String name, Consumer<Map<String, Object>> test) {
        return rows(kind)
                .map(row ->
                        DynamicTest.dynamicTest(
                                String.valueOf(row.get(name)), () -> test.accept(row)));
    }

    private static Stream<Map<String, Object>> rows(String kind) {
        return RECORDED.rows().stream().filter(row -> row.get("kind").equals(kind));
    }

    private static void assertClose(String what, Tensor actual, Object key) {
        Tensor expected = RECORDED.tensor(key);
        assertThat(actual.dtype()).as(what).isEqualTo(expected.dtype());
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        // Sums of a tensor's greatest elements may cancel in its smallest.
        double most =
                expected.numel() == 0 ? 0 : expected.detach().abs().max().item().doubleValue();
        assertThat(actual.allclose(expected, 2e-5, 2e-6 * (1 + most), true))
                .as("%s: %s, expected %s", what, actual, expected)
                .isTrue();
    }

    private static void assertState(Module module, Object expected, boolean ordered) {
        Map<?, ?> keys = (Map<?, ?>) expected;
        List<Object> names = List.copyOf(keys.keySet());
        if (ordered) {
            assertThat(List.<Object>copyOf(module.stateDict().keySet())).isEqualTo(names);
        } else {
            assertThat(List.<Object>copyOf(module.stateDict().keySet()))
                    .containsExactlyInAnyOrderElementsOf(names);
        }
        module.stateDict().forEach((name, x) -> assertClose(name, x, keys.get(name)));
    }

    // ---- parametrisations

    @TestFactory
    Stream<DynamicTest> parametrisedModulesComputeWhatPyTorchDoes() {
        return tests("parametrize", "expression", RecordedUtilsTest::parametrize);
    }

    private static void parametrize(Map<String, Object> row) {
        manualSeed(((Number) row.get("seed")).longValue());
        String expression = (String) row.get("expression");
        Layer m = made(expression);
        String name = (String) row.get("name");
        assertThat(m.toString()).isEqualTo(row.get("text"));
        assertState(m, row.get("state"), true);
        noGrad(() -> {
            List<Parameter> all = m.parameters();
            for (int i = 0; i < all.size(); i++) {
                Parameter p = all.get(i);
                Tensor more = Tensor.arange(1, p.numel() + 1).toFloat().viewAs(p);
                p.add_(more, 0.1 * (i + 1));
            }
        });
        Tensor x = RECORDED.tensor(row.get("x"));
        Tensor y = m.call(x);
        assertClose("y", y, row.get("y"));
        y.square().sum().backward();
        Map<?, ?> gradients = (Map<?, ?>) row.get("gradients");
        m.namedParameters()
                .forEach((n, p) -> assertClose("gradient of " + n, p.grad(), gradients.get(n)));
        // PyTorch's recording read the weight once more: another power iteration.
        if (expression.startsWith("P.spectral") && !name.equals("bias")) {
            Parametrize.refresh(m);
        }
        assertClose("weight", m.attribute(name), row.get("weight"));
        assertState(m, row.get("trained"), true);
        m.eval();
        assertClose("evaluated", m.call(x), row.get("evaluated"));
        if (expression.startsWith("U.weight")) {
            WeightNorm.removeWeightNorm(m);
        } else if (expression.startsWith("U.spectral")) {
            SpectralNorm.removeSpectralNorm(m);
        } else {
            Parametrize.removeParametrizations(m, name);
        }
        assertState(m, row.get("removed"), false);
        assertThat(m.toString()).isEqualTo(row.get("removed_text"));
        assertThat(m.attribute(name)).isInstanceOf(Parameter.class);
    }

    private static Layer made(String e) {
        return switch (e) {
            case "P.weight_norm(nn.Linear(3, 2))" -> Parametrizations.weightNorm(new Linear(3, 2));
            case "P.weight_norm(nn.Linear(3, 2), dim=1)" ->
                    Parametrizations.weightNorm(new Linear(3, 2), "weight", 1);
            case "P.weight_norm(nn.Linear(3, 2), dim=None)" ->
                    Parametrizations.weightNorm(new Linear(3, 2), "weight", null);
            case "P.weight_norm(nn.Conv1d(2, 3, 2))" ->
                    Parametrizations.weightNorm(new Conv1d(2, 3, 2));
            case "P.spectral_norm(nn.Linear(3, 2))" ->
                    Parametrizations.spectralNorm(new Linear(3, 2));
            case "P.spectral_norm(nn.Linear(3, 2), n_power_iterations=3, dim=1)" ->
                    Parametrizations.spectralNorm(
                            new Linear(3, 2), "weight", o -> o.nPowerIterations(3).dim(1));
            case "P.spectral_norm(nn.ConvTranspose1d(2, 3, 2))" ->
                    Parametrizations.spectralNorm(new ConvTranspose1d(2, 3, 2));
            case "P.spectral_norm(nn.Linear(3, 2), name='bias')" ->
                    Parametrizations.spectralNorm(new Linear(3, 2), "bias", o -> o);
            case "P.orthogonal(nn.Linear(3, 3))" -> Parametrizations.orthogonal(new Linear(3, 3));
            case "P.orthogonal(nn.Linear(3, 2))" -> Parametrizations.orthogonal(new Linear(3, 2));
            case "P.orthogonal(nn.Linear(2, 4))" -> Parametrizations.orthogonal(new Linear(2, 4));
            case "U.weight_norm(nn.Linear(3, 2))" -> WeightNorm.weightNorm(new Linear(3, 2));
            case "U.weight_norm(nn.Linear(3, 2), dim=None)" ->
                    WeightNorm.weightNorm(new Linear(3, 2), "weight", null);
            case "U.spectral_norm(nn.Linear(3, 2))" -> SpectralNorm.spectralNorm(new Linear(3, 2));
            case "both(nn.Linear(3, 3))" ->
                    Parametrize.registerParametrization(
                            Parametrize.registerParametrization(
                                    new Linear(3, 3), "weight", new Symmetric()),
                            "weight",
                            new Exponential());
            default -> orthogonal(e);
        };
    }

    private static Layer orthogonal(String e) {
        int comma = e.indexOf("), ");
        String[] sizes = e.substring("P.orthogonal(nn.Linear(".length(), comma).split(", ");
        var linear = new Linear(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
        String map = e.replaceFirst(".*orthogonal_map='", "").replaceFirst("'.*", "");
        return Parametrizations.orthogonal(
                linear,
                "weight",
                o ->
                        o.orthogonalMap(
                                        Parametrizations.OrthogonalMap.valueOf(
                                                map.toUpperCase(java.util.Locale.ROOT)))
                                .useTrivialization(!e.contains("use_trivialization=False")));
    }

    // ---- pruning

    @TestFactory
    Stream<DynamicTest> prunedElementsAreThoseOfPyTorch() {
        return tests("prune", "calls", RecordedUtilsTest::prune);
    }

    private static void prune(Map<String, Object> row) {
        manualSeed(((Number) row.get("seed")).longValue());
        var m = new Linear(4, 4);
        Tensor parameter = m.attribute((String) row.get("name"));
        String name = (String) row.get("name");
        List<?> calls = (List<?>) row.get("calls");
        for (int i = 0; i < calls.size(); i++) {
            call(m, (String) calls.get(i));
            assertClose("mask", m.attribute(name + "_mask"), ((List<?>) row.get("masks")).get(i));
            assertClose("weight", m.attribute(name), ((List<?>) row.get("weights")).get(i));
        }
        assertThat(m.toString()).isEqualTo(row.get("text"));
        assertThat(List.<Object>copyOf(m.stateDict().keySet())).isEqualTo(row.get("keys"));
        assertThat(List.<Object>copyOf(m.namedParameters().names()))
                .isEqualTo(row.get("parameters"));
        assertThat(Prune.isPruned(m)).isTrue();
        Tensor y = m.call(RECORDED.tensor(row.get("x")));
        assertClose("y", y, row.get("y"));
        y.square().sum().backward();
        assertClose("gradient", parameter.grad(), row.get("gradient"));
        Linear copy = m.copy();
        assertThat(copy.stateDict().keySet()).isEqualTo(m.stateDict().keySet());
        assertThat(copy.call(RECORDED.tensor(row.get("x"))).equal(y)).isTrue();
        Prune.remove(m, name);
        assertState(m, row.get("removed"), false);
        assertThat(Prune.isPruned(m)).isFalse();
        assertThat(m.attribute(name)).isSameAs(parameter);
    }

    private static void call(Linear m, String call) {
        Tensor scores = Tensor.arange(16).toFloat().view(4, 4);
        switch (call) {
            case "l1_unstructured(m, 'weight', 3)" -> Prune.l1Unstructured(m, "weight", 3);
            case "l1_unstructured(m, 'weight', 2)" -> Prune.l1Unstructured(m, "weight", 2);
            case "l1_unstructured(m, 'weight', 0.3)" -> Prune.l1Unstructured(m, "weight", 0.3);
            case "l1_unstructured(m, 'weight', 0.5)" -> Prune.l1Unstructured(m, "weight", 0.5);
            case "l1_unstructured(m, 'bias', 1)" -> Prune.l1Unstructured(m, "bias", 1);
            case "random_unstructured(m, 'weight', 4)" -> Prune.randomUnstructured(m, "weight", 4);
            case "random_unstructured(m, 'weight', 0.25)" ->
                    Prune.randomUnstructured(m, "weight", 0.25);
            case "ln_structured(m, 'weight', 1, 2, 0)" -> Prune.lnStructured(m, "weight", 1, 2, 0);
            case "ln_structured(m, 'weight', 1, 1, 0)" -> Prune.lnStructured(m, "weight", 1, 1, 0);
            case "ln_structured(m, 'weight', 0.5, float('inf'), -1)" ->
                    Prune.lnStructured(m, "weight", 0.5, Double.POSITIVE_INFINITY, -1);
            case "random_structured(m, 'weight', 0.5, 1)" ->
                    Prune.randomStructured(m, "weight", 0.5, 1);
            case "random_structured(m, 'weight', 2, 0)" ->
                    Prune.randomStructured(m, "weight", 2, 0);
            case "identity(m, 'bias')" -> Prune.identity(m, "bias");
            case "custom_from_mask(m, 'weight', torch.tensor([[1, 0, 1, 0]] * 4))" ->
                    Prune.customFromMask(m, "weight", tensor(1, 0, 1, 0).expand(4, 4).clone());
            case "l1_unstructured(m, 'weight', 3, importance_scores=torch.arange(16.).view(4, 4))" ->
                    Prune.l1Unstructured(m, "weight", 3, scores);
            case "ln_structured(m, 'weight', 1, 2, 1, importance_scores=torch.arange(16.).view(4,"
                            + " 4))" ->
                    Prune.lnStructured(m, "weight", 1, 2, 1, scores);
            default -> throw new AssertionError(call);
        }
    }

    @TestFactory
    Stream<DynamicTest> pruningGloballyIsThatOfPyTorch() {
        return tests("global", "method", RecordedUtilsTest::pruneGlobally);
    }

    private static void pruneGlobally(Map<String, Object> row) {
        manualSeed(((Number) row.get("seed")).longValue());
        var m = new Sequential(new Linear(3, 4), new Linear(4, 2));
        List<Prune.Pruned> where =
                List.of(
                        new Prune.Pruned(m.get(0), "weight"),
                        new Prune.Pruned(m.get(1), "weight"),
                        new Prune.Pruned(m.get(0), "bias"));
        for (Number amount : List.<Number>of(0.25, 4)) {
            if (row.get("method").equals("L1Unstructured")) {
                Prune.globalL1Unstructured(where, amount);
            } else {
                Prune.globalRandomUnstructured(where, amount);
            }
        }
        for (int i = 0; i < 3; i++) {
            Tensor mask = where.get(i).module().attribute(where.get(i).name() + "_mask");
            assertClose("mask " + i, mask, ((List<?>) row.get("masks")).get(i));
        }
    }

    // ---- norms, fusion, vectors

    @TestFactory
    Stream<DynamicTest> totalNormsAreThoseOfPyTorch() {
        return tests("clip", "norm_type", RecordedUtilsTest::clip);
    }

    private static void clip(Map<String, Object> row) {
        double p = Double.parseDouble(((String) row.get("norm_type")).replace("inf", "Infinity"));
        List<Parameter> params = params(row);
        List<Tensor> grads = params.stream().map(Tensor::grad).toList();
        Tensor total = ClipGrad.getTotalNorm(grads, o -> o.normType(p));
        assertClose("total", total, row.get("total"));
        Tensor norm = ClipGrad.clipGradNorm_(params, 0.7, o -> o.normType(p));
        assertClose("norm", norm, row.get("norm"));
        assertGrads(params, row.get("after"));
        List<Parameter> again = params(row);
        ClipGrad.clipGradsWithNorm_(again, 0.3, total);
        assertGrads(again, row.get("scaled"));
    }

    private static List<Parameter> params(Map<String, Object> row) {
        List<Parameter> out = new ArrayList<>();
        for (Object key : (List<?>) row.get("grads")) {
            Tensor g = RECORDED.tensor(key);
            Parameter p = new Parameter(g.zerosLike());
            p.setGrad(g);
            out.add(p);
        }
        return out;
    }

    private static void assertGrads(List<Parameter> params, Object expected) {
        for (int i = 0; i < params.size(); i++) {
            assertClose("gradient " + i, params.get(i).grad(), ((List<?>) expected).get(i));
        }
    }

    @TestFactory
    Stream<DynamicTest> fusedLayersAreThoseOfPyTorch() {
        return tests("fuse", "layer", RecordedUtilsTest::fuse);
    }

    private static void fuse(Map<String, Object> row) {
        Layer a =
                switch ((String) row.get("layer")) {
                    case "nn.Conv2d(2, 3, 2)" -> new Conv2d(2, 3, 2);
                    case "nn.Conv1d(2, 3, 2, bias=False)" ->
                            new Conv1d(2, 3, 2, o -> o.bias(false));
                    case "nn.ConvTranspose2d(2, 3, 2)" -> new ConvTranspose2d(2, 3, 2);
                    case "nn.Linear(4, 3)" -> new Linear(4, 3);
                    default -> new Linear(4, 3, o -> o.bias(false));
                };
        BatchNormNd b =
                switch ((String) row.get("norm")) {
                    case "nn.BatchNorm2d(3)" -> new BatchNorm2d(3);
                    case "nn.BatchNorm1d(3, affine=False)" ->
                            new BatchNorm1d(3, o -> o.affine(false));
                    default -> new BatchNorm1d(3);
                };
        load(a, row.get("a"));
        load(b, row.get("b"));
        a.eval();
        b.eval();
        Layer fused =
                a instanceof ConvNd conv
                        ? Fusion.fuseConvBnEval(conv, b)
                        : Fusion.fuseLinearBnEval((Linear) a, b);
        assertState(fused, row.get("fused"), false);
        Tensor x = RECORDED.tensor(row.get("x"));
        assertClose("y", fused.call(x), row.get("y"));
        assertThat(fused.call(x).allclose(b.call(a.call(x)), 1e-4, 1e-5, false)).isTrue();
    }

    private static void load(Module m, Object state) {
        Map<String, Tensor> values = new java.util.LinkedHashMap<>();
        ((Map<?, ?>) state).forEach((k, v) -> values.put((String) k, RECORDED.tensor(v)));
        m.loadStateDict(values);
    }

    @Test
    void parametersBecomeOneVectorAndBack() {
        Map<String, Object> row = rows("vector").findFirst().orElseThrow();
        manualSeed(4);
        var m = new Linear(3, 2);
        Tensor vector = ParameterVector.parametersToVector(m.parameters());
        assertClose("vector", vector.detach(), row.get("vector"));
        assertThat(vector.requiresGrad()).isTrue();
        var other = new Linear(3, 2);
        Tensor weight = other.weight;
        ParameterVector.vectorToParameters(vector, other.parameters());
        assertThat(other.weight).isSameAs(weight);
        assertThat(other.weight.detach().equal(m.weight.detach())).isTrue();
        assertThat(other.bias.detach().equal(m.bias.detach())).isTrue();
    }
}
