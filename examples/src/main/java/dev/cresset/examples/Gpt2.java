package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.nn.*;
import dev.cresset.nn.Module;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * GPT-2 (Radford et al. 2019) with the names of Hugging Face's {@code GPT2LMHeadModel}: token ids
 * {@code (N, T)} give logits {@code (N, T, vocabulary)}.
 *
 * <pre>{@code
 * Gpt2 model = Gpt2.load(Path.of("gpt2"));              // a folder with config.json and weights
 * Tensor ids = model.generate(tensor(new long[][] {{15496, 11}}), 20);
 * }</pre>
 */
public class Gpt2 extends Layer {
    final Decoder transformer;

    @Name("lm_head")
    final Linear lmHead;

    private final Config config;

    /**
     * The sizes, with Hugging Face's names and defaults of {@link #SMALL}.
     *
     * @param vocabSize the number of tokens
     * @param nPositions the longest sequence
     * @param nEmbd the size of a token's vector
     * @param nLayer the number of blocks
     * @param nHead the number of heads
     * @param nInner the size between the two maps of a block
     * @param dropout the probability of dropping, in training
     * @param layerNormEpsilon what is added to variances
     */
    public record Config(
            int vocabSize,
            int nPositions,
            int nEmbd,
            int nLayer,
            int nHead,
            int nInner,
            double dropout,
            double layerNormEpsilon) {
        /** GPT-2's 124 million parameters. */
        public static final Config SMALL = new Config(50257, 1024, 768, 12, 12, 4 * 768, 0.1, 1e-5);

        /** Reads a folder's {@code config.json}. */
        public static Config read(Path folder) throws IOException {
            HuggingFace c = HuggingFace.config(folder);
            int size = c.integer("n_embd");
            return new Config(
                    c.integer("vocab_size"),
                    c.integer("n_positions"),
                    size,
                    c.integer("n_layer"),
                    c.integer("n_head"),
                    c.integer("n_inner", 4 * size),
                    c.number("resid_pdrop", 0.1),
                    c.number("layer_norm_epsilon", 1e-5));
        }
    }

    /** Makes a model with new numbers. */
    public Gpt2(Config config) {
        this.config = config;
        transformer = new Decoder(config);
        lmHead = new Linear(config.nEmbd, config.vocabSize, o -> o.bias(false));
        for (Module m : modules()) {
            switch (m) {
                case Linear l -> Init.normal_(l.weight, 0, 0.02);
                case Embedding e -> Init.normal_(e.weight, 0, 0.02);
                default -> {}
            }
        }
        lmHead.weight = transformer.wte.weight;
    }

    /** Makes a model from a folder with {@code config.json} and weights, for evaluation. */
    public static Gpt2 load(Path folder) throws IOException {
        return load(Config.read(folder), folder);
    }

    /** Makes a model from a file or folder of weights, for evaluation. */
    public static Gpt2 load(Config config, Path weights) throws IOException {
        var model = new Gpt2(config);
        model.loadStateDict(named(Checkpoint.load(weights)), o -> o.absentTies(true));
        model.eval();
        return model;
    }

