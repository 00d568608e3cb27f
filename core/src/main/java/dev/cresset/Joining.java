package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tensors put together, and grids of coordinates. */
final class Joining {
    private Joining() {}

    static void some(String op, Tensor... tensors) {
        if (tensors.length == 0) {
            throw new IllegalArgumentException(op + ": expects a non-empty TensorList, got 0");
        }
    }

    /** Joins along a dimension of tensors that must agree in rank. */
    static Tensor cat(String op, List<Tensor> tensors, int dim) {
        for (Tensor x : tensors) {
            if (x.dim() != tensors.getFirst().dim()) {
                throw new IllegalArgumentException(
                        op
                                + ": Tensors must have same number of dimensions: got "
                                + tensors.getFirst().shape().listText()
                                + " and "
                                + x.shape().listText());
            }
        }
        return Tensor.cat(tensors, dim);
    }

    static Tensor blockDiag(Tensor... tensors) {
        int rows = 0;
        int columns = 0;
        List<Tensor> blocks = new ArrayList<>();
        for (Tensor x : tensors) {
            if (x.dim() > 2) {
                throw new IllegalArgumentException(
                        "block_diag: Input tensors must have 2 or fewer dimensions. Input has "
                                + x.dim()
                                + " dimensions");
            }
            Tensor block = x.atleast2d();
            blocks.add(block);
            rows += block.size(0);
            columns += block.size(1);
        }
        List<Tensor> lines = new ArrayList<>();
        int before = 0;
        for (Tensor block : blocks) {
            int after = columns - before - block.size(1);
            Tensor left = Tensor.zeros(block.dtype(), block.size(0), before);
            Tensor right = Tensor.zeros(block.dtype(), block.size(0), after);
            lines.add(Tensor.cat(List.of(left, block, right), 1));
            before += block.size(1);
        }
        return lines.isEmpty() ? Tensor.zeros(1, 0) : Tensor.cat(lines, 0).view(rows, columns);
    }

    static List<Tensor> meshgrid(List<? extends Tensor> vectors, boolean xy) {
        if (vectors.isEmpty()) {
            throw new IllegalArgumentException("meshgrid expects a non-empty TensorList, got []");
        }
        int n = vectors.size();
        int[] sizes = new int[n];
        for (int i = 0; i < n; i++) {
            Tensor v = vectors.get(i);
            if (v.dim() > 1) {
                throw new IllegalArgumentException(
                        "meshgrid: Expected 0D or 1D tensor in the tensor list but got: "
                                + v.shape().listText());
            }
            if (v.dtype() != vectors.getFirst().dtype()) {
                throw new IllegalArgumentException(
                        "meshgrid expects all tensors to have the same dtype, got "
                                + vectors.getFirst().dtype()
                                + " and "
                                + v.dtype());
            }
            sizes[i] = Math.toIntExact(v.numel());
        }
        boolean swap = xy && n >= 2;
        if (swap) {
            int t = sizes[0];
            sizes[0] = sizes[1];
            sizes[1] = t;
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int[] one = new int[n];
            Arrays.fill(one, 1);
            int axis = swap && i < 2 ? 1 - i : i;
            one[axis] = -1;
            out.add(vectors.get(i).view(one).expand(sizes));
        }
        return out;
    }

    static Tensor cartesianProd(Tensor... vectors) {
        some("cartesian_prod", vectors);
        for (Tensor v : vectors) {
            if (v.dim() != 1) {
                throw new IllegalArgumentException(
                        "cartesian_prod: Expect a 1D vector, but got shape "
                                + v.shape().listText());
            }
        }
        if (vectors.length == 1) {
            return vectors[0];
        }
        List<Tensor> flat =
                meshgrid(List.of(vectors), false).stream().map(Tensor::flatten).toList();
        return Tensor.stack(flat, 1);
    }

    static Tensor combinations(Tensor x, int r, boolean withReplacement) {
        if (x.dim() != 1 || r < 0) {
            throw new IllegalArgumentException(
                    "combinations: Expect a 1D vector and a non-negative number, but got shape "
                            + x.shape().listText()
                            + " and r="
                            + r);
        }
        if (r == 0) {
            return Tensor.empty(x.dtype(), 0);
        }
        int n = x.size(0);
        List<Tensor> grids = meshgrid(java.util.Collections.nCopies(r, Tensor.arange(n)), false);
        Tensor keep = Tensor.full(grids.getFirst().shape(), true);
        for (int i = 1; i < r; i++) {
            Tensor before = grids.get(i - 1);
            Tensor after = grids.get(i);
            keep = keep.logicalAnd(withReplacement ? before.le(after) : before.lt(after));
        }
        List<Tensor> columns = new ArrayList<>();
        for (Tensor x1 : meshgrid(java.util.Collections.nCopies(r, x), false)) {
            columns.add(x1.maskedSelect(keep));
        }
        return Tensor.stack(columns, 1);
    }

    static Tensor triangle(String op, int rows, int columns, int offset, boolean lower) {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException(
                    op + ": rows and columns must be non-negative, got " + rows + ", " + columns);
        }
        Tensor ones = Tensor.full(Shape.of(rows, columns), true);
        return (lower ? ones.tril(offset) : ones.triu(offset)).nonzero().t().contiguous();
    }

    static Tensor logspace(double start, double end, int steps, double base, DType dtype) {
        if (steps < 0) {
            throw new IllegalArgumentException(
                    "logspace: number of steps must be non-negative, got " + steps);
        }
        Tensor exponents = Tensor.linspace(start, end, steps, DType.FLOAT64);
        return Tensor.tensor(base).toDouble().pow(exponents).to(dtype);
    }
}
