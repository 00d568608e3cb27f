package dev.cresset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.nn.Linear;
import dev.cresset.nn.Loss;
import dev.cresset.nn.Module;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every layer of Cresset can be saved with its structure, or is left out by name. */
class KnownLayersTest {
    /** Modules that no file may name, and why. */
    private static final Map<String, String> LEFT_OUT =
            Map.of(
                    "Module", "it has no computation: an object of it is its caller's own",
                    "ParameterList", "only its owner knows the shapes of bare parameters",
                    "ParameterDict", "only its owner knows the shapes of bare parameters");

    @Test
    void everyLayerIsKnownOrLeftOutByName() throws Exception {
        List<String> missing = new ArrayList<>();
        for (Class<? extends Module> type : modules()) {
            if (!KnownLayers.contains(type)
                    && !isLoss(type)
                    && !LEFT_OUT.containsKey(type.getSimpleName())) {
                missing.add(type.getSimpleName());
            }
        }
        assertThat(missing)
                .as(
                        "These layers cannot be saved with their structure. Add each to the list of"
                                + " dev.cresset.checkpoint.KnownLayers, in alphabetical order, and a"
                                + " sample of it to SavedModelTest.samples(). Its options must be a"
                                + " record that options() returns and that a constructor takes as"
                                + " UnaryOperator, after the record's first components or none. A"
                                + " module that has no place in a saved model goes to LEFT_OUT here,"
                                + " with the reason; subclasses of Loss need neither.")
                .isEmpty();
    }

    @Test
    void nothingIsLeftOutThatIsNotThere() throws Exception {
        assertThat(modules().stream().map(Class::getSimpleName)).containsAll(LEFT_OUT.keySet());
    }

    /* A loss takes part in training only; it is told by its name or its class. */
    private static boolean isLoss(Class<?> type) {
        return Loss.class.isAssignableFrom(type) || type.getSimpleName().matches(".*Loss");
    }

    /** Returns the public classes of modules that can be made. */
    private static List<Class<? extends Module>> modules()
            throws IOException, URISyntaxException, ClassNotFoundException {
        Path folder =
                Objects.requireNonNull(
                        Path.of(
                                        Objects.requireNonNull(
                                                        Linear.class.getResource("Linear.class"))
                                                .toURI())
                                .getParent());
        List<Class<? extends Module>> out = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[A-Z]\\w*\\.class")) {
                    Class<?> type = Class.forName("dev.cresset.nn." + name.replace(".class", ""));
                    int modifiers = type.getModifiers();
                    if (Module.class.isAssignableFrom(type)
                            && Modifier.isPublic(modifiers)
                            && !Modifier.isAbstract(modifiers)) {
                        out.add(type.asSubclass(Module.class));
                    }
                }
            }
        }
        assertThat(out).hasSizeGreaterThan(60);
        return out;
    }
}
