package dev.cresset.testkit.table;

import dev.cresset.nn.Module;
import dev.cresset.nn.utils.Parametrizations;
import dev.cresset.nn.utils.Parametrizations.OrthogonalMap;
import dev.cresset.nn.utils.SpectralNorm;
import dev.cresset.nn.utils.WeightNorm;
import dev.cresset.testkit.python.Arguments;
import java.util.Locale;

/** Weights that are computed from other tensors, of {@code torch.nn.utils}. */
final class ParametrizationFunctions {
    private ParametrizationFunctions() {}

    static void addTo(TorchTable t) {
        t.op(
                "nn.utils.parametrizations.weight_norm",
                "module, name='weight', dim=0",
                a -> Parametrizations.weightNorm(module(a), a.text("name"), a.indexOrNull("dim")));
        t.op(
                "nn.utils.parametrizations.spectral_norm",
                "module, name='weight', n_power_iterations=1, eps=1e-12, dim=None",
                a ->
                        Parametrizations.spectralNorm(
                                module(a),
                                a.text("name"),
                                o ->
                                        o.nPowerIterations(a.index("n_power_iterations"))
                                                .eps(a.real("eps"))
                                                .dim(a.indexOrNull("dim"))));
        t.op(
                "nn.utils.parametrizations.orthogonal",
                "module, name='weight', orthogonal_map=None, use_trivialization=True",
                a -> Parametrizations.orthogonal(module(a), a.text("name"), o -> orthogonal(a, o)));
        t.op(
                "nn.utils.weight_norm",
                "module, name='weight', dim=0",
                a -> WeightNorm.weightNorm(module(a), a.text("name"), a.indexOrNull("dim")));
        t.op(
                "nn.utils.remove_weight_norm",
                "module, name='weight'",
                a -> WeightNorm.removeWeightNorm(module(a), a.text("name")));
        t.op(
                "nn.utils.spectral_norm",
                "module, name='weight', n_power_iterations=1, eps=1e-12, dim=None",
                a ->
                        SpectralNorm.spectralNorm(
                                module(a),
                                a.text("name"),
                                o ->
                                        o.nPowerIterations(a.index("n_power_iterations"))
                                                .eps(a.real("eps"))
                                                .dim(a.indexOrNull("dim"))));
        t.op(
                "nn.utils.remove_spectral_norm",
                "module, name='weight'",
                a -> SpectralNorm.removeSpectralNorm(module(a), a.text("name")));
    }

    private static Module module(Arguments a) {
        return a.as(Module.class, "module");
    }

    private static Parametrizations.OrthogonalOptions orthogonal(
            Arguments a, Parametrizations.OrthogonalOptions o) {
        Parametrizations.OrthogonalOptions p = o.useTrivialization(a.bool("use_trivialization"));
        if (a.isNone("orthogonal_map")) {
            return p;
        }
        return p.orthogonalMap(
                OrthogonalMap.valueOf(a.text("orthogonal_map").toUpperCase(Locale.ROOT)));
    }
}
