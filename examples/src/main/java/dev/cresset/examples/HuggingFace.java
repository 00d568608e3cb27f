package dev.cresset.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers, words and truth values of a Hugging Face model's {@code config.json}. */
record HuggingFace(String json) {
    /** Reads the configuration of a model's folder. */
    static HuggingFace config(Path folder) throws IOException {
        return new HuggingFace(Files.readString(folder.resolve("config.json")));
    }

    int integer(String key) {
        return (int) number(key);
    }

    int integer(String key, int absent) {
        return has(key) ? integer(key) : absent;
    }

    double number(String key) {
        return Double.parseDouble(text(key));
    }

    double number(String key, double absent) {
        return has(key) ? number(key) : absent;
    }

    boolean flag(String key, boolean absent) {
        return has(key) ? Boolean.parseBoolean(text(key)) : absent;
    }

    boolean has(String key) {
        Matcher m = value(key);
        return m.find() && !m.group(1).equals("null");
    }

    String text(String key) {
        Matcher m = value(key);
        if (!m.find()) {
            throw new IllegalArgumentException("config.json has no " + key);
        }
        return m.group(1).replace("\"", "");
    }

    private Matcher value(String key) {
        return Pattern.compile("\"" + key + "\"\\s*:\\s*(\"[^\"]*\"|[^\\s,}\\]]+)").matcher(json);
    }
}
