package dev.cresset.benchmarks;

import static dev.cresset.Tensor.inferenceMode;

import dev.cresset.Tensor;
import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Init;
import dev.cresset.nn.LSTM;
import dev.cresset.nn.Layer;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import dev.cresset.optim.Adam;
import dev.cresset.optim.AdamW;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.SGD;
import java.util.Arrays;
import java.util.function.Consumer;
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
            case "W4" -> w4();
            case "W5" -> w5();
            case "W6" -> w6();
            case "W7" -> w7();
            case "W8" -> w8();
            case "W9" -> w9();
            case "W10.resnet18" ->
                    inference(
                            filled(new CressetModels.ResNet18(true, 1000)),
                            data(0, 1, 3, 224, 224));
            case "W10.gpt" ->
                    inference(
                            filled(new CressetModels.Gpt()),
                            classes(0, CressetModels.CONTEXT, CressetModels.VOCABULARY)
                                    .view(1, CressetModels.CONTEXT));
            case "W11.normal" -> fill(x -> Init.normal_(x, 0, 1));
            case "W11.kaiming" -> fill(x -> Init.kaimingUniform_(x));
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

    private static Workload w4() {
        Layer net = filled(CressetModels.digits());
        Tensor x = data(0, 64, 1, 28, 28);
        Tensor y = classes(1, 64, 10);
        return train(
                new SGD(net.parameters(), o -> o.lr(0.01)),
                () -> Functional.crossEntropy(net.call(x), y));
    }

    private static Workload w5() {
        Layer net = filled(CressetModels.doubleConv());
        Tensor x = data(0, 8, 3, 64, 64);
        return train(new SGD(net.parameters(), o -> o.lr(0.01)), () -> net.call(x).square().mean());
    }

    private static Workload w6() {
        Layer net = filled(new CressetModels.ResNet18(false, 10));
        Tensor x = data(0, 16, 3, 32, 32);
        Tensor y = classes(1, 16, 10);
        return train(
                new SGD(net.parameters(), o -> o.lr(0.01).momentum(0.9)),
                () -> Functional.crossEntropy(net.call(x), y));
    }

    private static Workload w7() {
        LSTM net = filled(new LSTM(64, 256, o -> o.numLayers(2)));
        Tensor x = data(0, 64, 32, 64);
        return train(
                new Adam(net.parameters(), o -> o.lr(1e-3)),
                () -> net.call(x).output().square().mean());
    }

    private static Workload w8() {
        CressetModels.Gpt net = filled(new CressetModels.Gpt());
        int vocabulary = CressetModels.VOCABULARY;
        int n = 8 * CressetModels.CONTEXT;
        Tensor x = classes(0, n, vocabulary).view(8, CressetModels.CONTEXT);
        Tensor y = classes(1, n, vocabulary);
        return train(
                new AdamW(net.parameters(), o -> o.lr(3e-4)),
                () -> Functional.crossEntropy(net.call(x).view(n, vocabulary), y));
    }

    /** Guo et al. 2019, eq. 2 and 3: the attention between places, with its gradients. */
    private static Workload w9() {
        int n = 307;
        int t = 12;
        Tensor x = data(0, 32, n, 1, t);
        Tensor w1 = data(1, t).requiresGrad_();
        Tensor w2 = data(2, 1, t).requiresGrad_();
        Tensor w3 = data(3, 1).requiresGrad_();
        Tensor bias = data(4, 1, n, n).requiresGrad_();
        Tensor v = data(5, n, n).requiresGrad_();
        Tensor g = data(6, 32, n, n);
        return CressetKernels.withBackward(
                () -> {
                    Tensor left = x.matmul(w1).matmul(w2);
                    Tensor right = w3.matmul(x).transpose(-1, -2);
                    return v.matmul(left.matmul(right).add(bias).sigmoid()).softmax(1);
                },
                g,
                v,
                bias,
                w1,
                w2,
                w3);
    }

    private static Workload fill(Consumer<Tensor> init) {
        Tensor x = Tensor.empty(10_000, 10_000);
        return new Workload() {
            @Override
            public void step() {
                Tensor.manualSeed(1);
                init.accept(x);
            }

            @Override
            public double check() {
                return x.get(0).square().mean().item().doubleValue();
            }
        };
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
