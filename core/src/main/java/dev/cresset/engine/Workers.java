package dev.cresset.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that kernels share: runs numbered tasks, on the caller and on as many others as
 * {@link #setThreads} allows.
 *
 * <p>A kernel makes its tasks from the sizes of its operands and never from the number of threads,
 * and no task depends on another: so results are the same whoever runs them.
 */
public final class Workers {
    /*
     * One job at a time. A caller that finds the threads busy (another caller's job, or a task that
     * splits its own work) runs its tasks itself. Threads are daemons that sleep while there is no
     * job; a job's tasks are taken from a counter, so that a slow thread delays nobody.
     */
    private static final int LIMIT = 1024;

    private static final AtomicBoolean BUSY = new AtomicBoolean();
    private static final List<Worker> WORKERS = new ArrayList<>();
    private static final LongAdder TASKS = new LongAdder();

    private static volatile int threads = Runtime.getRuntime().availableProcessors();

    private Workers() {}

    /** Returns how many threads a kernel may use, the caller's included. */
    public static int threads() {
        return threads;
    }

    /**
     * Sets how many threads a kernel may use, the caller's included.
     *
     * @throws IllegalArgumentException if n is not in [1, 1024]
     */
    public static void setThreads(int n) {
        if (n < 1 || n > LIMIT) {
            throw new IllegalArgumentException(
                    "threads: expected a number in [1, " + LIMIT + "], got " + n);
        }
        threads = n;
    }

    /** Returns how many tasks of split work have run in this process. */
    static long tasksRun() {
        return TASKS.sum();
    }

    /**
     * Returns the number of tasks for some work: none smaller than {@code least}, and no more than
     * {@code most}.
     */
    static int tasks(long work, long least, int most) {
        return Math.clamp(work / least, 1, Math.max(1, most));
    }

    /**
     * Runs tasks 0 to {@code tasks - 1} in any order, perhaps at the same time, and returns when
     * all are done. What a task throws is thrown once the others have ended.
     */
    static void run(int tasks, IntConsumer body) {
        if (tasks > 1) {
            TASKS.add(tasks);
        }
        int others = Math.min(threads, tasks) - 1;
        if (others <= 0 || !BUSY.compareAndSet(false, true)) {
            for (int i = 0; i < tasks; i++) {
                body.accept(i);
            }
            return;
        }
        try {
            Job job = new Job(tasks, body, Thread.currentThread());
            for (int i = 0; i < others; i++) {
                worker(i).start(job);
            }
            job.work();
            job.await();
        } finally {
            BUSY.set(false);
        }
    }

    /** Splits [0, n) into as many parts of about the same length as there are tasks. */
    static void ranges(int n, int tasks, Range body) {
        run(tasks, t -> body.run((int) ((long) n * t / tasks), (int) ((long) n * (t + 1) / tasks)));
    }

    /** Work on a range. */
    interface Range {
        /** Works on [from, to). */
        void run(int from, int to);
    }

    private static Worker worker(int i) {
        while (WORKERS.size() <= i) {
            Worker w = new Worker(WORKERS.size() + 1);
            WORKERS.add(w);
            w.setDaemon(true);
            w.start();
        }
        return WORKERS.get(i);
    }

    private static final class Worker extends Thread {
        private final AtomicReference<@Nullable Job> job = new AtomicReference<>();

        Worker(int number) {
            super("cresset-worker-" + number);
        }

        void start(Job next) {
            job.set(next);
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            while (true) {
                Job next = job.getAndSet(null);
                if (next == null) {
                    LockSupport.park(this);
                } else {
                    next.work();
                }
            }
        }
    }

    private static final class Job {
        private final int tasks;
        private final IntConsumer body;
        private final Thread caller;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final ArrayDeque<Throwable> failures = new ArrayDeque<>();

        Job(int tasks, IntConsumer body, Thread caller) {
            this.tasks = tasks;
            this.body = body;
            this.caller = caller;
        }

        void work() {
            int i;
            while ((i = next.getAndIncrement()) < tasks) {
                try {
                    body.accept(i);
                } catch (Throwable t) { // whatever it is, the caller has to see it
                    synchronized (failures) {
                        failures.add(t);
                    }
                }
                if (done.incrementAndGet() == tasks) {
                    LockSupport.unpark(caller);
                }
            }
        }

        void await() {
            boolean interrupted = false;
            while (done.get() < tasks) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable first;
            synchronized (failures) {
                first = failures.poll();
            }
            if (first instanceof RuntimeException e) {
                throw e;
            }
            if (first instanceof Error e) {
                throw e;
            }
        }
    }
}
