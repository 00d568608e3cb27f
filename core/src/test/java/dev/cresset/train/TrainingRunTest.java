package dev.cresset.train;

import static dev.cresset.Tensor.defaultGenerator;
import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.ones;
import static dev.cresset.Tensor.rand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cresset.Generator;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.checkpoint.RealPython;
import dev.cresset.nn.Linear;
import dev.cresset.optim.SGD;
import dev.cresset.optim.StepLR;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    @TempDir private Path folder;

    private static final class Made {
        final Linear net;
        final SGD optimizer;
        final TrainingRun run;

        Made(int inputs) {
            net = new Linear(inputs, 1);
            optimizer = new SGD(net.parameters(), o -> o.lr(0.1).momentum(0.9));
            run = new TrainingRun(net, optimizer);
        }

        void train() {
            optimizer.zeroGrad();
            net.call(ones(2, net.weight.size(1))).sum().backward();
            optimizer.step();
            run.countStep();
        }
    }

    @Test
    void everythingGoesOnWhereItWas() throws IOException {
        Generator g = new Generator(3);
        Made first = new Made(2);
        first.run.with("augmentation", g);
        first.train();
        first.run.countEpoch();
        rand(7);
        Path file = folder.resolve("run.pt");
        first.run.save(file);
        double next = rand(1).item().doubleValue();
        long state = g.stateBytes()[100];
        Generator other = new Generator(4);
        Made second = new Made(2);
        second.run.with("augmentation", other);
        second.run.load(file);
        assertThat(second.run.epoch()).isEqualTo(1);
        assertThat(second.run.step()).isEqualTo(1);
        assertThat(rand(1).item().doubleValue()).isEqualTo(next);
        assertThat(other.stateBytes()).isEqualTo(g.stateBytes());
        assertThat((long) other.stateBytes()[100]).isEqualTo(state);
        first.train();
        second.train();
        assertThat(second.net.weight.equal(first.net.weight)).isTrue();
        assertThat(Checkpoint.read(file).stateDict("model")).containsOnlyKeys("weight", "bias");
    }

    @Test
    void realPyTorchGoesOnFromARun() throws Exception {
        RealPython.assumeGiven();
        manualSeed(5);
        Made made = new Made(2);
        made.run.scheduler(new StepLR(made.optimizer, 3));
        made.train();
        made.run.save(folder.resolve("run.pt"));
        String next = rand(2).toString();
        made.train();
        assertThat(
                        RealPython.run(
                                folder,
                                """
                                import torch
                                run = torch.load('run.pt', weights_only=True)
                                net = torch.nn.Linear(2, 1)
                                optimizer = torch.optim.SGD(net.parameters(), lr=1, momentum=0.1)
                                schedule = torch.optim.lr_scheduler.StepLR(optimizer, 3)
                                net.load_state_dict(run['model'])
                                optimizer.load_state_dict(run['optimizer'])
                                schedule.load_state_dict(run['scheduler'])
                                torch.set_rng_state(run['rng'])
                                print(run['progress'], torch.rand(2))
                                net(torch.ones(2, 2)).sum().backward()
                                optimizer.step()
                                print(net.weight.data)
                                """))
                .isEqualToNormalizingNewlines(
                        "{'epoch': 0, 'step': 1} " + next + "\n" + made.net.weight.data());
    }

    @Test
    void aRunOfOtherPartsIsRefusedAndNothingChanges() throws IOException {
        Made first = new Made(2);
        new StepLR(first.optimizer, 1);
        first.train();
        Path file = folder.resolve("run.pt");
        first.run.save(file);
        Made second = new Made(2);
        second.run.scheduler(new StepLR(second.optimizer, 1));
        String before = second.run.stateDict().toString();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> second.run.load(file))
                .withMessageContaining("missing [scheduler], unexpected []");
        assertThat(second.run.stateDict().toString()).isEqualTo(before);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> second.run.scheduler(new StepLR(second.optimizer, 1)))
                .withMessageContaining("'scheduler' already");
    }

    @Test
    void aPartThatDoesNotFitLeavesTheOthersAsTheyWere() {
        manualSeed(1);
        Made first = new Made(2);
        first.train();
        first.run.with("more", new Linear(4, 1));
        Made second = new Made(2);
        second.run.with("more", new Linear(5, 1));
        second.train();
        second.train();
        String before = second.run.stateDict().toString();
        byte[] random = defaultGenerator().stateBytes();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> second.run.loadStateDict(first.run.stateDict()))
                .withMessageContaining("more: ")
                .withMessageContaining("size mismatch for weight");
        assertThat(second.run.stateDict().toString()).isEqualTo(before);
        assertThat(defaultGenerator().stateBytes()).isEqualTo(random);
    }

    @Test
    void theNewestFilesAreKept() throws IOException {
        Made made = new Made(2);
        Path runs = folder.resolve("runs");
        var checkpoints =
                new Checkpoints(runs, made.run, o -> o.everySteps(2).everyEpochs(0).keep(2));
        assertThat(checkpoints.resume()).isEmpty();
        for (int i = 1; i <= 7; i++) {
            assertThat(checkpoints.step()).isEqualTo(i % 2 == 0);
        }
        assertThat(checkpoints.epoch()).isFalse();
        assertThat(checkpoints.files())
                .containsExactly(
                        runs.resolve("step-000000004.pt"), runs.resolve("step-000000006.pt"));
        Files.createFile(runs.resolve("notes.txt"));
        Made other = new Made(2);
        assertThat(new Checkpoints(runs, other.run).resume())
                .contains(runs.resolve("step-000000006.pt"));
        assertThat(other.run.step()).isEqualTo(6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Checkpoints(runs, other.run, o -> o.keep(-1)));
    }

    @Test
    void timeCanBeTheMeasure() throws IOException {
        AtomicLong clock = new AtomicLong();
        var checkpoints =
                new Checkpoints(
                        folder, new Made(2).run, o -> o.every(Duration.ofSeconds(3)), clock::get);
        boolean[] saved = new boolean[7];
        for (int i = 0; i < saved.length; i++) {
            clock.addAndGet(1_000_000_000L);
            saved[i] = checkpoints.step();
        }
        assertThat(saved).containsExactly(false, false, true, false, false, true, false);
    }
}
