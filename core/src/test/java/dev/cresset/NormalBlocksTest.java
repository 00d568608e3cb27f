package dev.cresset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.engine.NormalBlocks;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Normal values on the vector unit have the bits of those that plain loops make. */
@EnabledIf("dev.cresset.engine.Engines#hasVectorModule")
class NormalBlocksTest {
    private static final int LARGE = 1 << 20;

    /** Waits for compilation; null on a machine whose vectors are too short. */
    private static NormalBlocks vectors() throws InterruptedException {
        NormalBlocks vectors = NormalBlocks.of(LARGE);
        for (int i = 0; i < 600 && vectors == null; i++) {
            Thread.sleep(100);
            vectors = NormalBlocks.of(LARGE);
        }
        return vectors;
    }

    @Test
    @Timeout(120)
    void everyUniformGivesTheSameBits() throws InterruptedException {
        NormalBlocks vectors = vectors();
        org.junit.jupiter.api.Assumptions.assumeTrue(vectors != null, "vectors of 256 bits");
        FloatBlocks plain = new FloatBlocks(1024);
        // Every uniform as a radius and as an angle: 2^24 of them, in blocks that mix far ones.
        float[] x = new float[1024];
        float[] y = new float[1024];
        for (int at = 0; at < 1 << 24; at += 1024) {
            for (int i = 0; i < x.length; i++) {
                int bits = i % 16 < 8 ? at + i : ((at + i) * 0x9E3779B1) >>> 8;
                x[i] = (bits & 0xffffff) * 0x1p-24f;
            }
            System.arraycopy(x, 0, y, 0, x.length);
            int count = at % 3 == 0 ? 1024 : 1008;
            plain.transform(x, 0, count, 0.5f, 3f);
            vectors.transform(y, 0, count, 0.5f, 3f);
            assertThat(Arrays.equals(x, y)).as("uniforms from %d on", at).isTrue();
        }
    }

    @Test
    @Timeout(120)
    void aLargeFillIsTheSameBeforeAndAfterCompilation() throws InterruptedException {
        Tensor first = Tensor.empty(100_003).normal_(1, 2, new Generator(5));
        vectors();
        Tensor second = Tensor.empty(100_003).normal_(1, 2, new Generator(5));
        assertThat(second.equal(first)).isTrue();
    }
}
