package dev.cresset.testkit.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The texts of the recordings, collected by tools/oracle/recorded_texts.py. */
final class RecordedTexts {
    record Text(String kind, String text) {
        @Override
        public String toString() {
            return kind + ": " + text;
        }
    }

    private RecordedTexts() {}

    static List<Text> all() {
        try (InputStream in =
                Objects.requireNonNull(
                        RecordedTexts.class.getResourceAsStream("recorded-texts.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", 2))
                    .map(c -> new Text(c[0], JsonMapper.shared().readTree(c[1]).asString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
