package dev.cresset.testkit;

import static dev.cresset.testkit.Domain.ABOVE_ONE;
import static dev.cresset.testkit.Domain.INTEGER;
import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;

import java.util.List;
import java.util.stream.Stream;

/** Cases of quantiles, covariances, histograms, samples of functions, segments and places. */
final class StatisticsCases {
    private StatisticsCases() {}

    static List<OpCase> rows() {
        return Stream.of(samples(), places()).flatMap(List::stream).toList();
    }

    private static List<OpCase> samples() {
        return List.of(
                op(
                                "quantile",
                                "x(7), 0.3",
                                "x(2, 5), 0.5, 1",
                                "x(3, 4), torch.tensor([0.1, 0.6]).to(x().dtype), 0, True",
                                "x(5), 0.4, interpolation='midpoint'",
                                "x(5), 0.4, interpolation='lower'",
                                "x(5), 0.4, interpolation='higher'",
                                "x(5), 0.4, interpolation='nearest'")
                        .refuses("x(3), 1.5", "x(0), 0.5", "x(2, 3), 0.5, 2")
                        .shows("tensor([1., 2., 4.]), 0.75", "tensor(3.)")
                        .shows("tensor([1., nan, 4.]), 0.5", "tensor(nan)")
                        .shows(
                                "tensor([1., 2., 4., 8.]), 0.5, interpolation='midpoint'",
                                "tensor(3.)"),
                op(
                                "nanquantile",
                                "x(7), 0.3",
                                "x(2, 5), 0.5, 1",
                                "x(5), 0.4, interpolation='nearest'")
                        .refuses("x(3), -0.5")
                        .shows("tensor([1., nan, 4.]), 0.5", "tensor(2.5000)")
                        .shows("tensor([nan]), 0.5", "tensor(nan)"),
                op(
                                "cov",
                                "x(3, 5)",
                                "x(6)",
                                "x(2, 4), correction=0",
                                "x(2, 3), fweights=torch.tensor([1, 2, 1]), aweights=torch.tensor([0.5, 1., 2.])")
                        .refuses(
                                "x(2, 2, 2)",
                                "x(2, 3), fweights=torch.tensor([1, 2])",
                                "x(2, 3), fweights=torch.tensor([1, -2, 1])")
                        .shows(
                                "tensor([[0., 2., 4.], [4., 2., 0.]])",
                                "tensor([[ 4., -4.],\n        [-4.,  4.]])")
                        .shows("tensor([1., 2., 3.]), correction=0", "tensor(0.6667)"),
                op("corrcoef", "x(3, 5)", "x(2, 6)")
                        .refuses("x(2, 2, 2)")
                        .shows(
                                "tensor([[0., 2., 4.], [4., 2., 0.]])",
                                "tensor([[ 1., -1.],\n        [-1.,  1.]])"),
                op(
                                "gradient",
                                "x(5)",
                                "x(3, 4), spacing=0.5",
                                "x(3, 4), spacing=[0.5, 2.], dim=(0, 1)",
                                "x(4, 3), dim=0, edge_order=2",
                                "x(4), spacing=[torch.tensor([0., 1., 3., 4.])]",
                                "x(4), spacing=[torch.tensor([0., 1., 3., 4.])], edge_order=2")
                        .refuses(
                                "x(1)",
                                "x(3), edge_order=3",
                                "x(3, 3), dim=(0, 0)",
                                "x(3, 3), dim=2")
                        .shows("tensor([1., 4., 9., 16.])", "(tensor([3., 4., 6., 7.]),)")
                        .shows(
                                "tensor([1., 4., 9., 16.]), edge_order=2",
                                "(tensor([2., 4., 6., 8.]),)")
                        .shows(
                                "tensor([1., 4., 9., 16.]), spacing=[tensor([0., 1., 3., 4.])]",
                                "(tensor([3.0000, 2.8333, 5.5000, 7.0000]),)"),
                op(
                                "trapezoid",
                                "x(5)",
                                "x(2, 4), dx=0.5, dim=0",
                                "x(2, 4), x(4)",
                                "x(2, 4), x(2, 4), dim=0")
                        .refuses("x(3), x(2)", "x()")
                        .shows("tensor([1., 2., 4.])", "tensor(4.5000)")
                        .shows("tensor([1., 2., 4.]), tensor([0., 1., 3.])", "tensor(7.5000)"),
                op("cumulative_trapezoid", "x(5)", "x(2, 4), dx=0.5, dim=0", "x(2, 4), x(4)")
                        .refuses("x(3), x(2)", "x()")
                        .shows("tensor([1., 2., 4.])", "tensor([1.5000, 4.5000])"),
                constant(
                                "histogram",
                                "x(3, 4), 5",
                                "x(9), 4, range=(-2., 2.), density=True",
                                "x(9), torch.tensor([-2., 0., 1., 3.]).to(x().dtype)")
                        .refuses("x(3), 0", "x(3), 2, range=(2., 1.)", "x(3), 2, weight=x(2)")
                        .shows(
                                "tensor([1., 2., 1., 4.]), 3",
                                "torch.return_types.histogram(\nhist=tensor([2., 1., 1.]),\nbin_edges=tensor([1., 2., 3., 4.]))")
                        .shows(
                                "tensor([1., 2., 4.]), tensor([0., 2., 4.])",
                                "torch.return_types.histogram(\nhist=tensor([1., 2.]),\nbin_edges=tensor([0., 2., 4.]))")
                        .shows(
                                "tensor([1., 2., 4.]), 2, range=(0., 4.), weight=tensor([0.5, 1., 2.])",
                                "torch.return_types.histogram(\nhist=tensor([0.5000, 3.0000]),\nbin_edges=tensor([0., 2., 4.]))")
                        .shows(
                                "tensor([3., 3.]), 2, density=True",
                                "torch.return_types.histogram(\nhist=tensor([0., 2.]),\nbin_edges=tensor([2.5000, 3.0000, 3.5000]))"),
                constant(
                                "histogramdd",
                                "x(5, 2), [3, 2]",
                                "x(5, 2), 3, range=(-2., 2., -1., 1.), density=True")
                        .refuses("x(5, 2), [3]", "x(3), 2")
                        .shows(
                                "tensor([[0., 1.], [1., 0.], [1., 1.]]), [2, 2]",
                                "torch.return_types.histogramdd(\nhist=tensor([[0., 1.],\n        [1., 1.]]),\nbin_edges=(tensor([0.0000, 0.5000, 1.0000]), tensor([0.0000, 0.5000, 1.0000])))"),
                op(
                                "segment_reduce",
                                "x(5), 'sum', lengths=torch.tensor([2, 0, 3])",
                                "x(2, 5), 'mean', lengths=torch.tensor([[2, 3], [1, 4]]), axis=1",
                                "x(5, 2), 'max', offsets=torch.tensor([0, 2, 5])",
                                "x(5), 'min', lengths=torch.tensor([4, 1]), initial=0.5",
                                "x(5), 'prod', lengths=torch.tensor([3, 2]), initial=2")
                        .refuses(
                                "x(3), 'sum', lengths=torch.tensor([2, 2])",
                                "x(3), 'sum', lengths=torch.tensor([-1, 4])",
                                "x(3), 'sum'")
                        .shows(
                                "tensor([1., 2., 3.]), 'sum', lengths=tensor([2, 1])",
                                "tensor([3., 3.])")
                        .shows(
                                "tensor([1., 2., 3.]), 'mean', lengths=tensor([3, 0])",
                                "tensor([2., nan])")
                        .shows(
                                "tensor([1., 2., 3.]), 'max', lengths=tensor([2, 1]), initial=2.5",
                                "tensor([2.5000, 3.0000])")
                        .covering("_segment_reduce"));
    }

