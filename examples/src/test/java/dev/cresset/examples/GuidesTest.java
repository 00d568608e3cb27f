package dev.cresset.examples;

import static dev.cresset.Tensor.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.*;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.data.*;
import dev.cresset.data.transform.Transforms;
import dev.cresset.nn.*;
import dev.cresset.optim.*;
import dev.cresset.train.*;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/data.md and docs/training.md show compiles and runs. */
class GuidesTest {
    /* The blocks below stand in the guides word for word; only their white space differs. */
    private final Tensor x = randn(40, 3);
    private final Tensor y = randint(0, 2, 40);
    @TempDir private Path temporary;

    // ---- docs/data.md

    class Squares implements Dataset<Batch> {
        @Override
        public int size() {
            return 100;
        }

        @Override
        public Batch get(int i) {
            return new Batch(List.of(tensor((float) i), tensor((float) i * i)));
        }
    }

    @Test
    void datasets() {
        Dataset<Integer> images = Dataset.of(List.of(1, 2));
        Dataset<String> captions = Dataset.of(List.of("a", "b"));
        // guide
        var data = new TensorDataset(x, y);
        List<Subset<Batch>> parts = data.randomSplit(0.8, 0.2);
        var both = new ConcatDataset<>(parts);
        var pairs = StackDataset.of(images, captions);
        // end
        assertThat(both.size()).isEqualTo(40);
        assertThat(pairs.get(1)).isEqualTo(List.of(2, "b"));
        assertThat(new Squares().get(3).y().item()).isEqualTo(9.0);
    }

    @Test
    void loaders() {
        var data = new TensorDataset(x, y);
        IntConsumer init = worker -> {};
        // guide
        var loader =
                new DataLoader<>(
                        data,
                        o ->
                                o.batchSize(32)
                                        .shuffle(true)
                                        .dropLast(true)
                                        .numWorkers(2)
                                        .prefetchFactor(4)
                                        .workerInit(init)
                                        .timeout(Duration.ofMinutes(1)));
        for (var batch : loader) {
            Tensor inputs = batch.x();
            Tensor targets = batch.y();
        }
        // end
        assertThat(loader).hasSize(1);
    }

    record Sample(String name, float[] pixels, int label) {}

    @Test
    void batchesOfAnything() {
        var list = List.of(new Sample("a", new float[2], 0), new Sample("b", new float[2], 1));
        // guide
        DataLoader<Map<String, Object>> samples =
                DataLoader.of(Dataset.of(list), Collate::batch, o -> o.batchSize(2));
        // end
        assertThat(samples.iterator().next().get("name")).isEqualTo(List.of("a", "b"));
    }

    @Test
    void streams() {
        // guide
        IterableDataset<Tensor> numbers =
                () -> {
                    WorkerInfo worker = WorkerInfo.current();
                    int first = worker == null ? 0 : worker.id();
                    int step = worker == null ? 1 : worker.numWorkers();
                    return IntStream.iterate(first, i -> i < 100, i -> i + step)
                            .mapToObj(i -> tensor((long) i))
                            .iterator();
                };
        var stream = new DataLoader<>(numbers, o -> o.batchSize(8).numWorkers(2));
        // end
        assertThat(stream).hasSize(14);
    }

    @Test
    void mnist() throws IOException {
        Path folder = Path.of("data/fashion-mnist");
        // guide
        var augment =
                Transforms.compose(
                        Transforms.randomCrop(28, 2),
                        Transforms.randomHorizontalFlip(0.5),
                        Transforms.normalize(0.286, 0.353));
        var train = Mnist.train(folder).transformed(augment);
        // end
        assertThat(train.get(0).x().shape().toArray()).containsExactly(1, 28, 28);
    }

    // ---- docs/training.md

    private final Linear net = new Linear(3, 2);
    private final SGD optimizer = new SGD(net.parameters(), o -> o.lr(0.1));
    private final StepLR schedule = new StepLR(optimizer, 3);
    private final DataLoader<Batch> loader =
            new DataLoader<>(new TensorDataset(x, y), o -> o.batchSize(8).shuffle(true));
    private final DataLoader<Batch> test = loader;

    @Test
    void aLoop() {
        // guide
        for (int epoch = 0; epoch < 10; epoch++) {
            net.train();
            var progress = Progress.of(loader);
            for (var batch : progress) {
                optimizer.zeroGrad();
                Tensor loss = Functional.crossEntropy(net.call(batch.x()), batch.y());
                loss.backward();
                optimizer.step();
                progress.show("loss", loss.item());
            }
            schedule.step();
            net.eval();
            var accuracy = new Accuracy();
            noGrad(() -> test.forEach(b -> accuracy.update(net.call(b.x()), b.y())));
            System.out.println(epoch + " " + accuracy.value());
        }
        // end
        assertThat(schedule.lastEpoch()).isEqualTo(10);
    }

    private int asked;

    private double validationLoss() {
        return Math.abs(asked++ - 4);
    }

    @Test
    void earlyStopping() throws IOException {
        Path best = temporary.resolve("best.pt");
        // guide
        var stopping = new EarlyStopping(o -> o.patience(5).minDelta(1e-3));
        for (int epoch = 0; epoch < 100; epoch++) {
            boolean stop = stopping.update(validationLoss());
            if (stopping.improved()) {
                Checkpoint.save(net.stateDict(), best);
            }
            if (stop) {
                break;
            }
        }
        // end
        assertThat(asked).isEqualTo(10);
        assertThat(best).exists();
    }

    @Test
    void checkpoints() throws IOException {
        Path last = temporary.resolve("last.pt");
        Path folder = temporary.resolve("runs");
        // guide
        var run = new TrainingRun(net, optimizer).scheduler(schedule).loader(loader);
        run.save(last);
        // end
        var checkpoints =
                new Checkpoints(folder, run, o -> o.everySteps(500).everyEpochs(1).keep(2));
        checkpoints.resume();
        while (run.epoch() < 10) {
            for (var batch : loader) {
                optimizer.zeroGrad();
                Functional.crossEntropy(net.call(batch.x()), batch.y()).backward();
                optimizer.step();
                checkpoints.step();
            }
            schedule.step();
            checkpoints.epoch();
        }
        // end
        assertThat(checkpoints.files()).hasSize(2);
        assertThat(Checkpoint.read(last).stateDict("model")).containsKey("weight");
    }

    @Test
    void everyBlockOfTheGuidesIsCompiledHere() throws IOException {
        String here =
                bare(
                        Files.readString(
                                Path.of("src/test/java/dev/cresset/examples/GuidesTest.java")));
        List<String> blocks = new ArrayList<>();
        for (String guide : new String[] {"data", "training"}) {
            String text = Files.readString(Path.of("../docs/" + guide + ".md"));
            Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                    .matcher(text)
                    .results()
                    .map(m -> m.group(1))
                    .filter(block -> !block.contains("ImageFolder") && !block.contains("CsvTable"))
                    .forEach(blocks::add);
        }
        assertThat(blocks).hasSize(9);
        for (String block : blocks) {
            for (String part : lines(block).split("(?<=\n}\n)(?=var )|(?<=\\{}\n)")) {
                assertThat(here).contains(bare(part));
            }
        }
    }

    private static String bare(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String lines(String code) {
        return code.lines().map(l -> l.strip() + "\n").reduce("", String::concat);
    }
}
