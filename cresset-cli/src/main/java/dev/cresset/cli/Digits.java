package dev.cresset.cli;

import dev.cresset.Generator;
import dev.cresset.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * 1,797 images of handwritten digits with their labels, in a training and a test part that are
 * always the same: "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, UCI
 * Machine Learning Repository, 1998, CC BY 4.0).
 *
 * @param trainImages (n, 64), 0 to 1
 * @param trainLabels (n), int64, 0 to 9
 * @param testImages (m, 64): a fifth of all
 * @param testLabels (m)
 */
record Digits(Tensor trainImages, Tensor trainLabels, Tensor testImages, Tensor testLabels) {
    private static final String RESOURCE = "optdigits.csv.gz";
    private static final int PIXELS = 64;
    private static final float WHITE = 16;
    private static final long SPLIT_SEED = 2;

    /** Reads the digits from the jar. */
    static Digits load() throws IOException {
        List<String> rows;
        try (InputStream in = Digits.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("the resource " + RESOURCE + " is missing from the jar");
            }
            var reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    new GZIPInputStream(in), StandardCharsets.US_ASCII));
            rows = reader.lines().filter(row -> !row.isBlank()).toList();
        }
        float[][] images = new float[rows.size()][PIXELS];
        long[] labels = new long[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            String[] cells = rows.get(i).split(",", -1);
            for (int j = 0; j < PIXELS; j++) {
                images[i][j] = Integer.parseInt(cells[j]) / WHITE;
            }
            labels[i] = Long.parseLong(cells[PIXELS]);
        }
        return split(Tensor.tensor(images), Tensor.tensor(labels));
    }

    private static Digits split(Tensor images, Tensor labels) {
        int n = images.size(0);
        int test = n / 5;
        Tensor order = Tensor.randperm(n, o -> o.generator(new Generator(SPLIT_SEED)));
        Tensor held = order.narrow(0, 0, test);
        Tensor kept = order.narrow(0, test, n - test);
        return new Digits(images.get(kept), labels.get(kept), images.get(held), labels.get(held));
    }
}
