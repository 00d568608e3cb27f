package dev.cresset.benchmarks;

import dev.cresset.Tensor;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.Embedding;
import dev.cresset.nn.Flatten;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Layer;
import dev.cresset.nn.LayerNorm;
import dev.cresset.nn.Linear;
import dev.cresset.nn.MaxPool2d;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The networks of the larger workloads. */
final class CressetModels {
    static final int CONTEXT = 128;
    static final int VOCABULARY = 96;

    private CressetModels() {}

    static Layer digits() {
        return new Sequential(
                new Conv2d(1, 32, 3),
                new ReLU(),
                new Conv2d(32, 64, 3),
                new ReLU(),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(9216, 128),
                new ReLU(),
                new Linear(128, 10));
    }

    static Layer doubleConv() {
        return new Sequential(
                new Conv2d(3, 64, 3, o -> o.padding(1).bias(false)),
                new BatchNorm2d(64),
                new ReLU(),
                new Conv2d(64, 64, 3, o -> o.padding(1).bias(false)),
                new BatchNorm2d(64),
                new ReLU());
    }

    /** He et al. 2016: a basic block. */
    static final class Block extends Layer {
        final Conv2d first;
        final BatchNorm2d firstNorm;
        final Conv2d second;
        final BatchNorm2d secondNorm;
        final @Nullable Conv2d down;
        final @Nullable BatchNorm2d downNorm;

        Block(int in, int out, int stride) {
            first = new Conv2d(in, out, 3, o -> o.stride(stride).padding(1).bias(false));
            firstNorm = new BatchNorm2d(out);
            second = new Conv2d(out, out, 3, o -> o.padding(1).bias(false));
            secondNorm = new BatchNorm2d(out);
            boolean changes = in != out || stride != 1;
            down = changes ? new Conv2d(in, out, 1, o -> o.stride(stride).bias(false)) : null;
            downNorm = changes ? new BatchNorm2d(out) : null;
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor y = firstNorm.call(first.call(x)).relu();
            y = secondNorm.call(second.call(y));
            Tensor shortcut = down == null || downNorm == null ? x : downNorm.call(down.call(x));
            return y.add(shortcut).relu();
        }
    }

    /** ResNet-18 for small images, or with the original stem for large ones. */
    static final class ResNet18 extends Layer {
        final Conv2d stem;
        final BatchNorm2d stemNorm;
        final List<Block> blocks = new ArrayList<>();
        final Linear head;
        private final boolean large;

        ResNet18(boolean large, int classes) {
            this.large = large;
            stem =
                    large
                            ? new Conv2d(3, 64, 7, o -> o.stride(2).padding(3).bias(false))
                            : new Conv2d(3, 64, 3, o -> o.padding(1).bias(false));
            stemNorm = new BatchNorm2d(64);
            int in = 64;
            for (int out : new int[] {64, 128, 256, 512}) {
                blocks.add(new Block(in, out, out == 64 ? 1 : 2));
                blocks.add(new Block(out, out, 1));
                in = out;
            }
            head = new Linear(512, classes);
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor y = stemNorm.call(stem.call(x)).relu();
            if (large) {
                y = Functional.maxPool2d(y, 3, o -> o.stride(2).padding(1));
            }
            for (Block block : blocks) {
                y = block.call(y);
            }
            return head.call(y.mean(2, 3));
        }
    }

    /** A transformer block, normalised before each part. */
    static final class GptBlock extends Layer {
        private static final int HEADS = 8;
        final LayerNorm firstNorm;
        final Linear qkv;
        final Linear out;
        final LayerNorm secondNorm;
        final Linear wide;
        final Linear narrow;
        private final int width;

        GptBlock(int width) {
            this.width = width;
            firstNorm = new LayerNorm(width);
            qkv = new Linear(width, 3 * width);
            out = new Linear(width, width);
            secondNorm = new LayerNorm(width);
            wide = new Linear(width, 4 * width);
            narrow = new Linear(4 * width, width);
        }

        @Override
        protected Tensor forward(Tensor x) {
            int n = x.size(0);
            int t = x.size(1);
            Tensor all = qkv.call(firstNorm.call(x));
            Tensor[] parts = new Tensor[3];
            for (int i = 0; i < 3; i++) {
                parts[i] =
                        all.narrow(2, i * width, width)
                                .view(n, t, HEADS, width / HEADS)
                                .transpose(1, 2);
            }
            Tensor seen =
                    Functional.scaledDotProductAttention(
                            parts[0], parts[1], parts[2], o -> o.isCausal(true));
            Tensor y = x.add(out.call(seen.transpose(1, 2).reshape(n, t, width)));
            return y.add(narrow.call(Functional.gelu(wide.call(secondNorm.call(y)))));
        }
    }

    /** A small GPT: tokens (N, T) -> scores (N, T, vocabulary). */
    static final class Gpt extends Layer {
        private static final int WIDTH = 256;
        final Embedding tokens = new Embedding(VOCABULARY, WIDTH);
        final Embedding places = new Embedding(CONTEXT, WIDTH);
        final List<GptBlock> blocks = new ArrayList<>();
        final LayerNorm norm = new LayerNorm(WIDTH);
        final Linear head = new Linear(WIDTH, VOCABULARY, o -> o.bias(false));
        private final Tensor order = Tensor.arange(CONTEXT);

        Gpt() {
            for (int i = 0; i < 4; i++) {
                blocks.add(new GptBlock(WIDTH));
            }
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor y = tokens.call(x).add(places.call(order));
            for (GptBlock block : blocks) {
                y = block.call(y);
            }
            return head.call(norm.call(y));
        }
    }
}
