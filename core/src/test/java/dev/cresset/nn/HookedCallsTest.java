package dev.cresset.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No call of a built-in module passes its hooks by. */
class HookedCallsTest {
    @Test
    void everyCallOfAModuleGoesThroughItsHooks() throws Exception {
        List<String> bypassing = new ArrayList<>();
        int calls = 0;
        for (Path file : classes()) {
            ClassModel model = ClassFile.of().parse(file);
            Class<?> type = Class.forName(model.thisClass().asInternalName().replace('/', '.'));
            if (!Module.class.isAssignableFrom(type)) {
                continue;
            }
            for (MethodModel method : model.methods()) {
                String name = method.methodName().stringValue();
                if (name.matches("call([A-Z].*)?")
                        && method.flags().has(AccessFlag.PUBLIC)
                        && !method.flags().has(AccessFlag.ABSTRACT)
                        && !method.flags().has(AccessFlag.STATIC)) {
                    calls++;
                    if (!isHooked(method)) {
                        bypassing.add(type.getSimpleName() + "." + name);
                    }
                }
            }
        }
        assertThat(calls).isGreaterThan(10);
        assertThat(bypassing)
                .as(
                        "These calls pass hooks by: write them as hooked(List.of(x), in -> …), or let"
                                + " them call another form of call that is")
                .isEmpty();
    }

    /**
     * Returns whether a method calls {@code hooked}, or another form of {@code call} of its own.
     */
    private static boolean isHooked(MethodModel method) {
        return method.code()
                .orElseThrow()
                .elementStream()
                .filter(InvokeInstruction.class::isInstance)
                .map(e -> ((InvokeInstruction) e).name().stringValue())
                .anyMatch(name -> name.equals("hooked") || name.matches("call([A-Z].*)?"));
    }

    private static List<Path> classes() throws IOException, URISyntaxException {
        Path folder =
                Path.of(Objects.requireNonNull(Module.class.getResource("Module.class")).toURI());
        try (Stream<Path> files = Files.list(Objects.requireNonNull(folder.getParent()))) {
            return files.filter(f -> f.toString().endsWith(".class")).sorted().toList();
        }
    }
}
