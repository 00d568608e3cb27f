package dev.cresset.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cresset.nn.*;
import dev.cresset.nn.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes models from damaged descriptions for a given time; whatever is thrown but a {@link
 * CheckpointException} is an escape, and so is a file that takes longer than ten seconds.
 *
 * <p>A program of its own, so that it can run with a small heap: {@code java -Xmx256m … ModelFuzz
 * FOLDER SECONDS SEED}. The JSON stays well-formed three times out of four, so that damage gets to
 * the layers' constructors.
 */
final class ModelFuzz {
    private static final long SLOW = 10_000_000_000L;

    private static final Object[] VALUES = {
        0L,
        1L,
        -1L,
        2L,
        3L,
        7L,
        64L,
        1000L,
        65536L,
        1_000_000L,
        0x7fffffffL,
        0x80000000L,
        Long.MIN_VALUE,
        0.5,
        -0.5,
        1e308,
        1e-308,
        "NaN",
        "Infinity",
        "",
        "0",
        "1",
        "RELU",
        "SAME",
        "float32",
        "FLOAT16",
        "BFLOAT16",
        "INT64",
        true,
        false,
        List.of(),
        List.of(3L, 3L),
        List.of(-1L),
        List.of(1L, "x"),
        Map.of()
    };

    private final SplittableRandom random;
    private final List<String> trees = new ArrayList<>();
    private final List<SequencedMap<String, Value.TensorValue>> states = new ArrayList<>();
    private final List<String> kinds =
            KnownLayers.all().stream().map(Class::getSimpleName).toList();

    private ModelFuzz(long seed) {
        random = new SplittableRandom(seed);
        List<Module> models = new ArrayList<>(SavedModelTest.samples().values());
        var tied = new Sequential(new Linear(3, 3), new ReLU(), new Linear(3, 3));
        tied.<Linear>get(2).weight = tied.<Linear>get(0).weight;
        models.add(tied);
        var block = new Sequential(new Conv2d(1, 2, 3), new BatchNorm2d(2));
        models.add(new ModuleList(block, block, new ModuleDict().put("a", new Linear(1, 2))));
        models.add(new SavedModelTest.Block());
        for (Module m : models) {
            trees.add(ModelTree.of(m).text());
            states.add(StateDicts.values(Value.of(m.stateDict())));
        }
    }

    public static void main(String[] args) throws IOException {
        long seconds = Long.parseLong(args[1]);
        long seed = Long.parseLong(args[2]);
        System.exit(new ModelFuzz(seed).run(Path.of(args[0]), seconds, seed) == 0 ? 0 : 1);
    }

    private int run(Path folder, long seconds, long seed) throws IOException {
        Path file = folder.resolve("model.safetensors");
        long start = System.nanoTime();
        long made = 0;
        long refused = 0;
        int escaped = 0;
        long slowest = 0;
        while (System.nanoTime() - start < seconds * 1_000_000_000L) {
            int i = random.nextInt(trees.size());
            String text = random.nextInt(4) == 0 ? bytes(trees.get(i)) : tree(trees.get(i));
            SequencedMap<String, Value.TensorValue> state = new LinkedHashMap<>(states.get(i));
            if (!state.isEmpty() && random.nextInt(8) == 0) {
                state.pollFirstEntry();
            }
            var writer = new SafetensorsWriter(state, Map.of(ModelTree.KEY, text));
            AtomicFile.write(file, writer::write);
            long before = System.nanoTime();
            Throwable escape = null;
            try {
                Module m =
                        Checkpoint.<Module>loadModel(
                                file, o -> o.allow(SavedModelTest.Block.class));
                Objects.requireNonNull(m.toString());
                made++;
            } catch (CheckpointException clean) {
                Objects.requireNonNull(clean.reason());
                refused++;
            } catch (Throwable t) {
                escape = t;
            }
            long took = System.nanoTime() - before;
            slowest = Math.max(slowest, took);
            if (escape != null || took > SLOW) {
                Path kept = folder.resolve("escape-" + seed + "-" + escaped + ".json");
                Files.writeString(kept, text);
                System.out.println("ESCAPE " + kept + " after " + took / 1_000_000 + " ms");
                if (escape != null) {
                    escape.printStackTrace(System.out);
                }
                escaped++;
            }
        }
        System.out.printf(
                "end: seed %d: %d made, %d refused, %d escaped, slowest %d ms%n",
                seed, made, refused, escaped, slowest / 1_000_000);
        return escaped;
    }

    /** Returns a text with some characters changed. */
    private String bytes(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int n = random.nextInt(1, 4); n > 0 && !out.isEmpty(); n--) {
            int at = random.nextInt(out.length());
            int end = Math.min(out.length(), at + random.nextInt(1, 12));
            switch (random.nextInt(4)) {
                case 0 -> out.setCharAt(at, "{}[]\",:0-e.\\".charAt(random.nextInt(12)));
                case 1 -> out.delete(at, end);
                case 2 -> out.insert(at, out.substring(at, end));
                default -> out.insert(at, VALUES[random.nextInt(VALUES.length)].toString());
            }
        }
        return out.toString();
    }

    /** Returns a tree with some values, names or members changed. */
    private String tree(String text) {
        Object json;
        try {
            json = Json.parse(text.getBytes(UTF_8));
        } catch (Json.SyntaxException e) {
            throw new AssertionError(e);
        }
        Object out = json;
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            int[] places = {random.nextInt(count(out))};
            out = Objects.requireNonNull(changed(out, places));
        }
        return Json.write(out);
    }

    private static int count(@Nullable Object json) {
        int n = 1;
        if (json instanceof Map<?, ?> map) {
            for (Object v : map.values()) {
                n += count(v);
            }
        } else if (json instanceof List<?> list) {
            for (Object v : list) {
                n += count(v);
            }
        }
        return n;
    }

    /** Returns a copy in which the value at a place, counted down from the root, is changed. */
    private @Nullable Object changed(@Nullable Object json, int[] place) {
        boolean here = place[0]-- == 0;
        switch (json) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> out = new LinkedHashMap<>();
                int drop = here && !map.isEmpty() ? random.nextInt(map.size()) : -1;
                int action = random.nextInt(3);
                int at = 0;
                for (var e : map.entrySet()) {
                    String key = (String) e.getKey();
                    Object value = changed(e.getValue(), place);
                    if (at++ != drop) {
                        out.put(key, value);
                    } else if (action == 1) {
                        out.put(renamed(key), value);
                    } else if (action == 2) {
                        out.put(key, value);
                        out.put(renamed(key), value);
                    }
                }
                return out;
            }
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>();
                list.forEach(v -> out.add(changed(v, place)));
                if (here) {
                    out.add(VALUES[random.nextInt(VALUES.length)]);
                }
                return out;
            }
            case null, default -> {
                if (!here) {
                    return json;
                }
                boolean kind = json instanceof String s && kinds.contains(s);
                return kind && random.nextBoolean()
                        ? kinds.get(random.nextInt(kinds.size()))
                        : random.nextInt(8) == 0 ? null : VALUES[random.nextInt(VALUES.length)];
            }
        }
    }

    private String renamed(String key) {
        return switch (random.nextInt(6)) {
            case 0 -> key + ".0";
            case 1 -> "0";
            case 2 -> key + "0";
            case 3 -> "";
            case 4 -> kinds.get(random.nextInt(kinds.size()));
            default -> "weight";
        };
    }
}
