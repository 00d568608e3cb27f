package dev.cresset.data;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.defaultGenerator;
import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.rand;
import static dev.cresset.Tensor.randn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WorkersTest {
    private static <T> Dataset<T> dataset(int size, IntFunction<T> element) {
        return new Dataset<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public T get(int index) {
                return element.apply(index);
            }
        };
    }

    private static List<String> texts(Iterator<?> batches) {
        List<String> out = new ArrayList<>();
        batches.forEachRemaining(b -> out.add(b.toString()));
        return out;
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals(name))
                .toList();
    }

    private static DataLoader<Batch> shuffled(int workers) {
        return new DataLoader<>(
                new TensorDataset(arange(50)),
                o -> o.batchSize(4).shuffle(true).numWorkers(workers));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20})
    void theOrderIsThatOfTheSeedWhateverTheNumberOfWorkers(int workers) {
        manualSeed(3);
        var alone = texts(shuffled(0).iterator());
        manualSeed(3);
        assertThat(texts(shuffled(workers).iterator())).isEqualTo(alone);
    }

    @Test
    void slowElementsDoNotChangeTheOrder() {
        var loader =
                new DataLoader<>(
                        dataset(
                                12,
                                i -> {
                                    for (int spin = 0; spin < (12 - i) * 20_000; spin++) {
                                        Thread.onSpinWait();
                                    }
                                    return arange(i, i + 1);
                                }),
                        o -> o.numWorkers(4));
        assertThat(loader)
                .extracting(t -> t.item().intValue())
                .containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
    }

    @Test
    void outOfOrderABatchThatIsReadyDoesNotWaitForASlowerOne() throws InterruptedException {
        CountDownLatch othersGiven = new CountDownLatch(1);
        var loader =
                new DataLoader<>(
                        dataset(
                                20,
                                i -> {
                                    if (i == 0) {
                                        uninterrupted(othersGiven);
                                    }
                                    return arange(i, i + 1);
                                }),
                        o -> o.numWorkers(2).inOrder(false));
        List<Integer> given = new ArrayList<>();
        for (Tensor t : loader) {
            given.add(t.item().intValue());
            if (given.size() == 10) {
                othersGiven.countDown();
            }
        }
        assertThat(given.subList(0, 10)).doesNotContain(0);
        assertThat(given)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).boxed().toList());
        assertThat(loader).hasSize(20);
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void outOfOrderErrorsTimeoutsAndClosingWorkAsInOrder() {
        var failing =
                new DataLoader<>(
                        dataset(
                                6,
                                i -> {
                                    if (i == 3) {
                                        throw new IllegalArgumentException("no sample 3");
                                    }
                                    return arange(i, i + 1);
                                }),
                        o -> o.numWorkers(2).inOrder(false));
        List<Integer> given = new ArrayList<>();
        int errors = 0;
        for (Iterator<Tensor> it = failing.iterator(); it.hasNext(); ) {
            try {
                given.add(it.next().item().intValue());
            } catch (WorkerException e) {
                assertThat(e).hasMessageContaining("3");
                errors++;
            }
        }
        assertThat(errors).isEqualTo(1);
        assertThat(given).containsExactlyInAnyOrder(0, 1, 2, 4, 5);

        CountDownLatch never = new CountDownLatch(1);
        var stuck =
                new DataLoader<>(
                        dataset(
                                4,
                                i -> {
                                    uninterrupted(never);
                                    return arange(1);
                                }),
                        o -> o.numWorkers(2).inOrder(false).timeout(Duration.ofMillis(50)));
        Iterator<Tensor> it = stuck.iterator();
        assertThatThrownBy(it::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("timed out after 0.05 seconds");
        stuck.close();
        assertThatThrownBy(it::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void outOfOrderAStreamOfEachWorkerIsReadToItsEnd() {
        IterableDataset<Integer> stream =
                () -> {
                    int worker = WorkerInfo.current().id();
                    return IntStream.range(0, 3 + 4 * worker).map(i -> 10 * worker + i).iterator();
                };
        var loader = DataLoader.unbatched(stream, o -> o.numWorkers(2).inOrder(false));
        assertThat(loader).containsExactlyInAnyOrder(0, 1, 2, 10, 11, 12, 13, 14, 15, 16);
    }

    @Test
    void outOfOrderTheMiddleOfAnEpochHasNoState() {
        var loader =
                new DataLoader<>(new TensorDataset(arange(5)), o -> o.numWorkers(1).inOrder(false));
        assertThat(loader.stateDict()).isNotEmpty();
        loader.iterator().next();
        assertThatThrownBy(loader::stateDict)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in_order=False");
    }

    @Test
    void drawsOfWorkersLeaveTheDefaultGeneratorAlone() {
        manualSeed(1);
        byte[] untouched =
                after(new DataLoader<>(dataset(9, i -> arange(3)), o -> o.numWorkers(2)));
        manualSeed(1);
        assertThat(after(new DataLoader<>(dataset(9, i -> randn(3)), o -> o.numWorkers(2))))
                .isEqualTo(untouched);
    }

    private static byte[] after(DataLoader<Tensor> loader) {
        assertThat(loader).hasSize(9);
        return defaultGenerator().stateBytes();
    }

    @Test
    void eachWorkerIsToldWhoItIsBeforeItsFirstBatch() {
        Set<Integer> started = ConcurrentHashMap.newKeySet();
        Set<Object> datasets = ConcurrentHashMap.newKeySet();
        var data =
                dataset(
                        6,
                        i -> {
                            WorkerInfo worker = WorkerInfo.current();
                            datasets.add(worker.dataset());
                            assertThat(started).contains(worker.id());
                            return List.of(
                                    worker.id(), worker.numWorkers(), (int) (worker.seed() - 100));
                        });
        Generator g = new Generator(5);
        long base = Draws.seed(new Generator(5)) - 100;
        var loader =
                DataLoader.of(
                        data,
                        l -> l.getFirst(),
                        o -> o.numWorkers(3).generator(g).workerInit(started::add));
        int shift = (int) base;
        assertThat(loader)
                .extracting(l -> List.of(l.get(0), l.get(1), l.get(2) - shift))
                .containsExactly(
                        List.of(0, 3, 0),
                        List.of(1, 3, 1),
                        List.of(2, 3, 2),
                        List.of(0, 3, 0),
                        List.of(1, 3, 1),
                        List.of(2, 3, 2));
        assertThat(started).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(datasets).containsExactly(data);
        assertThat(WorkerInfo.current()).isNull();
    }

    @Test
    void anErrorNamesTheElementAndKeepsItsCause() {
        var cause = new IllegalStateException("no pixels");
        var data =
                dataset(
                        10,
                        i -> {
                            if (i == 5) {
                                throw cause;
                            }
                            return arange(i, i + 1);
                        });
        Iterator<Tensor> batches =
                new DataLoader<>(data, o -> o.batchSize(2).numWorkers(2)).iterator();
        batches.next();
        batches.next();
        assertThat(batches.hasNext()).isTrue();
        var e = catchThrowableOfType(WorkerException.class, batches::next);
        assertThat(e)
                .hasMessage(
                        "DataLoader worker 0: element 5: java.lang.IllegalStateException: no"
                                + " pixels")
                .hasCause(cause);
        assertThat(e.index()).isEqualTo(5);
        assertThat(e.worker()).isZero();
        assertThat(texts(batches))
                .containsExactly("tensor([[6],\n        [7]])", "tensor([[8],\n        [9]])");
        assertThatThrownBy(() -> new DataLoader<>(data, o -> o.batchSize(10)).iterator().next())
                .isSameAs(cause);
    }

    @Test
    void errorsOfStartCollateAndStreamsSaySo() {
        var data = dataset(4, i -> arange(i + 1));
        assertThatThrownBy(() ->
                        new DataLoader<>(data, o -> o.batchSize(2).numWorkers(1)).iterator().next())
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("worker 0: collating elements [0, 1]: ")
                .hasMessageContaining("stack expects each tensor to be equal size");
        Iterator<Tensor> unborn =
                new DataLoader<>(
                                data,
                                o ->
                                        o.numWorkers(1)
                                                .workerInit(id -> {
                                                    throw new IllegalStateException("ill");
                                                }))
                        .iterator();
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(unborn::next).hasMessageContaining("worker 0: its start: ");
        }
        IterableDataset<Tensor> stream =
                () -> IntStream.range(0, 9).mapToObj(i -> arange(12 / (4 - i), 13)).iterator();
        assertThatThrownBy(() -> new DataLoader<>(stream, o -> o.numWorkers(1)).forEach(b -> {}))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("element 4 of its stream: java.lang.ArithmeticException");
    }

    @Test
    void anEpochLeftInTheMiddleLeavesNoThreadBehind() throws InterruptedException {
        List<Thread> before = threads("DataLoader worker 0");
        for (Batch batch : shuffled(1)) {
            assertThat(batch.size()).isEqualTo(1);
            break;
        }
        List<Thread> started = new ArrayList<>(threads("DataLoader worker 0"));
        started.removeAll(before);
        for (Thread t : started) {
            t.join();
            assertThat(t.isAlive()).isFalse();
        }
    }

    @Test
    void closingInterruptsWorkersAndWhoeverWaits() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        var data =
                dataset(
                        4,
                        i -> {
                            workers.add(Thread.currentThread());
                            busy.countDown();
                            try {
                                new CountDownLatch(1).await();
                                throw new AssertionError();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        var loader = DataLoader.of(data, l -> l, o -> o.numWorkers(1));
        var batches = loader.iterator();
        var thrown = new ArrayList<Throwable>();
        Thread waiting =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                batches.next();
                            } catch (RuntimeException e) {
                                thrown.add(e);
                            }
                        });
        busy.await();
        loader.close();
        waiting.join();
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(thrown).hasSize(1);
        assertThatIllegalStateException().isThrownBy(batches::next).withMessageContaining("closed");
    }

    @Test
    void aBatchThatTakesTooLongIsReported() {
        CountDownLatch released = new CountDownLatch(1);
        var data =
                dataset(
                        1,
                        i -> {
                            try {
                                released.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return arange(1);
                        });
        var batches =
                new DataLoader<>(data, o -> o.numWorkers(1).timeout(Duration.ofMillis(20)))
                        .iterator();
        assertThatIllegalStateException()
                .isThrownBy(batches::next)
                .withMessage("DataLoader timed out after 0.02 seconds: worker 0 is still busy");
        released.countDown();
    }

    @Test
    void anIteratorThatIsAtItsEndSaysSo() {
        var batches = new DataLoader<>(dataset(1, i -> arange(1)), o -> o.numWorkers(2)).iterator();
        batches.next();
        assertThat(batches.hasNext()).isFalse();
        assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
        IterableDataset<Tensor> empty = () -> List.<Tensor>of().iterator();
        assertThat(new DataLoader<>(empty, o -> o.numWorkers(2))).isEmpty();
    }

    @Test
    void optionsOfWorkersAreChecked() {
        var data = dataset(1, i -> arange(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataLoader<>(data, o -> o.numWorkers(-1)))
                .withMessageContaining("num_workers option should be non-negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataLoader<>(data, o -> o.prefetchFactor(2)))
                .withMessageContaining("prefetch_factor option could only be specified");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataLoader<>(data, o -> o.numWorkers(1).prefetchFactor(0)))
                .withMessageContaining("prefetch_factor=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataLoader<>(data, o -> o.timeout(Duration.ofSeconds(1))))
                .withMessageContaining("timeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new DataLoader<>(
                                data, o -> o.numWorkers(1).timeout(Duration.ofSeconds(-1))))
                .withMessageContaining("timeout option should be non-negative");
    }

    // ---- going on from a state

    private record Run(DataLoader<Tensor> loader, List<Generator> generators) {}

    private static Run run(String kind, int workers) {
        Dataset<Tensor> noisy = dataset(23, i -> rand(1).add(i));
        Generator g = new Generator(9);
        return switch (kind) {
            case "default generator" ->
                    new Run(
                            new DataLoader<>(
                                    noisy, o -> o.batchSize(3).shuffle(true).numWorkers(workers)),
                            List.of());
            case "own generator" ->
                    new Run(
                            new DataLoader<>(
                                    noisy,
                                    o ->
                                            o.batchSize(3)
                                                    .shuffle(true)
                                                    .generator(g)
                                                    .numWorkers(workers)),
                            List.of(g));
            case "replacement" ->
                    new Run(
                            new DataLoader<>(
                                    noisy,
                                    o ->
                                            o.batchSize(3)
                                                    .sampler(new RandomSampler(23, true, 70, g))
                                                    .numWorkers(workers)),
                            List.of(g));
            case "stream" -> {
                IterableDataset<Tensor> stream =
                        () -> IntStream.range(0, 20).mapToObj(i -> rand(1).add(i)).iterator();
                yield new Run(
                        new DataLoader<>(stream, o -> o.batchSize(3).numWorkers(workers)),
                        List.of());
            }
            default -> throw new AssertionError(kind);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "default generator, 0",
        "default generator, 2",
        "default generator, 3",
        "own generator, 0",
        "own generator, 2",
        "replacement, 0",
        "replacement, 2",
        "stream, 0",
        "stream, 2"
    })
    void aLoaderGoesOnInTheMiddleOfItsEpochToTheBit(String kind, int workers, @TempDir Path folder)
            throws IOException {
        for (int stop : new int[] {0, 1, 5, 6}) {
            manualSeed(11);
            Run whole = run(kind, workers);
            var expected = texts(whole.loader.iterator());
            expected.addAll(texts(whole.loader.iterator()));
            byte[] end = defaultGenerator().stateBytes();

            manualSeed(11);
            Run first = run(kind, workers);
            List<String> seen = new ArrayList<>();
            Iterator<Tensor> batches = first.loader.iterator();
            for (int i = 0; i < stop; i++) {
                assertThat(batches.hasNext()).isTrue();
                seen.add(batches.next().toString());
            }
            assertThat(first.loader.position()).isEqualTo(stop);
            Path file = folder.resolve("loader.pt");
            Checkpoint.save(first.loader.stateDict(), file);
            byte[] state = defaultGenerator().stateBytes();

            manualSeed(99);
            rand(5);
            Run second = run(kind, workers);
            second.loader.loadStateDict((Map<?, ?>) Checkpoint.read(file).toJava());
            defaultGenerator().setStateBytes(state);
            assertThat(second.loader.position()).isEqualTo(stop);
            seen.addAll(texts(second.loader.iterator()));
            seen.addAll(texts(second.loader.iterator()));
            assertThat(seen).as("stopped after %d", stop).isEqualTo(expected);
            assertThat(defaultGenerator().stateBytes()).isEqualTo(end);
            for (int i = 0; i < whole.generators.size(); i++) {
                assertThat(second.generators.get(i).stateBytes())
                        .isEqualTo(whole.generators.get(i).stateBytes());
            }
        }
    }

    @Test
    void aStateBetweenEpochsStartsAnew() {
        manualSeed(2);
        var loader = shuffled(2);
        texts(loader.iterator());
        var state = loader.stateDict();
        byte[] random = defaultGenerator().stateBytes();
        var expected = texts(loader.iterator());
        var other = shuffled(2);
        other.loadStateDict(state);
        defaultGenerator().setStateBytes(random);
        assertThat(texts(other.iterator())).isEqualTo(expected);
    }

    @Test
    void statesOfOtherLoadersAreRefused() {
        var two = shuffled(2);
        two.iterator().next();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shuffled(3).loadStateDict(two.stateDict()))
                .withMessageContaining("num_workers=2")
                .withMessageContaining("num_workers=3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shuffled(0).loadStateDict(Map.of()))
                .withMessageContaining("'batch'");
        Iterator<Batch> far = two.iterator();
        for (int i = 0; i < 5; i++) {
            far.next();
        }
        var small =
                new DataLoader<>(new TensorDataset(arange(8)), o -> o.batchSize(4).numWorkers(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> small.loadStateDict(two.stateDict()))
                .withMessageContaining("batch 5")
                .withMessageContaining("2 batches");
    }

    @Test
    void batchesOfOnesOwnNeedNoKnownLength() {
        List<List<Integer>> batches = List.of(List.of(3, 1), List.of(0));
        var loader =
                new DataLoader<>(
                        new TensorDataset(arange(5)), o -> o.batchSampler(batches).numWorkers(1));
        assertThat(loader)
                .extracting(b -> Arrays.toString(b.x().toLongArray()))
                .containsExactly("[3, 1]", "[0]");
        assertThat(loader.hasSize()).isFalse();
    }
}
