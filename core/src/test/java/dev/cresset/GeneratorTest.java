package dev.cresset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    @Test
    void theTenThousandthWordOfSeed5489IsTheStandardsCheckValue() {
        // ISO C++ [rand.predef]: the 10000th invocation of mt19937 produces 4123659995.
        Generator g = new Generator(5489);
        for (int i = 1; i < 10000; i++) {
            g.r32();
        }
        assertThat(Integer.toUnsignedLong(g.r32())).isEqualTo(4123659995L);
    }

    @Test
    void wordsInBulkAreTheWordsOneByOne() {
        Generator one = new Generator(3);
        Generator bulk = new Generator(3);
        for (int count : new int[] {1, 0, 622, 1, 1, 700, 624, 1249}) {
            int[] words = new int[count + 2];
            bulk.words(words, 1, count);
            for (int i = 0; i < count; i++) {
                assertThat(words[i + 1]).isEqualTo(one.r32());
            }
            assertThat(words[0]).isZero();
            assertThat(words[count + 1]).isZero();
            assertThat(bulk.stateBytes()).isEqualTo(one.stateBytes());
        }
    }

    @Test
    void aNewGeneratorHasPyTorchsFixedSeed() {
        assertThat(new Generator().initialSeed()).isEqualTo(67280421310721L);
        assertThat(new Generator().stateBytes())
                .isEqualTo(new Generator(67280421310721L).stateBytes());
    }

    @Test
    void onlyTheLow32BitsOfASeedChooseTheStream() {
        assertThat(new Generator((1L << 32) + 1).r64()).isEqualTo(new Generator(1).r64());
        assertThat(new Generator(-1).r64()).isEqualTo(new Generator(0xffffffffL).r64());
        assertThat(new Generator((1L << 32) + 1).initialSeed()).isEqualTo((1L << 32) + 1);
    }

    @Test
    void manualSeedReturnsTheGeneratorAndDropsTheCachedNormal() {
        Generator g = new Generator(7);
        double first = NormalFill.next(g);
        assertThat(g.hasCachedNormal()).isTrue();
        assertThat(g.manualSeed(7)).isSameAs(g);
        assertThat(g.hasCachedNormal()).isFalse();
        assertThat(NormalFill.next(g)).isEqualTo(first);
    }

    @Test
    void seedReseedsDifferentlyEachTimeAndReturnsTheNewSeed() {
        Generator g = new Generator();
        Set<Long> seeds = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            long seed = g.seed();
            assertThat(seed).isBetween(0L, (1L << 53) - 1);
            assertThat(g.initialSeed()).isEqualTo(seed);
            seeds.add(seed);
        }
        assertThat(seeds).hasSizeGreaterThan(1);
    }

    @Test
    void aRestoredStateContinuesInTheMiddleOfABlockAndWithTheCachedNormal() {
        Generator g = new Generator(11);
        NormalFill.next(g);
        for (int i = 0; i < 1000; i++) {
            g.r32();
        }
        Generator other = new Generator(12);
        other.setStateBytes(g.stateBytes());
        assertThat(other.hasCachedNormal()).isTrue();
        for (int i = 0; i < 700; i++) {
            assertThat(NormalFill.next(other)).isEqualTo(NormalFill.next(g));
        }
        assertThat(other.stateBytes()).isEqualTo(g.stateBytes());
    }

    @Test
    void aStateWithoutCachedNormalDropsTheOneThatWaits() {
        Generator g = new Generator(11);
        NormalFill.next(g);
        g.setStateBytes(new Generator(5).stateBytes());
        assertThat(NormalFill.next(g)).isEqualTo(NormalFill.next(new Generator(5)));
    }

    @Test
    void aStateOfWrongSizeOrContentIsRefusedAndChangesNothing() {
        Generator g = new Generator(5);
        byte[] before = g.stateBytes();
        assertThatThrownBy(() -> g.setStateBytes(new byte[5048]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("set_state: expected a generator state of 5056 bytes, but found 5048");
        byte[] other = new Generator(6).stateBytes();
        int[][] faults = {{8, 0}, {8 + 1, 3}, {12, 0}, {16 + 1, 3}, {16 + 7, 0x80}};
        for (int[] fault : faults) {
            byte[] bad = other.clone();
            bad[fault[0]] = (byte) fault[1];
            assertThatThrownBy(() -> g.setStateBytes(bad))
                    .as("byte %s", fault[0])
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("invalid mt19937 state")
                    .hasMessageContaining("left = ");
        }
        assertThat(g.stateBytes()).isEqualTo(before);
    }

    @Test
    void anyValidPairOfLeftAndNextDrawsWithoutLeavingTheState() {
        byte[] state = new Generator(6).stateBytes();
        for (int left : new int[] {1, 2, 300, 624}) {
            for (int next : new int[] {0, 1, 500, 623, 624}) {
                byte[] odd = state.clone();
                odd[8] = (byte) left;
                odd[9] = (byte) (left >> 8);
                odd[16] = (byte) next;
                odd[17] = (byte) (next >> 8);
                Generator one = new Generator();
                Generator bulk = new Generator();
                one.setStateBytes(odd);
                bulk.setStateBytes(odd);
                assertThat(one.stateBytes()).isEqualTo(odd);
                int[] words = new int[1300];
                bulk.words(words, 0, words.length);
                int[] single = new int[1300];
                Arrays.setAll(single, _ -> one.r32());
                assertThat(words).isEqualTo(single);
            }
        }
    }

    @Test
    void theDefaultGeneratorIsOneObject() {
        assertThat(DefaultGenerator.get()).isSameAs(DefaultGenerator.get());
        assertThat(DefaultGenerator.get().initialSeed()).isBetween(0L, (1L << 53) - 1);
    }

    @Test
    void fillsOfSeveralThreadsNeverInterleave() throws InterruptedException {
        int n = 20_000;
        int threads = 4;
        Generator shared = new Generator(9);
        View[] views = new View[threads];
        Thread[] running = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            View v = View.allocate(DType.FLOAT64, Shape.of(n));
            views[t] = v;
            running[t] = Thread.ofPlatform().start(() -> RandomFill.uniform(v, 0, 1, shared));
        }
        for (Thread t : running) {
            t.join();
        }
        Generator alone = new Generator(9);
        Set<String> expected = new HashSet<>();
        for (int t = 0; t < threads; t++) {
            View v = View.allocate(DType.FLOAT64, Shape.of(n));
            RandomFill.uniform(v, 0, 1, alone);
            expected.add(RecordedDraws.digest(RecordedDraws.bytes(v)));
        }
        Set<String> got = new HashSet<>();
        for (View v : views) {
            got.add(RecordedDraws.digest(RecordedDraws.bytes(v)));
        }
        assertThat(got).isEqualTo(expected);
        assertThat(shared.stateBytes()).isEqualTo(alone.stateBytes());
    }
}
