package dev.cresset.testkit.golden;

import dev.cresset.PythonText;
import dev.cresset.testkit.python.Function;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Java twins of the Python classes that recordings define in code. */
final class Twins {
    private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+)");

    private Twins() {}

    /**
     * Returns the text of what a recipe makes of the classes that its code defines.
     *
     * @throws SkipException if there is no twin of a class, or the twin was written for other code
     */
    static String text(Torch torch, String code, String recipe) {
        Map<String, @Nullable Object> classes = new HashMap<>();
        Matcher m = CLASS.matcher(code);
        while (m.find()) {
            String name = m.group(1);
            if (!torch.has(twin(name, code))) {
                throw new SkipException("there is no Java twin of the recorded class " + name);
            }
            Function constructor = torch.entry(twin(name, code))::call;
            classes.put(name, constructor);
        }
        return PythonText.str(torch.evaluate(Recipes.expression(recipe), classes));
    }

    /* A twin stands for one text of a class: another class of the same name is another twin. */
    private static String twin(String name, String code) {
        return "twin " + name + "\n" + code.strip();
    }
}
