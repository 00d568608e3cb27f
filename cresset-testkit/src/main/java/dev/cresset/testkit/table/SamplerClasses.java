package dev.cresset.testkit.table;

import dev.cresset.Generator;
import dev.cresset.data.BatchSampler;
import dev.cresset.data.DistributedSampler;
import dev.cresset.data.RandomSampler;
import dev.cresset.data.Sampler;
import dev.cresset.data.SequentialSampler;
import dev.cresset.data.SubsetRandomSampler;
import dev.cresset.data.WeightedRandomSampler;
import dev.cresset.testkit.python.Arguments;
import org.jspecify.annotations.Nullable;

/** {@code torch.utils.data}: the samplers; a data source is only asked for its size. */
final class SamplerClasses {
    private SamplerClasses() {}

    static void addTo(TorchTable t) {
        t.op(
                "utils.data.SequentialSampler",
                "data_source",
                a -> new SequentialSampler(size(a, "data_source")));
        t.op(
                "utils.data.RandomSampler",
                "data_source, replacement=False, num_samples=None, generator=None",
                SamplerClasses::random);
        t.op(
                "utils.data.WeightedRandomSampler",
                "weights, num_samples, replacement=True, generator=None",
                a ->
                        new WeightedRandomSampler(
                                a.reals("weights"),
                                a.index("num_samples"),
                                a.bool("replacement"),
                                generator(a)));
        t.op(
                "utils.data.SubsetRandomSampler",
                "indices, generator=None",
                a -> new SubsetRandomSampler(generator(a), a.ints("indices")));
        t.op(
                "utils.data.BatchSampler",
                "sampler, batch_size, drop_last",
                a ->
                        new BatchSampler(
                                a.as(Sampler.class, "sampler"),
                                a.index("batch_size"),
                                a.bool("drop_last")));
        t.op(
                "utils.data.DistributedSampler",
                "dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False",
                SamplerClasses::distributed);
    }

    private static RandomSampler random(Arguments a) {
        int n = size(a, "data_source");
        boolean replacement = a.bool("replacement");
        return a.isNone("num_samples") && !replacement
                ? new RandomSampler(n, generator(a))
                : new RandomSampler(
                        n,
                        replacement,
                        a.isNone("num_samples") ? n : a.index("num_samples"),
                        generator(a));
    }

    private static DistributedSampler distributed(Arguments a) {
        return new DistributedSampler(
                size(a, "dataset"),
                a.index("num_replicas"),
                a.index("rank"),
                o ->
                        o.shuffle(a.bool("shuffle"))
                                .seed(a.index("seed"))
                                .dropLast(a.bool("drop_last")));
    }

    private static int size(Arguments a, String name) {
        return a.list(Object.class, name).size();
    }

    private static @Nullable Generator generator(Arguments a) {
        return a.orNull(Generator.class, "generator");
    }
}
