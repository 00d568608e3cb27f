package dev.cresset.benchmarks;

import dev.cresset.benchmarks.LibTorchModels.Parameters;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
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
            case "W4" -> {
                Parameters p = new Parameters();
                LibTorchModels.Function net = LibTorchModels.digits(p);
                Tensor x = data(0, 64, 1, 28, 28);
                Tensor y = classes(1, 64, 10);
                yield train(
                        new SGD(p.vector(), new SGDOptions(0.01)),
                        () -> torch.cross_entropy(net.apply(x), y));
            }
            case "W5" -> {
                Parameters p = new Parameters();
                LibTorchModels.Function net = LibTorchModels.doubleConv(p);
                Tensor x = data(0, 8, 3, 64, 64);
                yield train(
                        new SGD(p.vector(), new SGDOptions(0.01)),
                        () -> net.apply(x).square().mean());
            }
            case "W6" -> {
                Parameters p = new Parameters();
                LibTorchModels.Function net = LibTorchModels.resNet18(p, false, 10, true);
                Tensor x = data(0, 16, 3, 32, 32);
                Tensor y = classes(1, 16, 10);
                yield train(
                        new SGD(p.vector(), momentum(0.01)),
                        () -> torch.cross_entropy(net.apply(x), y));
            }
            case "W7" -> {
                LSTMOptions options = new LSTMOptions(64, 256);
                options.num_layers().put(2);
                LSTMImpl net = new LSTMImpl(options);
                fill(net);
                Tensor x = data(0, 64, 32, 64);
                yield train(
                        new Adam(net.parameters(), new AdamOptions(1e-3)),
                        () -> net.forward(x).get0().square().mean());
            }
            case "W8" -> {
                Parameters p = new Parameters();
                LibTorchModels.Function net = LibTorchModels.gpt(p);
                int vocabulary = LibTorchModels.VOCABULARY;
                int n = 8 * LibTorchModels.CONTEXT;
                Tensor x = classes(0, n, vocabulary).view(8, LibTorchModels.CONTEXT);
                Tensor y = classes(1, n, vocabulary);
                yield train(
                        new AdamW(p.vector(), new AdamWOptions(3e-4)),
                        () -> torch.cross_entropy(net.apply(x).view(n, vocabulary), y));
            }
            case "W9" -> w9();
            case "W10.resnet18" -> {
                Parameters p = new Parameters();
                LibTorchModels.Function net = LibTorchModels.resNet18(p, true, 1000, false);
                yield inference(net::apply, data(0, 1, 3, 224, 224));
            }
            case "W10.gpt" -> {
                Parameters p = new Parameters();
                LibTorchModels.Function net = LibTorchModels.gpt(p);
                int t = LibTorchModels.CONTEXT;
                yield inference(net::apply, classes(0, t, LibTorchModels.VOCABULARY).view(1, t));
            }
            case "W11.normal" -> fill(x -> torch.normal_(x, 0, 1));
            case "W11.kaiming" -> fill(x -> torch.kaiming_uniform_(x));
            case "W10.mlp" -> {
                Net net = mlp(784, 256, 10);
                net.module.eval();
                yield inference(net.forward, data(0, 1, 784));
            }
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

    static Tensor from(long... values) {
        try (LongPointer pointer = new LongPointer(values)) {
            TensorOptions options = new TensorOptions(torch.ScalarType.Long);
            return torch.from_blob(pointer, new long[] {values.length}, options).clone();
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
        return from(Formula.classes(DATA + number, n, below));
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

    private static Workload w9() {
        int n = 307;
        int t = 12;
        Tensor x = data(0, 32, n, 1, t);
        Tensor w1 = data(1, t).set_requires_grad(true);
        Tensor w2 = data(2, 1, t).set_requires_grad(true);
        Tensor w3 = data(3, 1).set_requires_grad(true);
        Tensor bias = data(4, 1, n, n).set_requires_grad(true);
        Tensor v = data(5, n, n).set_requires_grad(true);
        return LibTorchKernels.withBackward(
                () -> {
                    Tensor left = torch.matmul(torch.matmul(x, w1), w2);
                    Tensor right = torch.matmul(w3, x).transpose(-1, -2);
                    Tensor s = torch.sigmoid(torch.matmul(left, right).add(bias));
                    return torch.softmax(torch.matmul(v, s), 1);
                },
                data(6, 32, n, n),
                List.of(v, bias, w1, w2, w3));
    }

    private static Workload fill(Consumer<Tensor> init) {
        Tensor x = torch.empty(10_000, 10_000);
        return new Workload() {
            @Override
            public void step() {
                torch.manual_seed(1);
                try (PointerScope scope = new PointerScope()) {
                    init.accept(x);
                }
            }

            @Override
            public double check() {
                try (PointerScope scope = new PointerScope()) {
                    return x.narrow(0, 0, 1).square().mean().item_double();
                }
            }
        };
    }

    private static Workload inference(Function<Tensor, Tensor> net, Tensor x) {
        return new Kept()
                .workload(
                        keep -> {
                            try (InferenceMode mode = new InferenceMode(true)) {
                                keep.accept(net.apply(x));
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
