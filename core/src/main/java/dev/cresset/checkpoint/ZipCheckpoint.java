package dev.cresset.checkpoint;

import dev.cresset.engine.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * PyTorch's zip format, since 1.6: a pickle that describes, and a record per storage.
 *
 * <p>All records lie below one root folder: {@code data.pkl}, {@code byteorder}, {@code data/0},
 * {@code data/1}, …, {@code version}.
 */
final class ZipCheckpoint {
    private static final String ROOT = "archive";

    /** The versions of the container that PyTorch reads. */
    private static final int MAX_VERSION = 10;

    private ZipCheckpoint() {}

    /** Reads the tree of values. */
    static Value read(MappedFile file, Budget budget) throws CheckpointException {
        ZipReader zip = ZipReader.open(file, budget);
        if (zip.entries().isEmpty()) {
            throw file.fail(-1, "the zip archive is empty");
        }
        String first = zip.entries().firstEntry().getKey();
        int slash = first.indexOf('/');
        if (slash <= 0) {
            throw file.fail(
                    -1, "a zip archive, but not PyTorch's: record " + first + " has no folder");
        }
        String root = first.substring(0, slash);
        for (String name : zip.entries().keySet()) {
            if (!name.startsWith(root + "/")) {
                throw file.fail(-1, "record " + name + " lies outside the folder " + root + "/");
            }
            if (name.equals(root + "/constants.pkl") || name.startsWith(root + "/code/")) {
                throw file.fail(
                        -1,
                        "a TorchScript program, not a checkpoint: save the model's state_dict() with"
                                + " torch.save instead");
            }
        }
        checkVersion(file, zip, root, budget);
        ByteOrder order = byteOrder(file, zip, root, budget);

        String name = root + "/data.pkl";
        ZipReader.Entry entry = zip.entries().get(name);
        if (entry == null) {
            throw file.fail(-1, "a zip archive, but not PyTorch's: there is no record " + name);
        }
        if (entry.size() > budget.pickleLimit()) {
            throw file.fail(
                    entry.data(),
                    name + " of " + entry.size() + " bytes is too large for the Java heap");
        }
        PickleInput in = new PickleInput(file.path(), name, zip.read(entry, budget));
        return new Unpickler(in, new ZipStorages(file, zip, root, order, budget), budget).load();
    }

    /** Writes a tree of values to an empty file. */
    static void write(Value tree, FileChannel out) throws IOException {
        Pickler pickler = new Pickler();
        byte[] pickle = pickler.pickle(tree);
        ZipWriter zip = new ZipWriter(out);
        zip.add(ROOT + "/data.pkl", pickle);
        zip.add(ROOT + "/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        List<Pickler.Saved> storages = new ArrayList<>(pickler.storages());
        for (int key = 0; key < storages.size(); key++) {
            Pickler.Saved saved = storages.get(key);
            Value.TensorValue any = saved.any();
            zip.add(
                    ROOT + "/data/" + key,
                    saved.length() * any.dtype().bytes(),
                    sink -> {
                        Storage storage = any.tensor().view().storage();
                        StorageBytes.write(storage, 0, storage.length(), sink);
                    });
        }
        zip.add(ROOT + "/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        zip.finish();
    }

    private static void checkVersion(MappedFile file, ZipReader zip, String root, Budget budget)
            throws CheckpointException {
        String text = text(file, zip, root + "/version", budget);
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1) {
            throw file.fail(-1, "a zip archive, but not PyTorch's: it has no version number");
        }
        if (Integer.parseInt(text) > MAX_VERSION) {
            throw file.fail(
                    -1, "container version " + text + "; known are those up to " + MAX_VERSION);
        }
    }

    private static ByteOrder byteOrder(MappedFile file, ZipReader zip, String root, Budget budget)
            throws CheckpointException {
        String order = text(file, zip, root + "/byteorder", budget);
        return switch (order) {
            case "", "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw file.fail(-1, "the byte order is neither little nor big");
        };
    }

    /** Returns the text of a small record without surrounding white space, "" if it is absent. */
    private static String text(MappedFile file, ZipReader zip, String name, Budget budget)
            throws CheckpointException {
        ZipReader.Entry entry = zip.entries().get(name);
        if (entry == null) {
            return "";
        }
        if (entry.size() > 64) {
            throw file.fail(entry.data(), "record " + name + " is longer than a word");
        }
        MemorySegment bytes = zip.read(entry, budget);
        return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1)
                .strip();
    }
}
