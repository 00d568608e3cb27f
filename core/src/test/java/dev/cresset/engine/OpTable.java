package dev.cresset.engine;

import static dev.cresset.op.DType.BFLOAT16;
import static dev.cresset.op.DType.BOOL;
import static dev.cresset.op.DType.FLOAT16;
import static dev.cresset.op.DType.FLOAT32;
import static dev.cresset.op.DType.FLOAT64;
import static dev.cresset.op.DType.INT16;
import static dev.cresset.op.DType.INT32;
import static dev.cresset.op.DType.INT64;
import static dev.cresset.op.DType.INT8;
import static dev.cresset.op.DType.UINT8;

import dev.cresset.op.DType;
import dev.cresset.op.Op;
import dev.cresset.op.Shape;
import dev.cresset.op.Spec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Every op with inputs to try it on: what the engine contract runs. */
final class OpTable {
    static final Set<DType> FLOATS = EnumSet.of(FLOAT16, BFLOAT16, FLOAT32, FLOAT64);
    static final Set<DType> INTEGERS = EnumSet.of(UINT8, INT8, INT16, INT32, INT64);
    static final Set<DType> NUMBERS = union(FLOATS, INTEGERS);
    static final Set<DType> BITS = union(INTEGERS, EnumSet.of(BOOL));
    static final Set<DType> ALL = EnumSet.allOf(DType.class);

    private OpTable() {}

    /** Makes an op's inputs. */
    interface Inputs {
        View[] make(DType dtype, SampleViews.Form form, Random random);
    }

    /**
     * An op and what is expected of it.
     *
     * @param op the op
     * @param dtypes the dtypes of the first (or main) input that it accepts
     * @param plain those of them for which the plain engine has a kernel
     * @param inputs makes inputs of a dtype
     * @param tolerance how far the engines may differ
     * @param samples the number of random inputs to try
     */
    record Row(
            Op op,
            Set<DType> dtypes,
            Set<DType> plain,
            Inputs inputs,
            Tolerance tolerance,
            int samples) {
        @Override
        public String toString() {
            return op.toString();
        }
    }

    /** Returns all rows. */
    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        ElementwiseTable.add(rows);
        SpecialTable.add(rows);
        ReductionTable.add(rows);
        StructuredTable.add(rows);
        NeuralTable.add(rows);
        AttentionTable.add(rows);
        RecurrentTable.add(rows);
        LossTable.add(rows);
        OrderingTable.add(rows);
        DecompositionTable.add(rows);
        return rows;
    }

    static Set<DType> union(Set<DType> a, Set<DType> b) {
        Set<DType> out = EnumSet.copyOf(a);
        out.addAll(b);
        return out;
    }

    static Spec spec(View x) {
        return new Spec(x.dtype(), x.shape());
    }

    static Shape shape(int... sizes) {
        return Shape.of(sizes);
    }
}
