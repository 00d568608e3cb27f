package dev.cresset.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Has vector kernels compiled before they are relied on: a daemon thread runs them on scratch
 * arrays until they are fast. Until then, an interpreted vector kernel is thousands of times slower
 * than a plain loop.
 */
final class Warmup {
    private static final int QUICK = 20;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private static final Executor THREAD = thread();

    private Warmup() {}

    private static Executor thread() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        1,
                        1,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        body -> {
                            Thread t = new Thread(body, "cresset-warmup");
                            t.setDaemon(true);
                            return t;
                        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs a warm-up in the background, after those that were asked for before. */
    static void start(Runnable work) {
        THREAD.execute(work);
    }

    /**
     * Repeats a run of a kernel until it has been compiled; returns false if it never gets fast, as
     * where C2 is switched off.
     *
     * @param operations the elements or products of one run
     */
    static boolean repeat(double operations, IntConsumer run) {
        long start = System.nanoTime();
        int quick = 0;
        for (int i = 0; quick < QUICK; i++) {
            long before = System.nanoTime();
            run.accept(i);
            long after = System.nanoTime();
            // Compiled, a run takes a fraction of a nanosecond for each operation.
            quick = after - before <= 2 * operations + 200 ? quick + 1 : 0;
            if (after - start > PATIENCE) {
                return false;
            }
        }
        return true;
    }
}
