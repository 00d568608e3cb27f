package dev.cresset.examples;

import static dev.cresset.Tensor.*;

import dev.cresset.*;
import dev.cresset.data.Batch;
import dev.cresset.nn.*;
import dev.cresset.nn.Module;
import dev.cresset.nn.utils.ClipGrad;
import dev.cresset.optim.Adam;
import dev.cresset.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An LSTM learns to write Shakespeare, character by character (A. Karpathy, "The unreasonable
 * effectiveness of recurrent neural networks", 2015).
 *
 * <p>Arguments: a file of text (without one, scenes of Coriolanus), and the number of steps.
 */
public class CharacterLstm {
    /** Characters to logits for the next one, with the states at the end. */
    static class Writer extends Module {
        final Embedding embed;
        final LSTM lstm;
        final Linear head;

        Writer(int characters, int width) {
            embed = new Embedding(characters, width);
            lstm = new LSTM(width, width, o -> o.numLayers(2).batchFirst(true));
            head = new Linear(width, characters);
        }

        /** Returns logits (N, T, characters) for characters (N, T), which begin a text. */
        Tensor call(Tensor ids) {
            return hooked(List.of(ids), in -> head.call(lstm.call(embed.call(in.get(0))).output()));
        }

        /** Returns a text that goes on with another. */
        String write(Characters characters, String start, int count) {
            StringBuilder text = new StringBuilder(start);
            LSTM.Output out = lstm.call(embed.call(characters.encode(start).unsqueeze(0)));
            for (int i = 0; i < count; i++) {
                Tensor last = head.call(out.output().select(1, -1));
                Tensor next = multinomial(last.softmax(-1), 1, false, null);
                text.append(characters.alphabet().charAt(next.item().intValue()));
                out = lstm.call(embed.call(next), out.state());
            }
            return text.toString();
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
        var net = new Writer(characters.alphabet().length(), 96);
        var optimizer = new Adam(net.parameters(), o -> o.lr(0.005));
        double last = Double.NaN;
        var progress = Progress.of(IntStream.range(0, steps).boxed().toList());
        for (int step : progress) {
            Batch batch = characters.pieces(16, 32);
            Tensor logits = net.call(batch.x());
            Tensor loss = Functional.crossEntropy(logits.flatten(0, 1), batch.y().flatten());
            optimizer.zeroGrad();
            loss.backward();
            ClipGrad.clipGradNorm_(net.parameters(), 1);
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
