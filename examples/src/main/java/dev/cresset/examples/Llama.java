package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.nn.*;
import dev.cresset.nn.Module;
import dev.cresset.op.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Llama (Touvron et al. 2023) with the names of Hugging Face's {@code LlamaForCausalLM}: token ids
 * {@code (N, T)} give logits {@code (N, T, vocabulary)}.
 *
 * <p>Each block normalises by the root mean square, turns queries and keys by their place (rotary
 * embedding, Su et al. 2021), lets several heads share a key and value (Ainslie et al. 2023), and
 * gates its maps by SiLU (Shazeer 2020).
 *
 * <pre>{@code
 * Llama model = Llama.load(Path.of("TinyLlama"));       // config.json and, perhaps sharded, weights
 * Tensor ids = model.generate(tensor(new long[][] {{1, 15043}}), 20);
 * }</pre>
 */
public class Llama extends Layer {
    final Decoder model;

    @Name("lm_head")
    final Linear lmHead;

    private final Config config;

    /**
     * The sizes, with Hugging Face's names.
     *
     * @param vocabSize the number of tokens
     * @param hiddenSize the size of a token's vector
     * @param intermediateSize the size between the maps of a block
     * @param numHiddenLayers the number of blocks
     * @param numAttentionHeads the number of heads
     * @param numKeyValueHeads the number of keys and values, which divides that of heads
     * @param headDim the size of a head
     * @param rmsNormEps what is added to mean squares
     * @param rope how fast queries and keys turn with their place
     * @param attentionBias whether the maps of attention have biases
     * @param mlpBias whether the maps after it have biases
     * @param tieWordEmbeddings whether the last map is the embedding
     */
    public record Config(
            int vocabSize,
            int hiddenSize,
            int intermediateSize,
            int numHiddenLayers,
            int numAttentionHeads,
            int numKeyValueHeads,
            int headDim,
            double rmsNormEps,
            Rope rope,
            boolean attentionBias,
            boolean mlpBias,
            boolean tieWordEmbeddings) {
        /**
         * Reads a folder's {@code config.json}.
         *
         * @throws IllegalArgumentException if places are turned in a way that is not here
         */
        public static Config read(Path folder) throws IOException {
            HuggingFace c = HuggingFace.config(folder);
            int size = c.integer("hidden_size");
            int heads = c.integer("num_attention_heads");
            return new Config(
                    c.integer("vocab_size"),
                    size,
                    c.integer("intermediate_size"),
                    c.integer("num_hidden_layers"),
                    heads,
                    c.integer("num_key_value_heads", heads),
                    c.integer("head_dim", size / heads),
                    c.number("rms_norm_eps", 1e-6),
                    Rope.read(c),
                    c.flag("attention_bias", false),
                    c.flag("mlp_bias", false),
                    c.flag("tie_word_embeddings", false));
        }
    }

