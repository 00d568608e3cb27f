package dev.cresset.engine;

import dev.cresset.op.DType;
import dev.cresset.op.Op;

/**
 * The choice of engine: {@code plain} where it supports an op, else {@code reference}.
 *
 * <p>The system property {@code cresset.engine} ({@code reference} or {@code plain}) and {@link
 * #select} narrow the choice, for tests.
 */
public final class Engines {
    /** The engine that defines the semantics, for every op and dtype. */
    public static final Engine REFERENCE = new ReferenceEngine();

    /** The engine of plain Java loops. */
    public static final Engine PLAIN = new PlainEngine();

    private static volatile Engine preferred =
            byName(System.getProperty("cresset.engine", "plain"));

    private Engines() {}

    /**
     * Prefers an engine from now on, for the whole process.
     *
     * @throws IllegalArgumentException if there is no engine of that name
     */
    public static void select(String name) {
        preferred = byName(name);
    }

    /** Returns the engine that is asked first. */
    public static Engine preferred() {
        return preferred;
    }

    /** Executes an op on the preferred engine, or on the reference engine if that has no kernel. */
    public static void run(Op op, DType compute, View[] in, View[] out) {
        Engine first = preferred;
        Engine engine = first.supports(op, compute, in) ? first : REFERENCE;
        engine.run(op, compute, in, out);
    }

    private static Engine byName(String name) {
        return switch (name) {
            case "reference" -> REFERENCE;
            case "plain" -> PLAIN;
            default ->
                    throw new IllegalArgumentException(
                            "engine: there is no '" + name + "'; there are reference and plain");
        };
    }
}
