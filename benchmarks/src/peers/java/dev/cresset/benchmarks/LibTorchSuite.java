package dev.cresset.benchmarks;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The workloads on LibTorch. */
final class LibTorchSuite implements Suite {
    private static final int DATA = 1000; // the number of the first data tensor

    /** A module and its forward. */
    record Net(Module module, Function<Tensor, Tensor> forward) {}

    @Override
    public @Nullable Workload open(String name) {
        if (name.startsWith("W13.") || name.startsWith("W14.")) {
            return LibTorchKernels.open(name);
        }
        return switch (name) {
            case "W1" -> {
                Net net = mlp(4, 8, 1);
                Tensor x = data(0, 2, 4);
                Tensor y = data(1, 2, 1);
                yield train(
                        new SGD(net.module.parameters(), new SGDOptions(0.01)),
                        () -> torch.mse_loss(net.forward.apply(x), y));
            }
            case "W2" -> {
                Net net = mlp(784, 256, 10);
                Tensor x = data(0, 64, 784);
                Tensor y = classes(1, 64, 10);
                yield train(
                        new SGD(net.module.parameters(), momentum(0.05)),
                        () -> torch.cross_entropy(net.forward.apply(x), y));
            }
            case "W3" -> {
                Net net = mlp(784, 1024, 1024, 10);
                Tensor x = data(0, 256, 784);
                Tensor y = classes(1, 256, 10);
                yield train(
                        new Adam(net.module.parameters(), new AdamOptions(1e-3)),
                        () -> torch.cross_entropy(net.forward.apply(x), y));
            }
            case "W10.mlp" -> inference(mlp(784, 256, 10), data(0, 1, 784));
            default -> null;
        };
    }

    static SGDOptions momentum(double lr) {
        SGDOptions out = new SGDOptions(lr);
        out.momentum().put(0.9);
        return out;
    }

    private static Net mlp(int... widths) {
        Module module = new Module();
        LinearImpl[] layers = new LinearImpl[widths.length - 1];
        for (int i = 0; i < layers.length; i++) {
            layers[i] =
                    module.register_module("" + i, new LinearImpl(widths[i], widths[i + 1]));
        }
        fill(module);
        return new Net(
                module,
                x -> {
                    Tensor y = x;
                    for (int i = 0; i < layers.length; i++) {
                        y = layers[i].forward(i == 0 ? y : torch.relu(y));
                    }
                    return y;
                });
    }

    /** Gives a module the formula's parameters. */
    static void fill(Module module) {
        StringTensorDict named = module.named_parameters();
        for (int i = 0; i < named.size(); i++) {
            String name = named.get(i).key().getString();
            String last = name.substring(name.lastIndexOf('.') + 1);
            Tensor p = named.get(i).access();
            long[] sizes = sizes(p);
            String kind = last.startsWith("bias") ? "bias" : "weight";
            p.set_data(from(Formula.parameter(i, kind, sizes), sizes));
        }
    }

    private static long[] sizes(Tensor p) {
        long[] out = new long[(int) p.dim()];
        for (int d = 0; d < out.length; d++) {
            out[d] = p.size(d);
        }
        return out;
    }

    static Tensor from(float[] values, long... sizes) {
        try (FloatPointer pointer = new FloatPointer(values)) {
            return torch.from_blob(pointer, sizes).clone();
        }
    }

    static Tensor data(int number, long... sizes) {
        int n = 1;
        for (long size : sizes) {
            n *= (int) size;
        }
        return from(Formula.values(DATA + number, n, 1), sizes);
    }

    static Tensor classes(int number, int n, int below) {
        try (LongPointer pointer = new LongPointer(Formula.classes(DATA + number, n, below))) {
            TensorOptions options = new TensorOptions(torch.ScalarType.Long);
            return torch.from_blob(pointer, new long[] {n}, options).clone();
        }
    }

    /** Whole training steps; what a step made is freed when it ends, except the loss. */
    static Workload train(Optimizer optimizer, Supplier<Tensor> forward) {
        Kept loss = new Kept();
        return loss.workload(
                keep -> {
                    optimizer.zero_grad();
                    Tensor y = forward.get();
                    y.backward();
                    optimizer.step();
                    keep.accept(y);
                },
                Tensor::item_double);
    }

    private static Workload inference(Net net, Tensor x) {
        net.module.eval();
        return new Kept()
                .workload(
                        keep -> {
                            try (InferenceMode mode = new InferenceMode(true)) {
                                keep.accept(net.forward.apply(x));
                            }
                        },
                        y -> y.square().mean().item_double());
    }

    /** The one tensor that outlives a step. */
    static final class Kept {
        private @Nullable Tensor last;

        Workload workload(Consumer<Consumer<Tensor>> step, Function<Tensor, Double> check) {
            return new Workload() {
                @Override
                public void step() {
                    if (last != null) {
                        last.close();
                    }
                    try (PointerScope scope = new PointerScope()) {
                        step.accept(y -> last = y.retainReference());
                    }
                }

                @Override
                public double check() {
                    try (PointerScope scope = new PointerScope()) {
                        return last == null ? Double.NaN : check.apply(last);
                    }
                }
            };
        }
    }
}
