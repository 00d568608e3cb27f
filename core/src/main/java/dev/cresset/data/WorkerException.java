package dev.cresset.data;

import java.io.Serial;

/**
 * What went wrong in a loader's worker; the cause is what the dataset or the collate function
 * threw.
 */
public final class WorkerException extends RuntimeException {
    /** {@link #index()} where no single element is at fault. */
    public static final int NO_INDEX = -1;

    @Serial private static final long serialVersionUID = 1;

    private final int worker;
    private final int index;

    WorkerException(int worker, int index, String what, Throwable cause) {
        super("DataLoader worker " + worker + ": " + what + ": " + cause, cause);
        this.worker = worker;
        this.index = index;
    }

    /** Returns the worker's number, from 0. */
    public int worker() {
        return worker;
    }

    /**
     * Returns the index of the element that could not be had, or {@link #NO_INDEX} if something
     * else failed: collating, the start of a worker, a stream.
     */
    public int index() {
        return index;
    }
}
