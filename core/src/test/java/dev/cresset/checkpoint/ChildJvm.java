package dev.cresset.checkpoint;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Starts a test program in a JVM of its own, on the class path. */
final class ChildJvm {
    private ChildJvm() {}

    /** Returns a process builder for a class with a main method. */
    static ProcessBuilder of(Class<?> main, List<String> jvmOptions, Object... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(
                root(Checkpoint.class, "Checkpoint.class")
                        + File.pathSeparator
                        + root(
                                main,
                                main.getName().substring(main.getPackageName().length() + 1)
                                        + ".class"));
        command.add(main.getName());
        for (Object arg : args) {
            command.add(arg.toString());
        }
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** Returns the folder that holds a class, up to the root of its packages. */
    private static Path root(Class<?> type, String file) {
        try {
            URI uri = Objects.requireNonNull(type.getResource(file)).toURI();
            Path path = Path.of(uri);
            int up = type.getName().split("\\.").length;
            for (int i = 0; i < up; i++) {
                path = Objects.requireNonNull(path.getParent());
            }
            return path;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
