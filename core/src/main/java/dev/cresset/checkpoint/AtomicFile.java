package dev.cresset.checkpoint;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** Writes a file so that, whatever happens, either the old content or the new one is there. */
final class AtomicFile {
    /** Windows opens no folders; NTFS writes its journal before it reports a rename as done. */
    private static final boolean FILE_SYSTEM_FORCES_FOLDERS = File.separatorChar == '\\';

    private AtomicFile() {}

    /** What fills the file. */
    interface Content {
        /** Writes the whole content to an empty, seekable channel. */
        void writeTo(FileChannel out) throws IOException;
    }

    /**
     * Writes to a temporary file in the target's folder, forces it to the disk, renames it, and
     * forces the folder to the disk.
     *
     * @throws IOException if writing fails; the temporary file is gone then and the target
     *     untouched
     */
    static void write(Path target, Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path name = absolute.getFileName();
        if (name == null || Files.isDirectory(absolute)) {
            throw new CheckpointException(
                    target, "", -1, "it is a folder; give the name of a file");
        }
        String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
        Path temporary = absolute.resolveSibling("." + random + ".tmp");
        try {
            try (FileChannel out =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(out);
                out.force(true);
            }
            move(temporary, absolute);
            forceFolder(absolute);
        } catch (IOException | RuntimeException | Error e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Makes the new name durable; where folders cannot be opened, the file system does so. */
    private static void forceFolder(Path file) throws IOException {
        if (FILE_SYSTEM_FORCES_FOLDERS) {
            return;
        }
        try (FileChannel folder =
                FileChannel.open(
                        Objects.requireNonNull(file.getParent()), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
