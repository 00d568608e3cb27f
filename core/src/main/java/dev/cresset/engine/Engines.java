package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Op;
import java.lang.System.Logger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The choice of engine: the first that supports an op of {@code vector}, where the JVM has the
 * module {@code jdk.incubator.vector}, {@code plain} and {@code reference}.
 *
 * <p>The system property {@code cresset.engine} (one of these names) and {@link #select} leave out
 * what comes before the one they name, for tests. Without the module, one message of the logger
 * {@code dev.cresset.engine} names the flag that adds it.
 */
public final class Engines {
    /** The engine that defines the semantics, for every op and dtype. */
    public static final Engine REFERENCE = new ReferenceEngine();

    /** The engine of plain Java loops. */
    public static final Engine PLAIN = new PlainEngine();

    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** From the engine that is asked first to the reference engine. */
    private static volatile List<Engine> chain = first(System.getProperty("cresset.engine"));

    private Engines() {}

    /** Returns whether the JVM was started with the module that the vector engine needs. */
    public static boolean hasVectorModule() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    /**
     * Prefers an engine from now on, for the whole process.
     *
     * @throws IllegalArgumentException if there is no engine of that name, or the module that the
     *     vector engine needs is not there
     */
    public static void select(String name) {
        chain = from(name);
    }

    /** Returns the engine that is asked first. */
    public static Engine preferred() {
        return chain.getFirst();
    }

    /** Executes an op on the first engine that supports it. */
    public static void run(Op op, DType compute, View[] in, View[] out) {
        List<Engine> engines = chain;
        int i = 0;
        while (i < engines.size() - 1 && !engines.get(i).supports(op, compute, in)) {
            i++;
        }
        engines.get(i).run(op, compute, in, out);
    }

    private static List<Engine> first(@Nullable String name) {
        if (name != null) {
            return from(name);
        }
        if (hasVectorModule()) {
            return from("vector");
        }
        System.getLogger("dev.cresset.engine")
                .log(
                        Logger.Level.INFO,
                        "plain loops compute; for the vector unit start the JVM with --add-modules "
                                + VECTOR_MODULE);
        return from("plain");
    }

    private static List<Engine> from(String name) {
        return switch (name) {
            case "reference" -> List.of(REFERENCE);
            case "plain" -> List.of(PLAIN, REFERENCE);
            case "vector" -> {
                if (!hasVectorModule()) {
                    throw new IllegalArgumentException(
                            "engine: 'vector' needs a module that is not there; start the JVM with"
                                    + " --add-modules "
                                    + VECTOR_MODULE);
                }
                yield List.of(new VectorEngine(false), PLAIN, REFERENCE);
            }
            default ->
                    throw new IllegalArgumentException(
                            "engine: there is no '"
                                    + name
                                    + "'; there are reference, plain and vector");
        };
    }
}
