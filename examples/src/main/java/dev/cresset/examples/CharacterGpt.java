package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.data.Batch;
import dev.cresset.nn.*;
import dev.cresset.optim.AdamW;
import dev.cresset.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A small GPT learns to write Shakespeare, character by character: attention, blocks and training
 * from scratch (A. Karpathy's nanoGPT is the model).
 *
 * <p>Arguments: a file of text (without one, scenes of Coriolanus), and the number of steps.
 */
public class CharacterGpt {
    /** Each place looks at itself and the places before it, with several heads. */
    static class SelfAttention extends Layer {
        final Linear qkv;
        final Linear out;
        private final int heads;

        SelfAttention(int width, int heads) {
            this.heads = heads;
            qkv = new Linear(width, 3 * width);
            out = new Linear(width, width);
        }

        @Override
        protected Tensor forward(Tensor x) {
            List<Tensor> parts =
                    qkv.call(x).chunk(3, -1).stream()
                            .map(t -> t.unflatten(-1, heads, -1).transpose(1, 2))
                            .toList();
            Tensor seen =
                    Functional.scaledDotProductAttention(
                            parts.get(0), parts.get(1), parts.get(2), o -> o.isCausal(true));
            return out.call(seen.transpose(1, 2).flatten(2));
        }
    }

    /** Attention and a perceptron, each beside a shortcut. */
    static class Block extends Layer {
        final LayerNorm norm1;
        final SelfAttention attention;
        final LayerNorm norm2;
        final Sequential mlp;

        Block(int width, int heads) {
            norm1 = new LayerNorm(width);
            attention = new SelfAttention(width, heads);
            norm2 = new LayerNorm(width);
            mlp =
                    new Sequential(
                            new Linear(width, 4 * width), new GELU(), new Linear(4 * width, width));
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor y = x.add(attention.call(norm1.call(x)));
            return y.add(mlp.call(norm2.call(y)));
        }
    }

    /** Characters (N, T) to logits (N, T, characters). */
    static class Gpt extends Layer {
        final Embedding characters;
        final Embedding places;
        final List<Block> blocks;
        final LayerNorm norm;
        final Linear head;
        private final int context;

        Gpt(int alphabet, int context, int width, int heads, int layers) {
            this.context = context;
            characters = new Embedding(alphabet, width);
            places = new Embedding(context, width);
            blocks = Stream.generate(() -> new Block(width, heads)).limit(layers).toList();
            norm = new LayerNorm(width);
            head = new Linear(width, alphabet, o -> o.bias(false));
            apply(m -> {
                switch (m) {
                    case Linear l -> Init.normal_(l.weight, 0, 0.02);
                    case Embedding e -> Init.normal_(e.weight, 0, 0.02);
                    default -> {}
                }
            });
            head.weight = characters.weight; // tied
        }

        @Override
        protected Tensor forward(Tensor ids) {
            Tensor x = characters.call(ids).add(places.call(arange(ids.size(1))));
            for (Block block : blocks) {
                x = block.call(x);
            }
            return head.call(norm.call(x));
        }

        /** Returns a text that goes on with another. */
        String write(Characters text, String start, int count) {
            Tensor ids = text.encode(start).unsqueeze(0);
            for (int i = 0; i < count; i++) {
                int length = Math.min(context, ids.size(1));
                Tensor seen = ids.narrow(1, ids.size(1) - length, length);
                Tensor last = call(seen).select(1, -1);
                ids = cat(List.of(ids, multinomial(last.softmax(-1), 1, false, null)), 1);
            }
            StringBuilder out = new StringBuilder();
            for (int id : ids.squeeze(0).toIntArray()) {
                out.append(text.alphabet().charAt(id));
            }
            return out.toString();
        }
    }

    /** A text as numbers: which character stands where. */
    record Characters(String alphabet, Tensor ids) {
        static Characters read(Path file) throws IOException {
            String text = Files.readString(file);
            String alphabet =
                    text.chars()
                            .distinct()
                            .sorted()
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
            return new Characters(
                    alphabet, tensor(text.chars().mapToLong(c -> alphabet.indexOf(c)).toArray()));
        }

        Tensor encode(String text) {
            return tensor(text.chars().mapToLong(c -> alphabet.indexOf(c)).toArray());
        }

        /** Pieces of the text from random places, and the same a character later. */
        Batch pieces(int count, int length) {
            Tensor starts = randint(0, ids.size(0) - length, count, 1);
            Tensor at = starts.add(arange(length));
            return new Batch(List.of(ids.get(at), ids.get(at.add(1))));
        }
    }

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args.length > 0 ? args[0] : "examples/data/text/coriolanus.txt");
        train(file, args.length > 1 ? Integer.parseInt(args[1]) : 500);
    }

    /** Trains, and returns the last loss, in natural units per character. */
    static double train(Path file, int steps) throws IOException {
        manualSeed(0);
        Characters characters = Characters.read(file);
        var net = new Gpt(characters.alphabet().length(), 32, 64, 4, 2);
        var optimizer = new AdamW(net.parameters(), o -> o.lr(0.003));
        double last = Double.NaN;
        var progress = Progress.of(IntStream.range(0, steps).boxed().toList());
        for (int step : progress) {
            Batch batch = characters.pieces(16, 32);
            Tensor logits = net.call(batch.x());
            Tensor loss = Functional.crossEntropy(logits.flatten(0, 1), batch.y().flatten());
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            last = loss.item().doubleValue();
            progress.show("loss", last);
            if (step % 100 == 0) {
                System.out.printf("step %d  loss %.4f%n", step, last);
            }
        }
        System.out.println(noGrad(() -> net.write(characters, "First", 200)));
        return last;
    }
}