    /* Older files lack the prefix and hold the causal mask as a buffer. */
    private static Map<String, Tensor> named(Map<String, Tensor> file) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        file.forEach((name, t) -> {
            if (!name.matches(".*\\.attn\\.(masked_)?bias")) {
                boolean whole = name.startsWith("transformer.") || name.startsWith("lm_head.");
                out.put(whole ? name : "transformer." + name, t);
            }
        });
        return out;
    }

    @Override
    protected Tensor forward(Tensor ids) {
        return lmHead.call(transformer.call(ids));
    }

    /** Returns the embedding and what each block gives, the last one normalised. */
    public List<Tensor> hiddenStates(Tensor ids) {
        return transformer.states(ids);
    }

    /** Returns ids with a number of tokens added, each the likeliest. */
    public Tensor generate(Tensor ids, int count) {
        return noGrad(() -> {
            Tensor all = ids;
            for (int i = 0; i < count; i++) {
                int start = Math.max(0, all.size(1) - config.nPositions);
                Tensor logits = call(all.narrow(1, start, all.size(1) - start));
                all = cat(List.of(all, logits.select(1, -1).argmax(-1, true)), 1);
            }
            return all;
        });
    }

    /** Returns the sizes. */
    public Config config() {
        return config;
    }

    static class Decoder extends Layer {
        final Embedding wte;
        final Embedding wpe;
        final Dropout drop;
        final List<Block> h;

        @Name("ln_f")
        final LayerNorm norm;

        Decoder(Config c) {
            wte = new Embedding(c.vocabSize, c.nEmbd);
            wpe = new Embedding(c.nPositions, c.nEmbd);
            drop = new Dropout(c.dropout);
            h = IntStream.range(0, c.nLayer).mapToObj(i -> new Block(c)).toList();
            norm = norm(c);
        }

        @Override
        protected Tensor forward(Tensor ids) {
            return states(ids).getLast();
        }

        List<Tensor> states(Tensor ids) {
            List<Tensor> states = new ArrayList<>();
            Tensor x = drop.call(wte.call(ids).add(wpe.call(arange(ids.size(-1)))));
            for (Block block : h) {
                states.add(x);
                x = block.call(x);
            }
            states.add(norm.call(x));
            return states;
        }
    }

    static LayerNorm norm(Config c) {
        return new LayerNorm(c.nEmbd, o -> o.eps(c.layerNormEpsilon));
    }

    static class Block extends Layer {
        @Name("ln_1")
        final LayerNorm norm1;

        final Attention attn;

        @Name("ln_2")
        final LayerNorm norm2;

        final Mlp mlp;

        Block(Config c) {
            norm1 = norm(c);
            attn = new Attention(c);
            norm2 = norm(c);
            mlp = new Mlp(c);
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor y = x.add(attn.call(norm1.call(x)));
            return y.add(mlp.call(norm2.call(y)));
        }
    }

    static class Attention extends Layer {
        @Name("c_attn")
        final Conv1D project;

        @Name("c_proj")
        final Conv1D out;

        final Dropout drop;
        final int heads;

        Attention(Config c) {
            project = new Conv1D(3 * c.nEmbd, c.nEmbd);
            out = new Conv1D(c.nEmbd, c.nEmbd);
            drop = new Dropout(c.dropout);
            heads = c.nHead;
        }

        @Override
        protected Tensor forward(Tensor x) {
            List<Tensor> qkv = project.call(x).chunk(3, -1);
            double p = isTraining() ? drop.options().p().doubleValue() : 0;
            Tensor heard =
                    Functional.scaledDotProductAttention(
                            split(qkv.get(0)),
                            split(qkv.get(1)),
                            split(qkv.get(2)),
                            o -> o.isCausal(true).dropoutP(p));
            return drop.call(out.call(heard.transpose(1, 2).flatten(2)));
        }

        /** Returns {@code (N, heads, T, size / heads)} of {@code (N, T, size)}. */
        private Tensor split(Tensor x) {
            return x.unflatten(-1, heads, -1).transpose(1, 2);
        }
    }

    static class Mlp extends Layer {
        @Name("c_fc")
        final Conv1D up;

        @Name("c_proj")
        final Conv1D down;

        final GELU act = new GELU(GeluApproximation.TANH);
        final Dropout dropout;

        Mlp(Config c) {
            up = new Conv1D(c.nInner, c.nEmbd);
            down = new Conv1D(c.nEmbd, c.nInner);
            dropout = new Dropout(c.dropout);
        }

        @Override
        protected Tensor forward(Tensor x) {
            return dropout.call(down.call(act.call(up.call(x))));
        }
    }

    /** A linear layer whose weight lies transposed, {@code (in, out)}: {@code y = x W + b}. */
    static class Conv1D extends Layer {
        final Parameter weight;
        final Parameter bias;

        Conv1D(int out, int in) {
            weight = new Parameter(empty(in, out));
            bias = new Parameter(zeros(out));
            Init.normal_(weight, 0, 0.02);
        }

        @Override
        protected Tensor forward(Tensor x) {
            return Functional.linear(x, weight.t(), bias);
        }

        @Override
        protected String extraRepr() {
            return "nf=" + weight.size(1) + ", nx=" + weight.size(0);
        }
    }
}
