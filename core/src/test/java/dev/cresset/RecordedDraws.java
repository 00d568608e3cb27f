package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Draws recorded from PyTorch: {@code rng.tsv.gz}, made by {@code tools/oracle/rng_resource.py}.
 */
final class RecordedDraws {
    /** A tensor: its bytes in base64, or their digest after {@code sha256:}. */
    record Recorded(DType dtype, Shape shape, String data) {
        boolean isDigest() {
            return data.startsWith("sha256:");
        }

        byte[] bytes() {
            return Base64.getDecoder().decode(data);
        }

        View view() {
            View v = View.allocate(dtype, shape);
            ByteBuffer in = ByteBuffer.wrap(bytes()).order(ByteOrder.LITTLE_ENDIAN);
            switch (v.storage()) {
                case Storage.Floats s -> in.asFloatBuffer().get(s.array);
                case Storage.Doubles s -> in.asDoubleBuffer().get(s.array);
                case Storage.Longs s -> in.asLongBuffer().get(s.array);
                case Storage.Ints s -> in.asIntBuffer().get(s.array);
                case Storage.Shorts s -> in.asShortBuffer().get(s.array);
                case Storage.Bytes s -> in.get(s.array);
            }
            return v;
        }
    }

    /** A call after {@code manualSeed(seed)}, with its input and output tensors by name. */
    record Case(long seed, String call, Map<String, String> args, Map<String, Recorded> tensors) {
        double number(String arg) {
            return Double.parseDouble(text(arg));
        }

        long integer(String arg) {
            return Long.parseLong(text(arg));
        }

        String text(String arg) {
            String value = args.get(arg);
            if (value == null) {
                throw new IllegalStateException(this + " has no argument " + arg);
            }
            return value;
        }

        Recorded tensor(String name) {
            Recorded t = tensors.get(name);
            if (t == null) {
                throw new IllegalStateException(this + " has no tensor " + name);
            }
            return t;
        }

        @Override
        public String toString() {
            Recorded y = tensors.get("y");
            String shape = y == null ? "" : " -> " + y.dtype() + " " + y.shape().listText();
            return call + args + " seed " + seed + shape;
        }
    }

    private RecordedDraws() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        try (InputStream in = RecordedDraws.class.getResourceAsStream("rng.tsv.gz")) {
            if (in == null) {
                throw new IllegalStateException("the resource rng.tsv.gz is missing");
            }
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
            String key = "";
            boolean closed = true;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] f = line.split("\t", -1);
                String newKey = f[0] + "\t" + f[1] + "\t" + f[2];
                if (closed || !newKey.equals(key) || cases.getLast().tensors().containsKey(f[3])) {
                    cases.add(
                            new Case(
                                    Long.parseLong(f[0]), f[1], args(f[2]), new LinkedHashMap<>()));
                    key = newKey;
                }
                cases.getLast()
                        .tensors()
                        .put(f[3], new Recorded(DType.of(f[4]), Shape.of(ints(f[5], ",")), f[6]));
                closed = f[3].equals("after");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static Map<String, String> args(String text) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(",")) {
            int eq = pair.indexOf('=');
            out.put(pair.substring(0, eq), pair.substring(eq + 1));
        }
        return out;
    }

    static int[] ints(String text, String separator) {
        return text.isEmpty()
                ? new int[0]
                : Arrays.stream(text.split(separator)).mapToInt(Integer::parseInt).toArray();
    }

    /** Returns the elements in row-major order, little endian. */
    static byte[] bytes(View v) {
        ByteBuffer out =
                ByteBuffer.allocate(v.numel() * v.dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        Layout layout = v.layout();
        for (int i = 0; i < v.numel(); i++) {
            int at = layout.indexOf(i);
            switch (v.storage()) {
                case Storage.Floats s -> out.putFloat(s.array[at]);
                case Storage.Doubles s -> out.putDouble(s.array[at]);
                case Storage.Longs s -> out.putLong(s.array[at]);
                case Storage.Ints s -> out.putInt(s.array[at]);
                case Storage.Shorts s -> out.putShort(s.array[at]);
                case Storage.Bytes s -> out.put(s.array[at]);
            }
        }
        return out.array();
    }

    static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
