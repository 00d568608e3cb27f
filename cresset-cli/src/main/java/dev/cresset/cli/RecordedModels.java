package dev.cresset.cli;

import dev.cresset.Tensor;
import dev.cresset.examples.Gpt2;
import dev.cresset.examples.Llama;
import dev.cresset.testkit.golden.RecordedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The language models of the examples, as the golden runner sees them. */
final class RecordedModels {
    private RecordedModels() {}

    static List<RecordedModel> all() {
        return List.of(new OfGpt2(), new OfLlama());
    }

    private record OfGpt2() implements RecordedModel {
        @Override
        public String cls() {
            return "GPT2LMHeadModel";
        }

        @Override
        public Loaded load(Path folder, Path weights) throws IOException {
            Gpt2 model = Gpt2.load(Gpt2.Config.read(folder), weights);
            return new Loaded() {
                @Override
                public Tensor logits(Tensor ids) {
                    return model.call(ids);
                }

                @Override
                public List<Tensor> hiddenStates(Tensor ids) {
                    return model.hiddenStates(ids);
                }

                @Override
                public Tensor generate(Tensor ids, int count) {
                    return model.generate(ids, count);
                }
            };
        }
    }

    private record OfLlama() implements RecordedModel {
        @Override
        public String cls() {
            return "LlamaForCausalLM";
        }

        @Override
        public Loaded load(Path folder, Path weights) throws IOException {
            Llama model = Llama.load(Llama.Config.read(folder), weights);
            return new Loaded() {
                @Override
                public Tensor logits(Tensor ids) {
                    return model.call(ids);
                }

                @Override
                public List<Tensor> hiddenStates(Tensor ids) {
                    return model.hiddenStates(ids);
                }

                @Override
                public Tensor generate(Tensor ids, int count) {
                    return model.generate(ids, count);
                }
            };
        }
    }
}
