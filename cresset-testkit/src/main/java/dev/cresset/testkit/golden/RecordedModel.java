package dev.cresset.testkit.golden;

import dev.cresset.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A language model of another project's layout, as a program in Java. */
public interface RecordedModel {
    /** Returns the name of its class in Python: {@code GPT2LMHeadModel}. */
    String cls();

    /**
     * Makes the model for evaluation.
     *
     * @param folder the folder with its {@code config.json}
     * @param weights the folder, or a file of weights in it
     * @throws IOException if a file cannot be read
     */
    Loaded load(Path folder, Path weights) throws IOException;

    /** A model with the weights of a file. */
    interface Loaded {
        /** Returns logits {@code (N, T, vocabulary)} for ids {@code (N, T)}. */
        Tensor logits(Tensor ids);

        /** Returns the embedding and what each block gives, the last one normalised. */
        List<Tensor> hiddenStates(Tensor ids);

        /** Returns ids with a number of tokens added, each the likeliest. */
        Tensor generate(Tensor ids, int count);
    }
}
