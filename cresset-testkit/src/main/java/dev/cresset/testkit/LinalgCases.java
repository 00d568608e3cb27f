package dev.cresset.testkit;

import static dev.cresset.testkit.Domain.ABOVE_ONE;
import static dev.cresset.testkit.OpCases.constant;
import static dev.cresset.testkit.OpCases.op;

import java.util.List;
import java.util.stream.Stream;

/** Cases of products, determinants, linear systems, norms and factorisations. */
final class LinalgCases {
    private LinalgCases() {}

    static List<OpCase> rows() {
        return Stream.of(products(), numbers(), systems(), factorisations())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OpCase> products() {
        return List.of(
                op("inner", "x(3), x(3)", "x(2, 3), x(4, 3)", "x(2, 3), x()")
                        .refuses("x(2, 3), x(2)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]]), tensor([1., 10.])",
                                "tensor([21., 53.])"),
                op("vdot", "x(3), x(3)", "x(0), x(0)")
                        .refuses("x(3), x(2)")
                        .shows("tensor([1., 2.]), tensor([3., 4.])", "tensor(11.)"),
                op("addr", "x(2, 3), x(2), x(3)", "x(3), x(2), x(3), beta=0.5, alpha=2.")
                        .refuses("x(2, 2), x(2), x(3)")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]]), tensor([1., 2.]), tensor([3., 4.])",
                                "tensor([[ 4.,  6.],\n        [ 9., 13.]])"),
                op(
                                "addbmm",
                                "x(2, 2), x(2, 2, 3), x(2, 3, 2)",
                                "x(2), x(2, 2, 3), x(2, 3, 2), beta=0.5, alpha=2.")
                        .refuses("x(3), x(2, 2, 3), x(2, 3, 2)")
                        .shows(
                                "tensor([[1.]]), tensor([[[2.]], [[3.]]]), tensor([[[4.]], [[5.]]])",
                                "tensor([[24.]])"),
                op("matrix_power", "x(2, 2), 3", "x(2, 3, 3), 2", "x(2, 2), 1", "x(2, 2), -2")
                        .refuses("x(2, 3), 2")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]]), 2",
                                "tensor([[ 7., 12.],\n        [18., 31.]])")
                        .covering("linalg.matrix_power"),
                op("kron", "x(2, 2), x(3)", "x(2, 3), x(3, 1)")
                        .shows("tensor([1., 2.]), tensor([3., 4.])", "tensor([3., 4., 6., 8.])"),
                op(
                                "cross",
                                "x(3), x(3)",
                                "x(2, 3), x(2, 3)",
                                "x(3, 2), x(3, 2), 0",
                                "x(2, 3), x(1, 3), -1")
                        .refuses("x(2), x(2)")
                        .shows(
                                "tensor([1., 0., 0.]), tensor([0., 1., 0.])",
                                "tensor([0., 0., 1.])"),
                op("linalg.cross", "x(2, 3), x(2, 3)", "x(3, 2), x(3, 2), dim=0")
                        .refuses("x(3, 2), x(3, 2)")
                        .shows(
                                "tensor([1., 0., 0.]), tensor([0., 1., 0.])",
                                "tensor([0., 0., 1.])"),
                op(
                                "cdist",
                                "x(3, 2), x(4, 2)",
                                "x(2, 3, 2), x(1, 2), 1.",
                                "x(2, 2), x(3, 2), 3.",
                                "x(2, 2), x(3, 2), 0.")
                        .refuses("x(2, 3), x(2, 2)", "x(3), x(3)")
                        .shows("tensor([[0., 0.]]), tensor([[3., 4.]])", "tensor([[5.]])"),
                op(
                                "einsum",
                                "'ij,jk->ik', x(2, 3), x(3, 2)",
                                "'bij,bkj->bik', x(2, 2, 3), x(2, 1, 3)",
                                "'ii->i', x(3, 3)",
                                "'i,j->', x(2), x(3)")
                        .refuses("'ij,jk->ik', x(2, 3), x(2, 2)")
                        .shows("'ii', tensor([[1., 2.], [3., 5.]])", "tensor(6.)"),
                op(
                                "tensordot",
                                "x(2, 3), x(3, 2), 1",
                                "x(2, 3), x(2, 3), 2",
                                "x(2, 3, 2), x(3, 2), [[1, 2], [0, 1]]")
                        .refuses("x(2, 3), x(2, 3), 1")
                        .shows(
                                "tensor([[1., 2.], [3., 5.]]), tensor([1., 10.]), 1",
                                "tensor([21., 53.])"),
                op("linalg.multi_dot", "[x(2, 3), x(3, 2), x(2, 4)]", "[x(3), x(3, 2)]")
                        .refuses("[x(2, 3), x(2, 3)]")
                        .shows(
                                "[tensor([[1., 2.], [3., 5.]]), tensor([[1., 2.], [3., 5.]])]",
                                "tensor([[ 7., 12.],\n        [18., 31.]])")
                        .covering("chain_matmul"),
                op("trace", "x(3, 3)", "x(2, 3)", "x(0, 2)")
                        .refuses("x(2, 2, 2)")
                        .shows("tensor([[1., 2.], [3., 5.]])", "tensor(6.)"),
                op("linalg.vecdot", "x(2, 3), x(3)", "x(2, 3), x(2, 3), dim=0")
                        .refuses("x(2, 3), x(2)")
                        .shows("tensor([1., 2.]), tensor([3., 4.])", "tensor(11.)"),
                op("linalg.vander", "x(3)", "x(2, 3), N=4")
                        .shows(
                                "tensor([2., 3.]), N=3",
                                "tensor([[1., 2., 4.],\n        [1., 3., 9.]])"),
                op("matrix_exp", "x(2, 2)", "x(2, 3, 3)", "x(1, 1)")
                        .refuses("x(2, 3)", "x(3)")
                        // powers of a matrix up to the tenth, of sums in another order
                        .within(64)
                        .shows(
                                "tensor([[0., 1.], [0., 0.]])",
                                "tensor([[1., 1.],\n        [0., 1.]])")
                        .covering("linalg.matrix_exp"));
    }

    private static List<OpCase> numbers() {
        return List.of(
                op("det", "x(3, 3)", "x(2, 2, 2)", "x(1, 1)")
                        .refuses("x(2, 3)", "x(3)")
                        .shows("tensor([[2., 0.], [0., 4.]])", "tensor(8.)")
                        .covering("linalg.det"),
                op("linalg.slogdet", "x(3, 3)", "x(2, 2, 2)")
                        .refuses("x(2, 3)")
                        .shows(
                                "tensor([[0., 1.], [1., 0.]])",
                                "torch.return_types.linalg_slogdet(\nsign=tensor(-1.),\nlogabsdet=tensor(0.))")
                        .covering("slogdet"),
                op("logdet", "x(3, 3) + 9. * torch.eye(3)")
                        .refuses("x(2, 3)")
                        .shows("tensor([[2., 0.], [0., 4.]])", "tensor(2.0794)"),
                constant("linalg.matrix_rank", "x(3, 3)", "x(2, 2, 3)")
                        .shows("tensor([[1., 2.], [2., 4.]])", "tensor(1)"),
                op("linalg.cond", "x(3, 3)", "x(2, 2, 2), 'fro'", "x(2, 2), 1")
                        .shows("tensor([[2., 0.], [0., 4.]])", "tensor(2.)"),
                op(
                                "linalg.norm",
                                "x(2, 3)",
                                "x(3), 3",
                                "x(2, 3), 'nuc'",
                                "x(2, 3), 2",
                                "x(2, 2, 3), 1, (1, 2)")
                        .shows("tensor([3., 4.])", "tensor(5.)"),
                op("linalg.vector_norm", "x(2, 3)", "x(2, 3), 3, 1", "x(2, 3), inf, 0, True")
                        .shows("tensor([3., 4.])", "tensor(5.)"),
                op(
                                "linalg.matrix_norm",
                                "x(2, 3)",
                                "x(2, 3), 'nuc'",
                                "x(2, 2, 3), -2",
                                "x(3, 3), inf")
                        .refuses("x(3)")
                        .shows("tensor([[1., 2.], [3., 5.]]), 1", "tensor(7.)"));
    }

    private static List<OpCase> systems() {
        return List.of(
                op(
                                "linalg.solve",
                                "x(3, 3), x(3)",
                                "x(2, 3, 3), x(3, 2)",
                                "x(2, 2), x(3, 2), left=False")
                        .refuses("x(2, 3), x(2)", "x(2, 2), x(3)")
                        .shows("tensor([[2., 0.], [0., 4.]]), tensor([2., 8.])", "tensor([1., 2.])")
                        .covering("linalg.solve_ex"),
                op("inverse", "x(3, 3)", "x(2, 2, 2)")
                        .refuses("x(2, 3)", "torch.zeros(2, 2)")
                        .shows(
                                "tensor([[2., 0.], [0., 4.]])",
                                "tensor([[0.5000, 0.0000],\n        [0.0000, 0.2500]])")
                        .covering("linalg.inv", "linalg.inv_ex"),
                OpCase.of("linalg.solve_triangular", ABOVE_ONE, true)
                        .on(
                                "x(3, 3), x(3, 2), upper=True",
                                "x(2, 2, 2), x(2, 1), upper=False, unitriangular=True",
                                "x(2, 2), x(3, 2), upper=True, left=False")
                        .refuses("x(2, 3), x(2, 1), upper=True")
                        .shows(
                                "tensor([[2., 0.], [0., 4.]]), tensor([[2.], [8.]]), upper=True",
                                "tensor([[1.],\n        [2.]])"),
                OpCase.of("triangular_solve", ABOVE_ONE, true)
                        .on("x(3, 2), x(3, 3)", "x(3, 2), x(3, 3), False, True")
                        .shows(
                                "tensor([[2.], [8.]]), tensor([[2., 0.], [0., 4.]])",
                                "torch.return_types.triangular_solve(\nsolution=tensor([[1.],\n        [2.]]),\ncloned_coefficient=tensor([[2., 0.],\n        [0., 4.]]))"),
                OpCase.of("linalg.lu_solve", ABOVE_ONE, true)
                        .on("x(2, 2), torch.tensor([2, 2], dtype=torch.int32), x(2, 3)")
                        .shows(
                                "tensor([[2., 0.], [0., 4.]]), tensor([1, 2], dtype=torch.int32), tensor([[2.], [8.]])",
                                "tensor([[1.],\n        [2.]])"),
                OpCase.of("lu_solve", ABOVE_ONE, true)
                        .on("x(2, 3), x(2, 2), torch.tensor([2, 2], dtype=torch.int32)")
                        .shows(
                                "tensor([[2.], [8.]]), tensor([[2., 0.], [0., 4.]]), tensor([1, 2], dtype=torch.int32)",
                                "tensor([[1.],\n        [2.]])"),
                op("linalg.pinv", "x(3, 2)", "x(2, 2, 3)")
                        .refuses("x(3)")
                        .shows(
                                "tensor([[2., 0.], [0., 4.], [0., 0.]])",
                                "tensor([[0.5000, 0.0000, 0.0000],\n        [0.0000, 0.2500, 0.0000]])"),
                op("pinverse", "x(3, 2)", "x(2, 2, 3)")
                        .shows(
                                "tensor([[2., 0.], [0., 4.], [0., 0.]])",
                                "tensor([[0.5000, 0.0000, 0.0000],\n        [0.0000, 0.2500, 0.0000]])"),
                OpCase.of("cholesky_solve", ABOVE_ONE, true)
                        .on("x(2, 1), torch.diag_embed(x(2))")
                        .refuses("x(3, 1), x(2, 2)")
                        .shows(
                                "tensor([[4.], [16.]]), tensor([[2., 0.], [0., 4.]])",
                                "tensor([[1.],\n        [1.]])"),
                OpCase.of("cholesky_inverse", ABOVE_ONE, true)
                        .on("torch.diag_embed(x(2))", "torch.diag_embed(x(2, 3)), True")
                        .shows(
                                "tensor([[2., 0.], [1., 1.]])",
                                "tensor([[ 0.5000, -0.5000],\n        [-0.5000,  1.0000]])"),
                op("linalg.tensorinv", "x(2, 2, 4), ind=2")
                        .refuses("x(2, 3, 4)")
                        .shows(
                                "tensor([[[2., 0.]], [[0., 4.]]])",
                                "tensor([[[0.5000],\n         [0.0000]],\n\n        [[0.0000],\n         [0.2500]]])"),
                op("linalg.tensorsolve", "x(2, 2, 4), x(2, 2)")
                        .shows(
                                "tensor([[2., 0.], [0., 4.]]), tensor([2., 8.])",
                                "tensor([1., 2.])"),
                op("linalg.lstsq", "x(4, 2), x(4, 1), driver='gels'")
                        .shows(
                                "tensor([[2., 0.], [0., 4.]]), tensor([[2.], [8.]]), driver='gels'",
                                "torch.return_types.linalg_lstsq(\nsolution=tensor([[1.],\n        [2.]]),\nresiduals=tensor([]),\nrank=tensor([], dtype=torch.int64),\nsingular_values=tensor([]))"));
    }

    private static List<OpCase> factorisations() {
        return List.of(
                OpCase.of("linalg.eigh", ABOVE_ONE, true)
                        .on("torch.diag_embed(x(3))")
                        .refuses("x(2, 3)")
                        .shows(
                                "tensor([[2., 0.], [0., 4.]])",
                                "torch.return_types.linalg_eigh(\neigenvalues=tensor([2., 4.]),\neigenvectors=tensor([[1., 0.],\n        [0., 1.]]))"),
                op("linalg.svd", "x(3, 3)", "x(2, 3, 2), False")
                        .refuses("x(3)")
                        .shows(
                                "tensor([[4., 0.], [0., 2.]])",
                                "torch.return_types.linalg_svd(\nU=tensor([[1., 0.],\n        [0., 1.]]),\nS=tensor([4., 2.]),\nVh=tensor([[1., 0.],\n        [0., 1.]]))"),
                op("svd", "x(3, 3)", "x(2, 3, 2)")
                        .shows(
                                "tensor([[4., 0.], [0., 2.]])",
                                "torch.return_types.svd(\nU=tensor([[1., 0.],\n        [0., 1.]]),\nS=tensor([4., 2.]),\nV=tensor([[1., 0.],\n        [0., 1.]]))"),
                OpCase.of("linalg.ldl_factor", ABOVE_ONE, false)
                        .on("torch.diag_embed(x(3))")
                        .shows(
                                "tensor([[2., 0.], [0., 4.]])",
                                "torch.return_types.linalg_ldl_factor(\nLD=tensor([[2., 0.],\n        [0., 4.]]),\npivots=tensor([1, 2], dtype=torch.int32))"),
                OpCase.of("linalg.ldl_solve", ABOVE_ONE, false)
                        .on(
                                "torch.diag_embed(x(2)), torch.tensor([1, 2], dtype=torch.int32), x(2, 1)")
                        .shows(
                                "tensor([[2., 0.], [0., 4.]]), tensor([1, 2], dtype=torch.int32), tensor([[2.], [8.]])",
                                "tensor([[1.],\n        [2.]])"),
                OpCase.of("cholesky", ABOVE_ONE, true)
                        .on("torch.diag_embed(x(3))", "torch.diag_embed(x(2, 2)), True")
                        .refuses("x(2, 3)", "-torch.eye(2)")
                        .shows(
                                "tensor([[4., 2.], [2., 5.]])",
                                "tensor([[2., 0.],\n        [1., 2.]])")
                        .covering("linalg.cholesky", "linalg.cholesky_ex"),
                op("linalg.qr", "x(4, 3)", "x(2, 2, 2)", "x(2, 4), 'complete'")
                        .refuses("x(3)")
                        .shows(
                                "tensor([[3., 1.], [4., 7.]])",
                                "torch.return_types.linalg_qr(\nQ=tensor([[-0.6000, -0.8000],\n        [-0.8000,  0.6000]]),\nR=tensor([[-5.0000, -6.2000],\n        [ 0.0000,  3.4000]]))")
                        .covering("qr"),
                constant("geqrf", "x(3, 2)", "x(2, 2, 2)")
                        .shows(
                                "tensor([[3.], [4.]])",
                                "torch.return_types.geqrf(\na=tensor([[-5.0000],\n        [ 0.5000]]),\ntau=tensor([1.6000]))"),
                op("orgqr", "x(3, 2), x(2)")
                        .shows(
                                "tensor([[1.], [0.5]]), tensor([1.6])",
                                "tensor([[-0.6000],\n        [-0.8000]])")
                        .covering("linalg.householder_product"),
                op("ormqr", "x(3, 2), x(2), x(3, 2)")
                        // reflections one after the other, of sums in another order
                        .within(64)
                        .shows(
                                "tensor([[1.], [0.5]]), tensor([1.6]), tensor([[3.], [4.]])",
                                "tensor([[-5.],\n        [ 0.]])"),
                op("linalg.eigvalsh", "torch.diag_embed(x(3))")
                        .refuses("x(2, 3)")
                        .shows("tensor([[2., 1.], [1., 2.]])", "tensor([1., 3.])"),
                op("linalg.svdvals", "x(3, 3)", "x(2, 2, 3)")
                        .refuses("x(3)")
                        .shows("tensor([[0., 3.], [2., 0.]])", "tensor([3., 2.])"),
                OpCase.of("linalg.lu", ABOVE_ONE, true)
                        .on("x(3, 3)", "x(2, 2, 3)")
                        .shows(
                                "tensor([[1., 2.], [2., 6.]])",
                                "torch.return_types.linalg_lu(\nP=tensor([[0., 1.],\n        [1., 0.]]),\nL=tensor([[1.0000, 0.0000],\n        [0.5000, 1.0000]]),\nU=tensor([[ 2.,  6.],\n        [ 0., -1.]]))"),
                OpCase.of("linalg.lu_factor", ABOVE_ONE, true)
                        .on("x(3, 3)", "x(2, 3, 2)")
                        .shows(
                                "tensor([[1., 2.], [2., 6.]])",
                                "torch.return_types.linalg_lu_factor(\nLU=tensor([[ 2.0000,  6.0000],\n        [ 0.5000, -1.0000]]),\npivots=tensor([2, 2], dtype=torch.int32))")
                        .covering("lu"));
    }
}
