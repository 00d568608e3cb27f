package dev.cresset.data;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of a loader's workers: a thread that makes one batch after the other. */
final class Worker<B> {
    /**
     * A batch, or why there is none.
     *
     * @param batch null if it failed, or the stream is at its end
     * @param failure null if all went well
     * @param generator the state of the worker's generator after the batch
     */
    record Result<B>(@Nullable B batch, @Nullable WorkerException failure, Tensor generator) {
        boolean end() {
            return batch == null && failure == null;
        }
    }

    /*
     * The thread ends by itself when it has had nothing to do for a while: an epoch that is left in
     * the middle and forgotten holds at most the batches that were asked for ahead, and no thread
     * stays behind. A later task starts a thread again.
     */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final WorkerInfo info;
    private final Generator generator;
    private final Supplier<Fetcher<B>> fetchers;
    private final @Nullable IntConsumer init;
    private final ThreadPoolExecutor thread;
    private @Nullable Fetcher<B> fetcher;
    private @Nullable Throwable failedStart;

    Worker(
            WorkerInfo info,
            Generator generator,
            Supplier<Fetcher<B>> fetchers,
            @Nullable IntConsumer init) {
        this.info = info;
        this.generator = generator;
        this.fetchers = fetchers;
        this.init = init;
        thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform()
                                .daemon()
                                .name("DataLoader worker " + info.id())
                                .factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /** Asks for a batch; tasks are done in their order. */
    CompletableFuture<Result<B>> send(List<Integer> indices) {
        return CompletableFuture.supplyAsync(
                () ->
                        ScopedValue.where(WorkerInfo.CURRENT, info)
                                .call(() -> generator.asDefault(() -> run(indices))),
                thread);
    }

    private Result<B> run(List<Integer> indices) {
        @Nullable B batch = null;
        @Nullable WorkerException failure = null;
        try {
            batch = started().fetch(indices);
        } catch (Fetcher.FetchException e) {
            failure = new WorkerException(info.id(), e.index, e.what, e.thrown);
        } catch (RuntimeException | Error e) {
            failure = new WorkerException(info.id(), WorkerException.NO_INDEX, "its start", e);
        }
        return new Result<>(batch, failure, generator.state());
    }

    private Fetcher<B> started() {
        switch (failedStart) {
            case null -> {}
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new AssertionError(e);
        }
        Fetcher<B> ready = fetcher;
        if (ready == null) {
            try {
                if (init != null) {
                    init.accept(info.id());
                }
                ready = fetchers.get();
                fetcher = ready;
            } catch (RuntimeException | Error e) {
                failedStart = e;
                throw e;
            }
        }
        return ready;
    }

    /** Lets the thread end when its tasks are done. */
    void finish() {
        thread.shutdown();
    }

    /** Interrupts the thread and forgets its tasks. */
    void cancel() {
        thread.shutdownNow();
    }

    /** Waits until the thread has ended; returns whether it has. */
    boolean await(Duration limit) throws InterruptedException {
        return thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
