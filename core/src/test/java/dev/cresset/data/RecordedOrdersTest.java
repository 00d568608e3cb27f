package dev.cresset.data;

import static dev.cresset.Tensor.arange;
import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.randint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import dev.cresset.checkpoint.Recordings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The orders of loaders, samplers and splits against PyTorch's, and what they leave behind. */
class RecordedOrdersTest {
    private static final Recordings RECORDED = Recordings.read(RecordedOrdersTest.class, "orders");

    @TestFactory
    Stream<DynamicTest> ordersAreThoseOfPyTorch() {
        return RECORDED.rows().stream()
                .map(row -> DynamicTest.dynamicTest(name(row), () -> replay(row)));
    }

    private static String name(Map<String, Object> row) {
        return row.entrySet().stream()
                .filter(e -> !e.getKey().equals("out") && !e.getKey().equals("after"))
                .toList()
                .toString();
    }

    private static void replay(Map<String, Object> row) {
        long seed = ((Number) row.get("seed")).longValue();
        manualSeed(seed);
        Generator g = row.get("generator").equals(true) ? new Generator(seed + 1) : null;
        List<?> out =
                switch ((String) row.get("kind")) {
                    case "loader" -> epochs(row, g);
                    case "random" ->
                            twice(
                                    new RandomSampler(
                                            integer(row, "n"),
                                            (boolean) row.get("replacement"),
                                            integer(row, "samples"),
                                            g));
                    case "weighted" ->
                            twice(
                                    new WeightedRandomSampler(
                                            doubles(row.get("weights")),
                                            integer(row, "samples"),
                                            (boolean) row.get("replacement"),
                                            g));
                    case "subset" -> twice(new SubsetRandomSampler(g, ints(row.get("indices"))));
                    case "split" -> split(row, g);
                    case "workers" ->
                            batches(
                                    DataLoader.of(
                                            noisy(row),
                                            Collate::<Tensor>batch,
                                            o -> working(o, row, g).shuffle(true)));
                    case "stream" ->
                            batches(
                                    DataLoader.of(
                                            numbers(row),
                                            Collate::<Tensor>batch,
                                            o -> working(o, row, g)));
                    case "distributed" -> shares(row);
                    default -> throw new AssertionError(row.get("kind"));
                };
        assertThat(out.toString()).isEqualTo(row.get("out").toString());
        assertThat(Arrays.toString(randint(0, 1000000, 2).toLongArray()))
                .isEqualTo(row.get("after").toString());
    }

    private static List<?> epochs(Map<String, Object> row, Generator g) {
        Tensor elements = arange(integer(row, "n"));
        Dataset<Batch> dataset = new TensorDataset(elements);
        DataLoader<Batch> loader =
                new DataLoader<>(
                        dataset,
                        o -> {
                            var options =
                                    o.batchSize(integer(row, "batch_size"))
                                            .shuffle((boolean) row.get("shuffle"))
                                            .dropLast((boolean) row.get("drop_last"));
                            return g == null ? options : options.generator(g);
                        });
        List<List<List<Long>>> epochs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<List<Long>> batches = new ArrayList<>();
            for (Batch batch : loader) {
                batches.add(Arrays.stream(batch.x().toLongArray()).boxed().toList());
            }
            assertThat(batches).hasSize(loader.size());
            epochs.add(batches);
        }
        return epochs;
    }

    private static Dataset<Long> noisy(Map<String, Object> row) {
        return new Dataset<>() {
            @Override
            public int size() {
                return integer(row, "n");
            }

            @Override
            public Long get(int index) {
                return 1000L * index + randint(0, 1000, new int[0]).item().longValue();
            }
        };
    }

    private static IterableDataset<Long> numbers(Map<String, Object> row) {
        int[] counts = ints(row.get("counts"));
        return () -> {
            WorkerInfo worker = WorkerInfo.current();
            int first = worker == null ? 0 : worker.id();
            int step = worker == null ? 1 : worker.numWorkers();
            return IntStream.iterate(first, i -> i < counts[first], i -> i + step)
                    .mapToObj(i -> 1000L * i + randint(0, 1000, new int[0]).item().longValue())
                    .iterator();
        };
    }

    private static DataLoaderOptions working(
            DataLoaderOptions o, Map<String, Object> row, Generator g) {
        var options =
                o.batchSize(integer(row, "batch_size"))
                        .dropLast((boolean) row.get("drop_last"))
                        .numWorkers(integer(row, "workers"));
        if (row.get("prefetch") != null) {
            options = options.prefetchFactor(integer(row, "prefetch"));
        }
        return g == null ? options : options.generator(g);
    }

    private static List<?> batches(DataLoader<Tensor> loader) {
        return Stream.generate(() ->
                        StreamSupport.stream(loader.spliterator(), false)
                                .map(b -> Arrays.toString(b.toLongArray()))
                                .toList())
                .limit(2)
                .toList();
    }

    private static List<?> shares(Map<String, Object> row) {
        List<List<Integer>> out = new ArrayList<>();
        int replicas = integer(row, "replicas");
        for (int epoch : new int[] {0, 5}) {
            for (int rank = 0; rank < replicas; rank++) {
                var sampler =
                        new DistributedSampler(
                                integer(row, "n"),
                                replicas,
                                rank,
                                o ->
                                        o.seed(3)
                                                .shuffle((boolean) row.get("shuffle"))
                                                .dropLast((boolean) row.get("drop_last")));
                sampler.setEpoch(epoch);
                List<Integer> share = StreamSupport.stream(sampler.spliterator(), false).toList();
                assertThat(share).hasSize(sampler.size());
                out.add(share);
            }
        }
        return out;
    }

    private static List<?> split(Map<String, Object> row, Generator g) {
        Dataset<Integer> numbers =
                Dataset.of(IntStream.range(0, integer(row, "n")).boxed().toList());
        List<?> lengths = (List<?>) row.get("lengths");
        List<Subset<Integer>> parts =
                lengths.get(0) instanceof Double
                        ? numbers.randomSplit(g, doubles(lengths))
                        : numbers.randomSplit(g, ints(lengths));
        return parts.stream()
                .map(p -> IntStream.range(0, p.size()).mapToObj(p::get).toList())
                .toList();
    }

    private static List<List<Integer>> twice(Sampler sampler) {
        List<Integer> first = StreamSupport.stream(sampler.spliterator(), false).toList();
        assertThat(first).hasSize(sampler.size());
        return List.of(first, StreamSupport.stream(sampler.spliterator(), false).toList());
    }

    private static int integer(Map<String, Object> row, String key) {
        return ((Number) row.get(key)).intValue();
    }

    private static int[] ints(Object list) {
        return ((List<?>) list).stream().mapToInt(x -> ((Number) x).intValue()).toArray();
    }

    private static double[] doubles(Object list) {
        return ((List<?>) list).stream().mapToDouble(x -> ((Number) x).doubleValue()).toArray();
    }
}
