package dev.cresset.benchmarks;

import dev.cresset.Tensor;
import dev.cresset.nn.Functional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Single ops: elementwise ones and reductions with their backward, and matrix products. */
final class CressetKernels {
    private CressetKernels() {}

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
        Tensor x = CressetSuite.data(0, rows, width).requiresGrad_();
        Tensor y = CressetSuite.data(1, rows, width);
        Tensor g = CressetSuite.data(2, rows, width);
        Tensor w = CressetSuite.data(3, width);
        Tensor b = CressetSuite.data(4, width);
        boolean two = op.equals("add") || op.equals("mul");
        boolean affine = op.equals("layernorm");
        y.requiresGrad_(two);
        w.requiresGrad_(affine);
        b.requiresGrad_(affine);
        Supplier<Tensor> forward =
                switch (op) {
                    case "add" -> () -> x.add(y);
                    case "mul" -> () -> x.mul(y);
                    case "relu" -> x::relu;
                    case "exp" -> x::exp;
                    case "tanh" -> x::tanh;
                    case "gelu" -> () -> Functional.gelu(x);
                    case "sigmoid" -> x::sigmoid;
                    case "softmax" -> () -> x.softmax(-1);
                    case "layernorm" -> {
                        int[] over = {width};
                        yield () -> Functional.layerNorm(x, over, w, b, 1e-5);
                    }
                    case "sum" -> x::sum;
                    case "mean" -> x::mean;
                    default -> null;
                };
        return forward == null ? null : withBackward(forward, g, x, y, w, b);
    }

    private static Workload linear(String shape) {
        String[] sizes = shape.split("x");
        int rows = Integer.parseInt(sizes[0]);
        int in = Integer.parseInt(sizes[1]);
        int out = Integer.parseInt(sizes[2]);
        Tensor x = CressetSuite.data(0, rows, in).requiresGrad_();
        Tensor w = CressetSuite.data(1, out, in).requiresGrad_();
        Tensor b = CressetSuite.data(2, out).requiresGrad_();
        Tensor g = CressetSuite.data(3, rows, out);
        return withBackward(() -> Functional.linear(x, w, b), g, x, w, b);
    }

    static Workload withBackward(Supplier<Tensor> forward, Tensor g, Tensor... leaves) {
        return new Workload() {
            private @Nullable Tensor last;

            @Override
            public void step() {
                for (Tensor leaf : leaves) {
                    leaf.setGrad(null);
                }
                Tensor y = forward.get();
                if (y.dim() == 0) {
                    y.backward();
                } else {
                    y.backward(g);
                }
                last = y;
            }

            @Override
            public double check() {
                Tensor grad = leaves[0].grad();
                return last == null || grad == null
                        ? Double.NaN
                        : CressetKernels.size(last) + CressetKernels.size(grad);
            }
        };
    }

    private static Workload matmul(String form, String size) {
        int n = Integer.parseInt(size);
        Tensor a = CressetSuite.data(0, n, n);
        Tensor b = CressetSuite.data(1, n, n);
        Tensor left = form.equals("tn") ? a.t() : a;
        Tensor right = form.equals("nt") ? b.t() : b;
        return new Workload() {
            private @Nullable Tensor last;

            @Override
            public void step() {
                last = left.matmul(right);
            }

            @Override
            public double check() {
                return last == null ? Double.NaN : CressetKernels.size(last);
            }
        };
    }

    /** The mean of the squares. */
    private static double size(Tensor x) {
        return x.detach().square().mean().item().doubleValue();
    }
}