    /**
     * The turning of queries and keys by their place (Su et al. 2021), and how it is slowed down
     * for sequences longer than those of the training.
     *
     * @param type {@code default}, {@code linear} (all frequencies are divided) or {@code llama3}
     *     (low ones are)
     * @param theta the base of the frequencies {@code theta^(-2i / size)}
     * @param factor what frequencies are divided by
     * @param lowFreqFactor waves longer than the original length divided by this are slowed down
     * @param highFreqFactor waves shorter than the original length divided by this are left alone
     * @param originalLength the length of the training's sequences
     */
    public record Rope(
            String type,
            double theta,
            double factor,
            double lowFreqFactor,
            double highFreqFactor,
            int originalLength) {
        static Rope read(HuggingFace c) {
            String key = c.has("rope_type") ? "rope_type" : "type";
            String type = c.has(key) ? c.text(key) : "default";
            if (!List.of("default", "linear", "llama3").contains(type)) {
                throw new IllegalArgumentException(
                        "rope_type " + type + ": there are default, linear and llama3");
            }
            return new Rope(
                    type,
                    c.number("rope_theta", 10000),
                    c.number("factor", 1),
                    c.number("low_freq_factor", 1),
                    c.number("high_freq_factor", 4),
                    c.integer("original_max_position_embeddings", 8192));
        }

        /** Returns the frequencies of a head's pairs, in radians for each place. */
        double[] frequencies(int size) {
            return IntStream.range(0, size / 2)
                    .mapToDouble(i -> slowed(Math.pow(theta, -2.0 * i / size)))
                    .toArray();
        }

        private double slowed(double frequency) {
            return switch (type) {
                case "linear" -> frequency / factor;
                case "llama3" -> {
                    double waves = originalLength * frequency / (2 * Math.PI);
                    double kept = (waves - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
                    double share = Math.clamp(kept, 0, 1);
                    yield share * frequency + (1 - share) * frequency / factor;
                }
                default -> frequency;
            };
        }
    }

    /** Makes a model with new numbers. */
    public Llama(Config config) {
        this.config = config;
        model = new Decoder(config);
        lmHead = new Linear(config.hiddenSize, config.vocabSize, o -> o.bias(false));
        for (Module m : modules()) {
            switch (m) {
                case Linear l -> {
                    Init.normal_(l.weight, 0, 0.02);
                    if (l.bias != null) {
                        Init.zeros_(l.bias);
                    }
                }
                case Embedding e -> Init.normal_(e.weight, 0, 0.02);
                default -> {}
            }
        }
        if (config.tieWordEmbeddings) {
            lmHead.weight = model.embedTokens.weight;
        }
    }

    /** Makes a model from a folder with {@code config.json} and weights, for evaluation. */
    public static Llama load(Path folder) throws IOException {
        return load(Config.read(folder), folder);
    }

    /** Makes a model in float32 from a file or folder of weights, for evaluation. */
    public static Llama load(Config config, Path weights) throws IOException {
        var model = new Llama(config);
        model.loadStateDict(Checkpoint.load(weights), o -> o.cast(DType.FLOAT32).absentTies(true));
        model.eval();
        return model;
    }

    @Override
    protected Tensor forward(Tensor ids) {
        return lmHead.call(model.call(ids));
    }

    /** Returns the embedding and what each block gives, the last one normalised. */
    public List<Tensor> hiddenStates(Tensor ids) {
        return model.states(ids);
    }

    /** Returns ids with a number of tokens added, each the likeliest. */
    public Tensor generate(Tensor ids, int count) {
        return noGrad(() -> {
            Tensor all = ids;
            for (int i = 0; i < count; i++) {
                all = cat(List.of(all, call(all).select(1, -1).argmax(-1, true)), 1);
            }
            return all;
        });
    }

    /** Returns the sizes. */
    public Config config() {
        return config;
    }

    static class Decoder extends Layer {
        @Name("embed_tokens")
        final Embedding embedTokens;

        final List<Block> layers;
        final RMSNorm norm;

        Decoder(Config c) {
            embedTokens = new Embedding(c.vocabSize, c.hiddenSize);
            layers = IntStream.range(0, c.numHiddenLayers).mapToObj(i -> new Block(c)).toList();
            norm = norm(c);
        }

        @Override
        protected Tensor forward(Tensor ids) {
            return states(ids).getLast();
        }

        List<Tensor> states(Tensor ids) {
            List<Tensor> states = new ArrayList<>();
            Tensor x = embedTokens.call(ids);
            for (Block block : layers) {
                states.add(x);
                x = block.call(x);
            }
            states.add(norm.call(x));
            return states;
        }
    }

    static RMSNorm norm(Config c) {
        return new RMSNorm(new int[] {c.hiddenSize}, o -> o.eps(c.rmsNormEps));
    }

    static class Block extends Layer {
        @Name("self_attn")
        final Attention attention;

        final Mlp mlp;

        @Name("input_layernorm")
        final RMSNorm norm1;

        @Name("post_attention_layernorm")
        final RMSNorm norm2;

        Block(Config c) {
            attention = new Attention(c);
            mlp = new Mlp(c);
            norm1 = norm(c);
            norm2 = norm(c);
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor y = x.add(attention.call(norm1.call(x)));
            return y.add(mlp.call(norm2.call(y)));
        }
    }

    static class Attention extends Layer {
        @Name("q_proj")
        final Linear queries;

        @Name("k_proj")
        final Linear keys;

        @Name("v_proj")
        final Linear values;

        @Name("o_proj")
        final Linear out;

        private final Config config;

        Attention(Config c) {
            config = c;
            int all = c.numAttentionHeads * c.headDim;
            int shared = c.numKeyValueHeads * c.headDim;
            queries = new Linear(c.hiddenSize, all, o -> o.bias(c.attentionBias));
            keys = new Linear(c.hiddenSize, shared, o -> o.bias(c.attentionBias));
            values = new Linear(c.hiddenSize, shared, o -> o.bias(c.attentionBias));
            out = new Linear(all, c.hiddenSize, o -> o.bias(c.attentionBias));
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor angles = angles(x.size(1));
            Tensor heard =
                    Functional.scaledDotProductAttention(
                            turned(split(queries.call(x)), angles),
                            turned(split(keys.call(x)), angles),
                            split(values.call(x)),
                            o -> o.isCausal(true).enableGqa(true));
            return out.call(heard.transpose(1, 2).flatten(2));
        }

        /** Returns {@code (N, heads, T, size)} of {@code (N, T, heads size)}. */
        private Tensor split(Tensor x) {
            return x.unflatten(-1, -1, config.headDim).transpose(1, 2);
        }

        /** Returns the angles {@code (T, size)}: place times frequency, twice. */
        private Tensor angles(int length) {
            Tensor frequencies = tensor(config.rope.frequencies(config.headDim)).toFloat();
            Tensor half = arange(length).toFloat().outer(frequencies);
            return cat(List.of(half, half), -1);
        }

        /** Returns x with the pairs (i, i + size / 2) turned by angles. */
        private static Tensor turned(Tensor x, Tensor angles) {
            List<Tensor> halves = x.chunk(2, -1);
            Tensor quarter = cat(List.of(halves.get(1).neg(), halves.get(0)), -1);
            return x.mul(angles.cos()).add(quarter.mul(angles.sin()));
        }
    }

    static class Mlp extends Layer {
        @Name("gate_proj")
        final Linear gate;

        @Name("up_proj")
        final Linear up;

        @Name("down_proj")
        final Linear down;

        Mlp(Config c) {
            gate = new Linear(c.hiddenSize, c.intermediateSize, o -> o.bias(c.mlpBias));
            up = new Linear(c.hiddenSize, c.intermediateSize, o -> o.bias(c.mlpBias));
            down = new Linear(c.intermediateSize, c.hiddenSize, o -> o.bias(c.mlpBias));
        }

        @Override
        protected Tensor forward(Tensor x) {
            return down.call(Functional.silu(gate.call(x)).mul(up.call(x)));
        }
    }
}
