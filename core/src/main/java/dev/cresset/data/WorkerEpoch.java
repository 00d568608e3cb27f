package dev.cresset.data;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An epoch whose batches are made by workers, a few ahead, and given in order.
 *
 * <p>As in PyTorch, batch i is worker i modulo n's (while no stream has ended), and worker w's
 * default generator starts with seed {@code base + w}: what comes out depends on seed and number of
 * workers, never on which thread is quicker. Unless {@code inOrder} is false: then a batch is given
 * when it is ready, and a worker that is quicker makes more of them.
 */
final class WorkerEpoch<B> implements Iterator<B>, AutoCloseable {
    private record Task<B>(int worker, CompletableFuture<Worker.Result<B>> result) {}

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Worker<B>> workers = new ArrayList<>();
    private final boolean[] ended;
    private final Tensor[] states;
    private final Iterator<List<Integer>> indices;
    private final boolean stream;
    private final Duration timeout;
    private final boolean inOrder;
    private final int ahead;
    private final Deque<Task<B>> sent = new ArrayDeque<>();
    private final LinkedBlockingQueue<Task<B>> finished = new LinkedBlockingQueue<>();
    private final int[] busy;
    private @Nullable Task<B> first;
    private int turn;
    private volatile boolean closed;

    /**
     * Starts the workers.
     *
     * @param first the number of the first batch, whose indices come first
     * @param states the states of the workers' generators, null for those of their seeds
     */
    WorkerEpoch(
            Plan<B> plan,
            DataLoaderOptions options,
            Iterator<List<Integer>> indices,
            long seed,
            int first,
            @Nullable List<Tensor> states) {
        int n = options.numWorkers();
        ended = new boolean[n];
        busy = new int[n];
        inOrder = options.inOrder();
        ahead = options.ahead() * n;
        this.states = new Tensor[n];
        this.indices = indices;
        stream = plan.stream();
        timeout = options.timeout();
        turn = first % n;
        for (int i = 0; i < n; i++) {
            Generator g = new Generator(seed + i);
            if (states != null) {
                g.setState(states.get(i));
            }
            this.states[i] = g.state();
            WorkerInfo info = new WorkerInfo(i, n, seed + i, plan.dataset());
            workers.add(new Worker<>(info, g, plan.fetchers(), options.workerInit()));
        }
        for (int i = 0; i < ahead; i++) {
            send();
        }
    }

    /** Returns the states of the workers' generators after the batches that were given. */
    List<Tensor> states() {
        return List.of(states.clone());
    }

    @Override
    public boolean hasNext() {
        return head() != null;
    }

    @Override
    public B next() {
        Task<B> task = head();
        if (task == null) {
            throw new NoSuchElementException();
        }
        Worker.Result<B> result = await(task);
        forget(task);
        send();
        states[task.worker()] = result.generator();
        if (result.failure() != null) {
            throw result.failure();
        }
        B batch = result.batch();
        if (batch == null) {
            throw new IllegalStateException("DataLoader: the collate function returned null");
        }
        return batch;
    }

    private @Nullable Task<B> head() {
        checkOpen();
        while (!sent.isEmpty()) {
            Task<B> task = inOrder ? sent.element() : ready();
            if (ended[task.worker()]) {
                forget(task); // It was asked for ahead, and came out empty.
            } else if (stream && await(task).end()) {
                ended[task.worker()] = true;
                forget(task);
                send();
            } else {
                return task;
            }
        }
        workers.forEach(Worker::finish);
        return null;
    }

    /** Returns the task that was finished first, and still is to be given. */
    private Task<B> ready() {
        Task<B> task = first;
        if (task == null) {
            try {
                task =
                        timeout.isZero()
                                ? finished.take()
                                : finished.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("DataLoader: interrupted while waiting", e);
            }
            if (task == null) {
                throw new IllegalStateException(
                        "DataLoader timed out after "
                                + timeout.toMillis() / 1e3
                                + " seconds: all workers are still busy");
            }
            checkOpen();
            first = task;
        }
        return task;
    }

    private void forget(Task<B> task) {
        sent.remove(task);
        busy[task.worker()]--;
        first = null;
    }

    private void send() {
        for (int i = 0; i < ended.length; i++) {
            int worker = turn;
            turn = (turn + 1) % ended.length;
            if (!ended[worker] && (inOrder || busy[worker] < ahead / active())) {
                if (indices.hasNext()) {
                    send(worker);
                }
                return;
            }
        }
    }

    private void send(int worker) {
        Task<B> task = new Task<>(worker, workers.get(worker).send(indices.next()));
        busy[worker]++;
        sent.add(task);
        if (!inOrder) {
            var _ = task.result().whenComplete((result, failure) -> finished.add(task));
        }
    }

    private int active() {
        int count = 0;
        for (boolean e : ended) {
            count += e ? 0 : 1;
        }
        return count;
    }

    private Worker.Result<B> await(Task<B> task) {
        try {
            return timeout.isZero()
                    ? task.result().get()
                    : task.result().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "DataLoader timed out after "
                            + timeout.toMillis() / 1e3
                            + " seconds: worker "
                            + task.worker()
                            + " is still busy",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "DataLoader: interrupted while waiting for worker " + task.worker(), e);
        } catch (CancellationException e) {
            throw closed();
        } catch (ExecutionException e) {
            throw new IllegalStateException("DataLoader: a worker failed", e.getCause());
        }
    }

    private void checkOpen() {
        if (closed) {
            throw closed();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("DataLoader: this epoch was closed");
    }

    /** Interrupts the workers and waits for their end, but not forever. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        workers.forEach(Worker::cancel);
        List.copyOf(sent).forEach(task -> task.result().cancel(true));
        try {
            for (Worker<B> worker : workers) {
                worker.await(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
