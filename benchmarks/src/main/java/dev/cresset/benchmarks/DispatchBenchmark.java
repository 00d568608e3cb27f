package dev.cresset.benchmarks;

import dev.cresset.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one op costs beside its arithmetic: eight additions take some 5 ns of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseParallelGC", "-Xmx2g"})
public class DispatchBenchmark {
    private final Tensor x = Tensor.ones(8);
    private final Tensor y = Tensor.ones(8);
    private final Tensor learnt = Tensor.ones(8).requiresGrad_();
    private final Tensor rows = Tensor.ones(2, 4);
    private final Tensor matrix = Tensor.ones(4, 8);

    /** Makes the operands. */
    public DispatchBenchmark() {}

    /** Eight additions without recording. */
    @Benchmark
    public Tensor addOf8() {
        return x.add(y);
    }

    /** Eight additions that backward could walk. */
    @Benchmark
    public Tensor recordedAddOf8() {
        return learnt.add(y);
    }

    /** Eight additions in place. */
    @Benchmark
    public Tensor inPlaceAddOf8() {
        return x.add_(y);
    }

    /** A product of 2 x 4 and 4 x 8: 128 flops. */
    @Benchmark
    public Tensor productOf2x4And4x8() {
        return rows.mm(matrix);
    }
}
