package dev.cresset.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads archives of NumPy arrays, as {@code numpy.savez} and {@code savez_compressed} write them.
 *
 * <p>Ties that Cresset recorded in the record {@value #METADATA} are restored, as long as the two
 * arrays are still the same bytes.
 */
final class NpzReader {
    /** The record that names ties; NumPy shows it as a member that is no array. */
    static final String METADATA = "__cresset__.json";

    private static final String ENDING = ".npy";
    private static final int MAX_METADATA = 10_000_000;

    private final MappedFile file;
    private final Budget budget;
    private final ZipReader zip;

    private NpzReader(MappedFile file, Budget budget, ZipReader zip) {
        this.file = file;
        this.budget = budget;
        this.zip = zip;
    }

    /** Returns whether a zip archive's first record is an array. */
    static boolean matches(MappedFile file) throws CheckpointException {
        if (file.size() < 30) {
            return false;
        }
        int length = file.u2(26);
        if (length < ENDING.length() || length > file.size() - 30) {
            return false;
        }
        String name = new String(file.copy(30, length), StandardCharsets.ISO_8859_1);
        return name.endsWith(ENDING) || name.equals(METADATA);
    }

    /** Reads an archive as a map from names to tensors. */
    static Value read(MappedFile file, Budget budget) throws CheckpointException {
        return new NpzReader(file, budget, ZipReader.open(file, budget)).read();
    }

    private Value read() throws CheckpointException {
        Map<String, String> ties = ties();
        Value.MapValue out = new Value.MapValue(false);
        for (ZipReader.Entry entry : zip.entries().values()) {
            if (entry.name().equals(METADATA)) {
                continue;
            }
            if (!entry.name().endsWith(ENDING)) {
                throw file.fail(entry.data(), "record " + entry.name() + " is no NumPy array");
            }
            String name = entry.name().substring(0, entry.name().length() - ENDING.length());
            ZipReader.Entry tied = zip.entries().get(ties.getOrDefault(name, "") + ENDING);
            Value source =
                    tied != null && sameBytes(tied, entry)
                            ? out.get(ties.getOrDefault(name, ""))
                            : null;
            out.put(new Value.StringValue(name), source != null ? source : array(name, entry));
        }
        return out;
    }

    private static boolean sameBytes(ZipReader.Entry a, ZipReader.Entry b) {
        return a.size() == b.size() && a.crc() == b.crc();
    }

    private Value array(String name, ZipReader.Entry entry) throws CheckpointException {
        NpyReader.Source source =
                new NpyReader.Source() {
                    @Override
                    public MemorySegment start(int wanted) throws CheckpointException {
                        return zip.start(entry, wanted, budget);
                    }

                    @Override
                    public MemorySegment all() throws CheckpointException {
                        return zip.read(entry, budget);
                    }
                };
        return NpyReader.read(file, "array " + name, source, entry.size(), budget);
    }

    private Map<String, String> ties() throws CheckpointException {
        ZipReader.Entry entry = zip.entries().get(METADATA);
        Map<String, String> out = new LinkedHashMap<>();
        if (entry == null) {
            return out;
        }
        if (entry.size() > MAX_METADATA) {
            throw file.fail(entry.data(), METADATA + " has " + entry.size() + " bytes");
        }
        try {
            Object json = Json.parse(zip.read(entry, budget).toArray(JAVA_BYTE));
            if (json instanceof Map<?, ?> map && map.get("ties") instanceof Map<?, ?> ties) {
                for (var e : ties.entrySet()) {
                    out.put(String.valueOf(e.getKey()), String.valueOf(e.getValue()));
                }
                return out;
            }
        } catch (Json.SyntaxException e) {
            throw file.fail(
                    entry.data() + e.offset(), METADATA + " is not strict JSON: " + e.getMessage());
        }
        throw file.fail(entry.data(), METADATA + " has no map of ties");
    }
}
