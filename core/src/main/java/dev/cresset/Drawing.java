package dev.cresset;

import dev.cresset.engine.View;
import org.jspecify.annotations.Nullable;

/** Random numbers written to a tensor in place. */
final class Drawing {
    /** Fills a view from a generator. */
    interface Fill {
        void into(View view, Generator generator);
    }

    private Drawing() {}

    static Tensor draw_(Tensor x, @Nullable Generator generator, Fill fill) {
        x.checkWritable();
        fill.into(x.view(), generator == null ? DefaultGenerator.get() : generator);
        x.bumpVersion();
        return x;
    }
}
