package dev.cresset.data;

import dev.cresset.Generator;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Every {@code replicas}-th index, from {@code rank} on: the share that one of several processes
 * visits. All ranks together visit everything, in the order that seed and epoch decide.
 *
 * <pre>{@code
 * var sampler = new DistributedSampler(data.size(), 4, rank);
 * var loader = new DataLoader<>(data, o -> o.batchSize(32).sampler(sampler));
 * for (int epoch = 0; epoch < 10; epoch++) {
 *   sampler.setEpoch(epoch);            // else every epoch has the same order
 *   …
 * }
 * }</pre>
 */
public final class DistributedSampler implements Sampler {
    /**
     * How the indices are shared out.
     *
     * @param shuffle whether the order is random
     * @param seed the same on every rank
     * @param dropLast whether the tail that cannot be shared evenly is left out, rather than filled
     *     up with indices from the start
     */
    public record Options(boolean shuffle, long seed, boolean dropLast) {
        static final Options DEFAULT = new Options(true, 0, false);

        /** Returns these options with or without a random order. */
        public Options shuffle(boolean value) {
            return new Options(value, seed, dropLast);
        }

        /** Returns these options with a seed. */
        public Options seed(long value) {
            return new Options(shuffle, value, dropLast);
        }

        /** Returns these options with the tail left out or filled up. */
        public Options dropLast(boolean value) {
            return new Options(shuffle, seed, value);
        }
    }

    private final int n;
    private final int replicas;
    private final int rank;
    private final Options options;
    private final int samples;
    private int epoch;

    /**
     * Makes a sampler that shuffles, with seed 0.
     *
     * @throws IllegalArgumentException if the rank is not in [0, replicas - 1]
     */
    public DistributedSampler(int n, int replicas, int rank) {
        this(n, replicas, rank, o -> o);
    }

    /**
     * Makes a sampler.
     *
     * @param n the number of elements of the dataset
     * @param replicas the number of processes that share them
     * @param rank which of them this is, from 0
     * @throws IllegalArgumentException if the rank is not in [0, replicas - 1], or n is not
     *     positive
     */
    public DistributedSampler(int n, int replicas, int rank, UnaryOperator<Options> options) {
        if (rank >= replicas || rank < 0) {
            throw new IllegalArgumentException(
                    "Invalid rank "
                            + rank
                            + ", rank should be in the interval [0, "
                            + (replicas - 1)
                            + "]");
        }
        if (n <= 0) {
            throw new IllegalArgumentException(
                    "DistributedSampler: n must be positive, but got n=" + n);
        }
        this.n = n;
        this.replicas = replicas;
        this.rank = rank;
        this.options = options.apply(Options.DEFAULT);
        samples = this.options.dropLast() ? n / replicas : Math.ceilDiv(n, replicas);
    }

    /** Chooses the order of the next iteration: the generator's seed is {@code seed + epoch}. */
    public void setEpoch(int value) {
        epoch = value;
    }

    @Override
    public int size() {
        return samples;
    }

    @Override
    public Iterator<Integer> iterator() {
        int[] order =
                options.shuffle()
                        ? Draws.permutation(n, new Generator(options.seed() + epoch))
                        : IntStream.range(0, n).toArray();
        return IntStream.range(0, samples)
                .map(i -> order[(int) (((long) i * replicas + rank) % n)])
                .iterator();
    }
}
