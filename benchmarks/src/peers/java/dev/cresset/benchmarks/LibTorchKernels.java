package dev.cresset.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LayerNormFuncOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Single ops on LibTorch. */
final class LibTorchKernels {
    private LibTorchKernels() {}

    static @Nullable Workload open(String name) {
        String[] parts = name.split("\\.");
        if (parts[0].equals("W13")) {
            return elementwise(parts[2], (int) Double.parseDouble(parts[1]));
        }
        return parts[1].equals("linear") ? linear(parts[2]) : matmul(parts[1], parts[2]);
    }

    private static @Nullable Workload elementwise(String op, int n) {
        int width = n == 1000 ? 100 : 1000;
        int rows = n / width;
        Tensor x = LibTorchSuite.data(0, rows, width).set_requires_grad(true);
        Tensor y = LibTorchSuite.data(1, rows, width);
        Tensor g = LibTorchSuite.data(2, rows, width);
        Tensor w = LibTorchSuite.data(3, width);
        Tensor b = LibTorchSuite.data(4, width);
        boolean two = op.equals("add") || op.equals("mul");
        boolean affine = op.equals("layernorm");
        y.set_requires_grad(two);
        w.set_requires_grad(affine);
        b.set_requires_grad(affine);
        Supplier<Tensor> forward =
                switch (op) {
                    case "add" -> () -> torch.add(x, y);
                    case "mul" -> () -> torch.mul(x, y);
                    case "relu" -> () -> torch.relu(x);
                    case "exp" -> () -> torch.exp(x);
                    case "tanh" -> () -> torch.tanh(x);
                    case "gelu" -> () -> torch.gelu(x);
                    case "sigmoid" -> () -> torch.sigmoid(x);
                    case "softmax" -> () -> torch.softmax(x, -1);
                    case "layernorm" -> {
                        var options = new LayerNormFuncOptions(new LongVector(new long[] {width}));
                        options.weight().put(w);
                        options.bias().put(b);
                        yield () -> torch.layer_norm(x, options);
                    }
                    case "sum" -> () -> torch.sum(x);
                    case "mean" -> () -> torch.mean(x);
                    default -> null;
                };
        return forward == null ? null : withBackward(forward, g, List.of(x, y, w, b));
    }

    private static Workload linear(String shape) {
        String[] sizes = shape.split("x");
        int rows = Integer.parseInt(sizes[0]);
        int in = Integer.parseInt(sizes[1]);
        int out = Integer.parseInt(sizes[2]);
        Tensor x = LibTorchSuite.data(0, rows, in).set_requires_grad(true);
        Tensor w = LibTorchSuite.data(1, out, in).set_requires_grad(true);
        Tensor b = LibTorchSuite.data(2, out).set_requires_grad(true);
        Tensor g = LibTorchSuite.data(3, rows, out);
        return withBackward(() -> torch.linear(x, w, b), g, List.of(x, w, b));
    }

    static Workload withBackward(Supplier<Tensor> forward, Tensor g, List<Tensor> leaves) {
        List<Tensor> learning = leaves.stream().filter(Tensor::requires_grad).toList();
        List<Tensor> gradients = learning.stream().map(Tensor::mutable_grad).toList();
        BoolOptional unset = new BoolOptional();
        TensorArrayRefOptional all = new TensorArrayRefOptional();
        return new LibTorchSuite.Kept()
                .workload(
                        keep -> {
                            gradients.forEach(Tensor::reset);
                            Tensor y = forward.get();
                            if (y.dim() == 0) {
                                y.backward();
                            } else {
                                y.backward(g, unset, false, all);
                            }
                            keep.accept(y);
                        },
                        y -> size(y) + size(learning.getFirst().grad()));
    }

    private static Workload matmul(String form, String size) {
        int n = Integer.parseInt(size);
        Tensor a = LibTorchSuite.data(0, n, n);
        Tensor b = LibTorchSuite.data(1, n, n);
        Tensor left = form.equals("tn") ? a.t() : a;
        Tensor right = form.equals("nt") ? b.t() : b;
        return new LibTorchSuite.Kept()
                .workload(keep -> keep.accept(torch.matmul(left, right)), LibTorchKernels::size);
    }

    /** The mean of the squares. */
    private static double size(Tensor x) {
        try (NoGradGuard guard = new NoGradGuard()) {
            return x.detach().square().mean().item_double();
        }
    }
}
