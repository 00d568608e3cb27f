package dev.cresset.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The networks of the larger workloads, as functions of parameters that are made in the order of
 * PyTorch's modules: the same kernels without the cost of module calls.
 */
final class LibTorchModels {
    static final int CONTEXT = 128;
    static final int VOCABULARY = 96;

    private LibTorchModels() {}

    /** A network from one tensor to another. */
    interface Function {
        Tensor apply(Tensor x);
    }

    /** Parameters in order, with the formula's values. */
    static final class Parameters {
        private final List<Tensor> all = new ArrayList<>();

        Tensor of(String name, long... sizes) {
            float[] values = Formula.parameter(all.size(), name, sizes);
            Tensor p = LibTorchSuite.from(values, sizes).set_requires_grad(true);
            all.add(p);
            return p;
        }

        TensorVector vector() {
            return new TensorVector(all.toArray(Tensor[]::new));
        }
    }

    static Function linear(Parameters p, int in, int out, boolean biased) {
        Tensor w = p.of("weight", out, in);
        if (!biased) {
            return x -> torch.linear(x, w);
        }
        TensorOptional b = new TensorOptional(p.of("bias", out));
        return x -> torch.linear(x, w, b);
    }

    static Function conv(Parameters p, int in, int out, int kernel, int stride, int padding) {
        return conv(p, in, out, kernel, stride, padding, false);
    }

    private static Function conv(
            Parameters p, int in, int out, int kernel, int stride, int padding, boolean biased) {
        Tensor w = p.of("weight", out, in, kernel, kernel);
        TensorOptional b =
                biased ? new TensorOptional(p.of("bias", out)) : new TensorOptional();
        long[] steps = {stride, stride};
        long[] edges = {padding, padding};
        long[] dilation = {1, 1};
        return x -> torch.conv2d(x, w, b, steps, edges, dilation, 1);
    }

    static Function batchNorm(Parameters p, int channels, boolean training) {
        TensorOptional w = new TensorOptional(p.of("weight", channels));
        TensorOptional b = new TensorOptional(p.of("bias", channels));
        TensorOptional mean = new TensorOptional(torch.zeros(channels));
        TensorOptional var = new TensorOptional(torch.ones(channels));
        return x -> torch.batch_norm(x, w, b, mean, var, training, 0.1, 1e-5, false);
    }

    static Function layerNorm(Parameters p, int width) {
        TensorOptional w = new TensorOptional(p.of("weight", width));
        TensorOptional b = new TensorOptional(p.of("bias", width));
        long[] over = {width};
        return x -> torch.layer_norm(x, over, w, b, 1e-5, false);
    }

    private static Tensor maxPool(Tensor x, int size, int stride, int padding) {
        long[] kernel = {size, size};
        long[] steps = {stride, stride};
        long[] edges = {padding, padding};
        return torch.max_pool2d(x, kernel, steps, edges, new long[] {1, 1}, false);
    }

    static Function digits(Parameters p) {
        Function first = conv(p, 1, 32, 3, 1, 0, true);
        Function second = conv(p, 32, 64, 3, 1, 0, true);
        Function wide = linear(p, 9216, 128, true);
        Function narrow = linear(p, 128, 10, true);
        return x -> {
            Tensor y = torch.relu(second.apply(torch.relu(first.apply(x))));
            y = maxPool(y, 2, 2, 0).flatten(1, -1);
            return narrow.apply(torch.relu(wide.apply(y)));
        };
    }

    static Function doubleConv(Parameters p) {
        Function first = conv(p, 3, 64, 3, 1, 1);
        Function firstNorm = batchNorm(p, 64, true);
        Function second = conv(p, 64, 64, 3, 1, 1);
        Function secondNorm = batchNorm(p, 64, true);
        return x -> {
            Tensor y = torch.relu(firstNorm.apply(first.apply(x)));
            return torch.relu(secondNorm.apply(second.apply(y)));
        };
    }

    private static Function block(Parameters p, int in, int out, int stride, boolean training) {
        Function first = conv(p, in, out, 3, stride, 1);
        Function firstNorm = batchNorm(p, out, training);
        Function second = conv(p, out, out, 3, 1, 1);
        Function secondNorm = batchNorm(p, out, training);
        boolean changes = in != out || stride != 1;
        Function down = changes ? conv(p, in, out, 1, stride, 0) : x -> x;
        Function downNorm = changes ? batchNorm(p, out, training) : x -> x;
        return x -> {
            Tensor y = torch.relu(firstNorm.apply(first.apply(x)));
            y = secondNorm.apply(second.apply(y));
            return torch.relu(y.add(downNorm.apply(down.apply(x))));
        };
    }

    static Function resNet18(Parameters p, boolean large, int classes, boolean training) {
        Function stem = large ? conv(p, 3, 64, 7, 2, 3) : conv(p, 3, 64, 3, 1, 1);
        Function stemNorm = batchNorm(p, 64, training);
        List<Function> blocks = new ArrayList<>();
        int in = 64;
        for (int out : new int[] {64, 128, 256, 512}) {
            blocks.add(block(p, in, out, out == 64 ? 1 : 2, training));
            blocks.add(block(p, out, out, 1, training));
            in = out;
        }
        Function head = linear(p, 512, classes, true);
        return x -> {
            Tensor y = torch.relu(stemNorm.apply(stem.apply(x)));
            y = large ? maxPool(y, 3, 2, 1) : y;
            for (Function f : blocks) {
                y = f.apply(y);
            }
            return head.apply(y.mean(2, 3));
        };
    }

    private static Function gptBlock(Parameters p, int width) {
        int heads = 8;
        Function firstNorm = layerNorm(p, width);
        Function qkv = linear(p, width, 3 * width, true);
        Function out = linear(p, width, width, true);
        Function secondNorm = layerNorm(p, width);
        Function wide = linear(p, width, 4 * width, true);
        Function narrow = linear(p, 4 * width, width, true);
        TensorOptional noMask = new TensorOptional();
        DoubleOptional noScale = new DoubleOptional();
        return x -> {
            long n = x.size(0);
            long t = x.size(1);
            Tensor all = qkv.apply(firstNorm.apply(x));
            Tensor[] parts = new Tensor[3];
            for (int i = 0; i < 3; i++) {
                parts[i] =
                        all.narrow(2, (long) i * width, width)
                                .view(n, t, heads, width / heads)
                                .transpose(1, 2);
            }
            Tensor seen =
                    torch.scaled_dot_product_attention(
                            parts[0], parts[1], parts[2], noMask, 0, true, noScale, false);
            Tensor y = x.add(out.apply(seen.transpose(1, 2).reshape(n, t, width)));
            return y.add(narrow.apply(torch.gelu(wide.apply(secondNorm.apply(y)))));
        };
    }

    static Function gpt(Parameters p) {
        int width = 256;
        Tensor tokens = p.of("weight", VOCABULARY, width);
        Tensor places = p.of("weight", CONTEXT, width);
        List<Function> blocks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            blocks.add(gptBlock(p, width));
        }
        Function norm = layerNorm(p, width);
        Function head = linear(p, width, VOCABULARY, false);
        long[] order = new long[CONTEXT];
        java.util.Arrays.setAll(order, i -> i);
        Tensor index = LibTorchSuite.from(order);
        return x -> {
            Tensor y = torch.embedding(tokens, x).add(torch.embedding(places, index));
            for (Function f : blocks) {
                y = f.apply(y);
            }
            return head.apply(norm.apply(y));
        };
    }
}
