package dev.cresset.testkit.table;

import dev.cresset.Generator;
import dev.cresset.PythonText.Tuple;
import dev.cresset.Tensor;
import dev.cresset.data.Batch;
import dev.cresset.data.DataLoader;
import dev.cresset.data.DataLoaderOptions;
import dev.cresset.data.Dataset;
import dev.cresset.data.Sampler;
import dev.cresset.data.Subset;
import dev.cresset.data.TensorDataset;
import dev.cresset.testkit.python.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** {@code torch.utils.data}; a tensor or a list given as a dataset stands for its elements. */
final class DataClasses {
    private DataClasses() {}

    static void addTo(TorchTable t) {
        t.op(
                "utils.data.DataLoader",
                "dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None,"
                        + " num_workers=0, collate_fn=None, pin_memory=False, drop_last=False,"
                        + " timeout=0, worker_init_fn=None, multiprocessing_context=None,"
                        + " generator=None, prefetch_factor=None, persistent_workers=False,"
                        + " pin_memory_device='', in_order=True",
                DataClasses::loader);
        t.op(
                "utils.data.TensorDataset",
                "*tensors",
                a -> new TensorDataset(a.list(Tensor.class, "tensors").toArray(Tensor[]::new)));
        t.op(
                "TensorDataset.__getitem__",
                "self, index",
                a -> tuple(a.as(TensorDataset.class, "self").get(a.index("index"))));
        t.op("utils.data.random_split", "dataset, lengths, generator=None", DataClasses::split);
        t.property("Subset.indices", DataClasses::indices);
    }

    private static List<Long> indices(Arguments a) {
        return Arrays.stream(a.as(Subset.class, "self").indices()).asLongStream().boxed().toList();
    }

    private static Tuple tuple(Batch row) {
        return new Tuple(row.tensors());
    }

    private static Object loader(Arguments a) {
        a.refuse(
                "batch_sampler",
                "num_workers",
                "collate_fn",
                "pin_memory",
                "timeout",
                "worker_init_fn",
                "multiprocessing_context",
                "prefetch_factor",
                "persistent_workers",
                "pin_memory_device");
        return new DataLoader<>(
                dataset(a),
                o -> {
                    DataLoaderOptions p =
                            o.batchSize(a.index("batch_size"))
                                    .shuffle(Boolean.TRUE.equals(a.raw("shuffle")))
                                    .dropLast(a.bool("drop_last"))
                                    .inOrder(a.bool("in_order"));
                    p = a.isNone("sampler") ? p : p.sampler(a.as(Sampler.class, "sampler"));
                    return a.isNone("generator")
                            ? p
                            : p.generator(a.as(Generator.class, "generator"));
                });
    }

    private static List<? extends Subset<?>> split(Arguments a) {
        Generator generator = a.orNull(Generator.class, "generator");
        boolean fractions = a.items("lengths").stream().anyMatch(Double.class::isInstance);
        return fractions
                ? dataset(a).randomSplit(generator, a.reals("lengths"))
                : dataset(a).randomSplit(generator, a.ints("lengths"));
    }

    private static Dataset<Object> dataset(Arguments a) {
        Object source = Objects.requireNonNull(a.raw("dataset"), "dataset");
        return Dataset.of(
                source instanceof Tensor t ? t.unbind(0) : a.list(Object.class, "dataset"));
    }
}
