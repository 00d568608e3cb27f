package dev.cresset.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.op.DType;
import org.junit.jupiter.api.Test;

class ArrayPoolTest {
    private static void put(ArrayPool pool, float[] array) {
        pool.put(array, array.length, 4L * array.length);
    }

    @Test
    void givesArraysOfTheSameTypeAndLengthBack() {
        ArrayPool pool = new ArrayPool(1 << 20);
        float[] a = new float[2000];
        float[] b = new float[2000];
        put(pool, a);
        put(pool, b);
        assertThat(pool.take(float[].class, 2001)).isNull();
        assertThat(pool.take(int[].class, 2000)).isNull();
        assertThat(pool.take(float[].class, 2000)).isSameAs(b);
        assertThat(pool.take(float[].class, 2000)).isSameAs(a);
        assertThat(pool.take(float[].class, 2000)).isNull();
        assertThat(pool.held()).isZero();
    }

    @Test
    void dropsWhatWasUsedLongestAgo() {
        ArrayPool pool = new ArrayPool(3 * 4 * 2000 + 100);
        float[] old = new float[2001];
        put(pool, old);
        put(pool, new float[2000]);
        put(pool, new float[2000]);
        put(pool, new float[2002]);
        assertThat(pool.take(float[].class, 2001)).isNull();
        assertThat(pool.take(float[].class, 2002)).isNotNull();
        assertThat(pool.held()).isEqualTo(2 * 4 * 2000);
    }

    @Test
    void keepsNoMoreThanItMay() {
        ArrayPool pool = new ArrayPool(100_000);
        for (int i = 0; i < 500; i++) {
            put(pool, new float[1024 + i]);
            assertThat(pool.held()).isLessThanOrEqualTo(100_000);
        }
        put(pool, new float[30_000]);
        assertThat(pool.take(float[].class, 30_000)).isNull();
    }

    @Test
    void servesResultsOfTheThreadThatGave() throws InterruptedException {
        float[] mine = new float[54_321];
        ArrayPool.give(new Storage.Floats(mine));
        Object[] other = new Object[1];
        Thread t = new Thread(() -> other[0] = ArrayPool.allocate(DType.FLOAT32, 54_321).array());
        t.start();
        t.join();
        assertThat(other[0]).isNotSameAs(mine);
        assertThat(ArrayPool.allocate(DType.FLOAT32, 54_321).array()).isSameAs(mine);
        assertThat(ArrayPool.allocate(DType.FLOAT32, 54_321).array()).isNotSameAs(mine);
    }

    @Test
    void virtualThreadsKeepNothing() throws InterruptedException {
        boolean[] same = {true};
        Thread.ofVirtual()
                .start(() -> {
                    float[] mine = new float[54_322];
                    ArrayPool.give(new Storage.Floats(mine));
                    same[0] = ArrayPool.allocate(DType.FLOAT32, 54_322).array() == mine;
                })
                .join();
        assertThat(same[0]).isFalse();
    }
}