    private static List<OpCase> places() {
        return List.of(
                constant(
                                "resize_",
                                "x(2, 3).detach().contiguous().clone(), 3, 2",
                                "x(2, 3).detach().contiguous().clone(), 2")
                        .shows("tensor([[1., 2.], [3., 5.]]).clone(), 3", "tensor([1., 2., 3.])")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]]).clone(), 2, 2",
                                "tensor([[1., 2.],\n        [3., 5.]])"),
                constant("resize_as_", "x(2, 3).detach().contiguous().clone(), x(3, 2)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]]).clone(), tensor([1., 2., 3.])",
                                "tensor([1., 2., 3.])"),
                op("unsafe_split", "x(5), 2", "x(2, 4), 3, 1")
                        .refuses("x(3), -1")
                        .shows("tensor([1., 2., 4.]), 2", "(tensor([1., 2.]), tensor([4.]))"),
                op("unsafe_chunk", "x(5), 2", "x(2, 4), 3, 1")
                        .refuses("x(3), 0")
                        .shows("tensor([1., 2., 4.]), 2", "(tensor([1., 2.]), tensor([4.]))"),
                constant("nonzero_static", "x(2, 3), size=4", "x(5), size=7, fill_value=9")
                        .refuses("x(3), size=-1")
                        .shows(
                                "tensor([1., 0., 2.]), size=3",
                                "tensor([[ 0],\n        [ 2],\n        [-1]])")
                        .shows("tensor([1., 0., 2.]), size=1", "tensor([[0]])"),
                OpCase.of("unravel_index", INTEGER, false)
                        .on("x(4), (3, 4)", "x(2, 2), 9")
                        .refuses("torch.tensor([0.5]), (2, 3)", "x(2), (2, -3)")
                        .shows("tensor([5, 1]), (2, 3)", "(tensor([1, 0]), tensor([2, 1]))"),
                op("_chunk_cat", "[x(3), x(4)], 0, 2", "[x(2, 3), x(2, 2)], 1, 2")
                        .refuses("[x(3)], 0, 0", "[x(2, 3), x(3, 2)], 1, 2")
                        .shows(
                                "[tensor([1., 2., 3.]), tensor([4., 5.])], 0, 2",
                                "tensor([[1., 2., 4.],\n        [3., 0., 5.]])"),
                op(
                                "_unsafe_masked_index",
                                "x(3, 4), torch.tensor([[True], [False]]).expand(2, 3), [i(3, 2, 1), i(4, 3)], 0.5")
                        .shows(
                                "tensor([1., 2., 4.]), tensor([True, True, False]), [tensor([2, 5, 0])], 9.",
                                "tensor([4., 4., 9.])"),
                op(
                                "_unsafe_masked_index_put_accumulate",
                                "x(3, 4), torch.tensor([[True], [False]]).expand(2, 3), [i(3, 2, 1), i(4, 3)], x(2, 3)")
                        .shows(
                                "tensor([1., 2., 4.]), tensor([True, True, False]), [tensor([2, 5, 0])], tensor([10., 20., 30.])",
                                "tensor([ 1.,  2., 34.])"),
                op("real", "x(2, 3)").shows("tensor([1., -2.])", "tensor([ 1., -2.])"),
                op("conj", "x(2, 3)")
                        .shows("tensor([1., -2.])", "tensor([ 1., -2.])")
                        .covering("conj_physical", "resolve_conj", "resolve_neg"),
                constant("is_complex", "x(3)")
                        .shows("tensor([1.])", "False")
                        .covering("is_conj", "is_neg"),
                op("angle", "x(2, 3)")
                        .shows(
                                "tensor([-1., 0., nan, 2.])",
                                "tensor([3.1416, 0.0000,    nan, 0.0000])"),
                op("H", "x(2, 3)")
                        .refuses("x(2, 2, 2)", "x(3)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[1., 3.],\n        [2., 5.]])"),
                op("mH", "x(2, 3)", "x(2, 2, 3)")
                        .refuses("x(3)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]])",
                                "tensor([[1., 3.],\n        [2., 5.]])"),
                op("nextafter", "x(2, 3), x(3)")
                        .refuses("x(2, 3), x(2)")
                        .shows(
                                "tensor([1., 0.]), tensor([2., 1.])",
                                "tensor([1.0000e+00, 1.4013e-45])")
                        .shows(
                                "tensor([1.], dtype=torch.bfloat16), tensor([0.], dtype=torch.bfloat16)",
                                "tensor([0.9961], dtype=torch.bfloat16)"),
                OpCase.of("mvlgamma", ABOVE_ONE, true)
                        .on("x(2, 3), 1", "x(3), 2")
                        .refuses("x(3), 0")
                        .shows("tensor([1., 4.]), 2", "tensor([1.1447, 3.5651])")
                        .covering("special.multigammaln")
                        // a sum of logarithms that nearly cancel
                        .within(128));
    }
}
