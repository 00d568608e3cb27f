package dev.cresset.engine;

import dev.cresset.op.DType;

/**
 * A limit on the memory that code may take for tensors while it runs.
 *
 * <p>For code whose sizes come from a file: what is asked for beyond the limit is refused before it
 * is allocated.
 */
public final class Allowance {
    private static final ScopedValue<Allowance> CURRENT = ScopedValue.newInstance();

    /** What each allocation counts besides its elements, in bytes: many small ones cost time. */
    public static final long OVERHEAD = 4096;

    private final long all;
    private long left;

    /** Makes an allowance of a number of bytes. */
    public Allowance(long bytes) {
        all = bytes;
        left = bytes;
    }

    /** Says that more was asked for than is allowed. */
    public static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ExceededException(String message) {
            super(message);
        }
    }

    /**
     * Runs code on this allowance; several runs share it.
     *
     * @throws ExceededException if the code asks for more than is left
     */
    public <R, X extends Throwable> R run(ScopedValue.CallableOp<? extends R, X> code) throws X {
        return ScopedValue.where(CURRENT, this).<R, X>call(code);
    }

    /** Counts what is about to be allocated by this thread. */
    static void take(DType dtype, int length) {
        if (CURRENT.isBound()) {
            CURRENT.get().take((long) dtype.bytes() * length + OVERHEAD);
        }
    }

    private void take(long bytes) {
        if (bytes > left) {
            throw new ExceededException("more than " + all + " bytes of tensors are needed");
        }
        left -= bytes;
    }
}
