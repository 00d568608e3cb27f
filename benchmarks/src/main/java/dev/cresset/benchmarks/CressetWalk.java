package dev.cresset.benchmarks;

import dev.cresset.Tensor;
import dev.cresset.nn.Init;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Sequential;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a module of 1,000 layers costs to look through. */
final class CressetWalk {
    private static final int LAYERS = 1000;

    private CressetWalk() {}

    static @Nullable Workload open(String name) {
        Sequential net = new Sequential();
        for (int i = 0; i < LAYERS; i++) {
            net.append(new Linear(64, 64));
        }
        var saved = net.stateDict();
        return switch (name) {
            case "walk.named" ->
                    counting(() -> {
                        int[] n = {0};
                        net.namedParameters().forEach((key, p) -> n[0] += key.isEmpty() ? 0 : 1);
                        return n[0];
                    });
            case "walk.state" -> counting(() -> net.stateDict().size());
            case "walk.load" ->
                    counting(() -> {
                        net.loadStateDict(saved);
                        return saved.size();
                    });
            case "walk.normal" ->
                    counting(() -> {
                        int n = 0;
                        for (Tensor p : net.parameters()) {
                            Init.normal_(p, 0, 0.01);
                            n++;
                        }
                        return n;
                    });
            default -> null;
        };
    }

    private static Workload counting(Supplier<Integer> body) {
        return new Workload() {
            private int last;

            @Override
            public void step() {
                last = body.get();
            }

            @Override
            public double check() {
                return last;
            }
        };
    }
}
