package dev.cresset.testkit.golden;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Recordings that lie zipped beside the tests. */
final class Unzipped {
    private Unzipped() {}

    /** Writes the files of a zip beside this class into a folder. */
    static void into(Path folder, String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Unzipped.class.getResourceAsStream(resource));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                Path file = folder.resolve(e.getName());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(zip, file);
            }
        }
    }
}
