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
        x.checkWritable(x);
        if (GradMode.enabled() && x.requiresGrad()) {
            x.zero_(); // recorded: what was here before has a gradient of 0
        } else {
            x.bumpVersion();
        }
        fill.into(x.view(), generator == null ? DefaultGenerator.get() : generator);
        return x;
    }
}
