package dev.cresset.benchmarks;

import static dev.cresset.Tensor.inferenceMode;

import dev.cresset.Tensor;
import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.optim.Adam;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.SGD;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The workloads on Cresset. */
final class CressetSuite implements Suite {
    private static final int DATA = 1000; // the number of the first data tensor

    @Override
    public @Nullable Workload open(String name) {
        if (name.startsWith("W13.") || name.startsWith("W14.")) {
            return CressetKernels.open(name);
        }
        if (name.startsWith("walk.")) {
            return CressetWalk.open(name);
        }
        return switch (name) {
            case "W1" -> w1();
            case "W2" -> w2();
            case "W3" -> w3();
            case "W10.mlp" -> inference(mlp(784, 256, 10), data(0, 1, 784));
            default -> null;
        };
    }

    private static Workload w1() {
        Layer net = mlp(4, 8, 1);
        Tensor x = data(0, 2, 4);
        Tensor y = data(1, 2, 1);
        return train(
                new SGD(net.parameters(), o -> o.lr(0.01)),
                () -> Functional.mseLoss(net.call(x), y));
    }

    private static Workload w2() {
        Layer net = mlp(784, 256, 10);
        Tensor x = data(0, 64, 784);
        Tensor y = classes(1, 64, 10);
        return train(
                new SGD(net.parameters(), o -> o.lr(0.05).momentum(0.9)),
                () -> Functional.crossEntropy(net.call(x), y));
    }

    private static Workload w3() {
        Layer net = mlp(784, 1024, 1024, 10);
        Tensor x = data(0, 256, 784);
        Tensor y = classes(1, 256, 10);
        return train(
                new Adam(net.parameters(), o -> o.lr(1e-3)),
                () -> Functional.crossEntropy(net.call(x), y));
    }

    /** Returns linear layers with ReLU between them. */
    private static Layer mlp(int... widths) {
        Sequential net = new Sequential();
        for (int i = 0; i + 1 < widths.length; i++) {
            if (i > 0) {
                net.append(new ReLU());
            }
            net.append(new Linear(widths[i], widths[i + 1]));
        }
        return filled(net);
    }

    /** Gives a module the formula's parameters. */
    static <M extends Module> M filled(M net) {
        int[] index = {0};
        net.namedParameters()
                .forEach((name, p) -> {
                    String last = name.substring(name.lastIndexOf('.') + 1);
                    String kind = last.startsWith("bias") ? "bias" : "weight";
                    int[] sizes = p.shape().toArray();
                    long[] wide = Arrays.stream(sizes).asLongStream().toArray();
                    p.setData(shaped(Formula.parameter(index[0]++, kind, wide), sizes));
                });
        return net;
    }

    /** Returns data in [-1, 1). */
    static Tensor data(int number, int... sizes) {
        int n = 1;
        for (int size : sizes) {
            n *= size;
        }
        return shaped(Formula.values(DATA + number, n, 1), sizes);
    }

    private static Tensor shaped(float[] values, int... sizes) {
        Layout layout = Layout.contiguous(Shape.of(sizes));
        return Tensor.of(new View(DType.FLOAT32, new Storage.Floats(values), layout));
    }

    static Tensor classes(int number, int n, int below) {
        return Tensor.tensor(Formula.classes(DATA + number, n, below));
    }

    /** Whole training steps. */
    static Workload train(Optimizer<?> optimizer, Supplier<Tensor> forward) {
        return new Workload() {
            private @Nullable Tensor last;

            @Override
            public void step() {
                optimizer.zeroGrad();
                Tensor loss = forward.get();
                loss.backward();
                optimizer.step();
                last = loss;
            }

            @Override
            public double check() {
                return last == null ? Double.NaN : last.item().doubleValue();
            }
        };
    }

    /** Forward passes that nothing records. */
    static Workload inference(Layer net, Tensor x) {
        net.eval();
        return new Workload() {
            private @Nullable Tensor last;

            @Override
            public void step() {
                last = inferenceMode(() -> net.call(x));
            }

            @Override
            public double check() {
                return last == null ? Double.NaN : last.square().mean().item().doubleValue();
            }
        };
    }
}
