package dev.cresset.data;

import org.jspecify.annotations.Nullable;

/**
 * Which of a loader's workers is running: PyTorch's {@code get_worker_info()}.
 *
 * <p>A stream that several workers read asks for it, so that each gives its share:
 *
 * <pre>{@code
 * IterableDataset<Tensor> numbers = () -> {
 *   WorkerInfo worker = WorkerInfo.current();
 *   int first = worker == null ? 0 : worker.id();
 *   int step = worker == null ? 1 : worker.numWorkers();
 *   return IntStream.iterate(first, i -> i < 100, i -> i + step).mapToObj(i -> tensor(i)).iterator();
 * };
 * }</pre>
 *
 * @param id the worker's number, from 0
 * @param numWorkers the number of workers
 * @param seed what the worker's default generator was seeded with: a draw of the epoch plus the id
 * @param dataset the dataset, which all workers share
 */
public record WorkerInfo(int id, int numWorkers, long seed, Object dataset) {
    static final ScopedValue<WorkerInfo> CURRENT = ScopedValue.newInstance();

    /** Returns the worker that runs the calling code, or null outside of workers. */
    public static @Nullable WorkerInfo current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }
}
