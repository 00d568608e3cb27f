package dev.cresset.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipTest {
    @TempDir Path folder;

    @Test
    void whatIsWrittenIsReadAgainByUsAndByTheJdk() throws IOException {
        Path path = folder.resolve("a.zip");
        byte[] large = new byte[3_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        AtomicFile.write(
                path,
                out -> {
                    ZipWriter zip = new ZipWriter(out);
                    zip.add("r/é", large);
                    zip.add("r/empty", new byte[0]);
                    zip.finish();
                });
        try (MappedFile file = MappedFile.open(path)) {
            Budget budget = new Budget(path);
            ZipReader zip = ZipReader.open(file, budget);
            assertThat(zip.entries().sequencedKeySet()).containsExactly("r/é", "r/empty");
            for (ZipReader.Entry entry : zip.entries().values()) {
                assertThat(entry.data() % ZipWriter.ALIGNMENT).isZero();
                byte[] expected = entry.name().equals("r/é") ? large : new byte[0];
                assertThat(zip.read(entry, budget).toArray(JAVA_BYTE)).isEqualTo(expected);
            }
        }
        try (ZipFile jdk = new ZipFile(path.toFile())) {
            assertThat(jdk.getInputStream(jdk.getEntry("r/é")).readAllBytes()).isEqualTo(large);
        }
    }

    @Test
    void moreThan65535RecordsUseZip64() throws IOException {
        Path path = folder.resolve("many.zip");
        int count = 70_000;
        AtomicFile.write(
                path,
                out -> {
                    ZipWriter zip = new ZipWriter(out);
                    for (int i = 0; i < count; i++) {
                        zip.add("r/" + i, new byte[0]);
                    }
                    zip.finish();
                });
        try (MappedFile file = MappedFile.open(path)) {
            assertThat(ZipReader.open(file, new Budget(path)).entries()).hasSize(count);
        }
        try (ZipFile jdk = new ZipFile(path.toFile())) {
            Enumeration<? extends ZipEntry> entries = jdk.entries();
            assertThat(jdk.size()).isEqualTo(count);
            assertThat(entries.nextElement().getName()).isEqualTo("r/0");
        }
    }

    @Test
    void deflatedRecordsAreReadAndTheirChecksumsChecked() throws IOException {
        Path path = folder.resolve("deflated.zip");
        try (OutputStream out = Files.newOutputStream(path);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("r/x"));
            zip.write(new byte[100_000]);
        }
        assertThat(read(path, "r/x")).hasSize(100_000);

        byte[] bytes = Files.readAllBytes(path);
        int crcInDirectory = bytes.length - 22 - 49 + 16;
        bytes[crcInDirectory] ^= 1;
        Files.write(path, bytes);
        assertThatThrownBy(() -> read(path, "r/x"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("record r/x: its checksum is");
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNoTemporaryOne() throws IOException {
        Path path = folder.resolve("a.pt");
        Files.writeString(path, "old");
        assertThatThrownBy(() ->
                        AtomicFile.write(
                                path,
                                out -> {
                                    new ZipWriter(out).add("r/x", new byte[1000]);
                                    throw new IOException("disk full");
                                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(folder).isDirectoryContaining(f -> f.equals(path));
        assertThat(Files.list(folder)).containsExactly(path);
        assertThat(path).hasContent("old");
    }

    private static byte[] read(Path path, String name) throws IOException {
        try (MappedFile file = MappedFile.open(path)) {
            Budget budget = new Budget(path);
            ZipReader zip = ZipReader.open(file, budget);
            ZipReader.Entry entry = zip.entries().get(name);
            assertThat(entry).isNotNull();
            return zip.read(entry, budget).toArray(JAVA_BYTE);
        }
    }
}
