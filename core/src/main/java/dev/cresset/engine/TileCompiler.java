package dev.cresset.engine;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Compiles micro-kernels: hidden classes, one for each element type and way of reading the left
 * factor, with vectors of the width that the machine prefers.
 */
final class TileCompiler {
    /*
     * A kernel is straight code around one loop: accumulators in locals, a load for each vector of b
     * and a broadcast for each row of a. With 32 registers (AVX-512, AArch64) tiles are 4 rows by 4 vectors: 8
     * loads for 16 products, where 8 rows by 2 vectors need 10 and are a tenth slower. Larger tiles are hardly
     * faster, and C2 takes much longer over them. The accumulators start at -0.0, so that adding the
     * first product leaves it as it is, its sign included. Never start them from a static final
     * vector: C2 then boxes every vector.
     */
    private static final int ROWS = 4;

    private static final int VECTORS = 4;

    /** The rows of a tile of two vectors, for narrow results. */
    private static final int NARROW_ROWS = 8;

    /** The rows of a tile where there are 16 registers. */
    private static final int FEW_REGISTERS_ROWS = 6;

    private static final int NARROW_VECTORS = 2;

    /** The vectors of a tile of one row, for products of a row with a matrix. */
    private static final int ROW_VECTORS = 8;

    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(
                    CD_void,
                    CD_int,
                    CD_Object,
                    CD_int,
                    CD_int,
                    CD_Object,
                    CD_int,
                    CD_int,
                    CD_Object,
                    CD_int,
                    CD_int,
                    CD_boolean);

    // Slots of the parameters of MicroKernel.run; 0 is this.
    private static final int DEPTH = 1;
    private static final int A = 2;
    private static final int AI = 3;
    private static final int AS = 4;
    private static final int B = 5;
    private static final int BI = 6;
    private static final int BS = 7;
    private static final int C = 8;
    private static final int CI = 9;
    private static final int CS = 10;
    private static final int ONTO = 11;

    private final boolean single;
    private final ClassDesc vector;
    private final ClassDesc element;
    private final int lanes;
    private final int rows;
    private final int vectors;
    private final boolean panel;

    private TileCompiler(Class<?> type, int lanes, int rows, int vectors, boolean panel) {
        this.single = type == float.class;
        Class<?> vectorClass = single ? FloatVector.class : DoubleVector.class;
        this.vector = vectorClass.describeConstable().orElseThrow();
        this.element = type.describeConstable().orElseThrow();
        this.lanes = lanes;
        this.rows = rows;
        this.vectors = vectors;
        this.panel = panel;
    }

    /** Returns the kernels of an element type, float or double. */
    static TileKernels compile(Class<?> type) {
        return manyRegisters()
                ? kernels(type, ROWS, VECTORS)
                : kernels(type, FEW_REGISTERS_ROWS, NARROW_VECTORS);
    }

    /**
     * Returns the kernels of an element type, float or double, for results of fewer columns than
     * {@link #compile}'s tiles have, or null if those are as narrow.
     */
    static @Nullable TileKernels compileNarrow(Class<?> type) {
        return manyRegisters() ? kernels(type, NARROW_ROWS, NARROW_VECTORS) : null;
    }

    /** Returns the kernels of an element type, float or double, for tiles of one row. */
    static TileKernels compileRow(Class<?> type) {
        return kernels(type, 1, ROW_VECTORS);
    }

    private static boolean manyRegisters() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512
                || System.getProperty("os.arch", "").equals("aarch64");
    }

    private static TileKernels kernels(Class<?> type, int rows, int vectors) {
        VectorSpecies<?> species =
                type == float.class
                        ? FloatVector.SPECIES_PREFERRED
                        : DoubleVector.SPECIES_PREFERRED;
        int lanes = species.length();
        return new TileKernels(
                type,
                rows,
                vectors * lanes,
                new TileCompiler(type, lanes, rows, vectors, true).kernel(),
                new TileCompiler(type, lanes, rows, vectors, false).kernel());
    }

    private MicroKernel kernel() {
        return GeneratedKernel.make(MicroKernel.class, RUN, this::body);
    }

    private void body(CodeBuilder c) {
        int a = array(c, A);
        int b = array(c, B);
        int to = array(c, C);
        int[] sums = locals(c, TypeKind.REFERENCE, rows * vectors);
        int[] at = locals(c, TypeKind.INT, panel ? 0 : rows);
        int[] right = locals(c, TypeKind.REFERENCE, vectors);
        int x = c.allocateLocal(TypeKind.REFERENCE);
        start(c, to, sums);
        for (int r = 0; r < at.length; r++) {
            c.iload(AI).loadConstant(r).iload(AS).imul().iadd().istore(at[r]);
        }
        int k = c.allocateLocal(TypeKind.INT);
        Label top = c.newLabel();
        Label end = c.newLabel();
        c.loadConstant(0).istore(k);
        c.labelBinding(top).iload(k).iload(DEPTH).if_icmpge(end);
        for (int v = 0; v < vectors; v++) {
            loadVector(c, b, BI, v);
            c.astore(right[v]);
        }
        for (int r = 0; r < rows; r++) {
            species(c);
            c.aload(a);
            if (panel) {
                c.iload(AI).loadConstant(r).iadd();
            } else {
                c.iload(at[r]).iload(k).iadd();
            }
            if (single) {
                c.faload();
            } else {
                c.daload();
            }
            c.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element));
            c.astore(x);
            for (int v = 0; v < vectors; v++) {
                int sum = sums[r * vectors + v];
                c.aload(right[v]).aload(x).aload(sum);
                c.invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR));
                c.astore(sum);
            }
        }
        if (panel) {
            c.iload(AI).iload(AS).iadd().istore(AI);
        }
        c.iload(BI).iload(BS).iadd().istore(BI);
        c.iinc(k, 1).goto_(top);
        c.labelBinding(end);
        int row = rowStart(c);
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                c.aload(sums[r * vectors + v]).aload(to);
                c.iload(row).loadConstant(v * lanes).iadd();
                c.invokevirtual(
                        vector,
                        "intoArray",
                        MethodTypeDesc.of(CD_void, element.arrayType(), CD_int));
            }
            nextRow(c, row);
        }
        c.return_();
    }

    /** Emits the first values of the accumulators: the tile, or -0.0. */
    private void start(CodeBuilder c, int to, int[] sums) {
        Label none = c.newLabel();
        Label end = c.newLabel();
        c.iload(ONTO).ifeq(none);
        int row = rowStart(c);
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                loadVector(c, to, row, v);
                c.astore(sums[r * vectors + v]);
            }
            nextRow(c, row);
        }
        c.goto_(end);
        c.labelBinding(none);
        for (int sum : sums) {
            species(c);
            if (single) {
                c.loadConstant(-0f);
            } else {
                c.loadConstant(-0d);
            }
            c.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element));
            c.astore(sum);
        }
        c.labelBinding(end);
    }

    private static int rowStart(CodeBuilder c) {
        int row = c.allocateLocal(TypeKind.INT);
        c.iload(CI).istore(row);
        return row;
    }

    private static void nextRow(CodeBuilder c, int row) {
        c.iload(row).iload(CS).iadd().istore(row);
    }

    private void loadVector(CodeBuilder c, int from, int index, int v) {
        species(c);
        c.aload(from).iload(index).loadConstant(v * lanes).iadd();
        c.invokestatic(
                vector,
                "fromArray",
                MethodTypeDesc.of(vector, SPECIES, element.arrayType(), CD_int));
    }

    private void species(CodeBuilder c) {
        c.getstatic(vector, "SPECIES_PREFERRED", SPECIES);
    }

    private int array(CodeBuilder c, int parameter) {
        int local = c.allocateLocal(TypeKind.REFERENCE);
        c.aload(parameter).checkcast(element.arrayType()).astore(local);
        return local;
    }

    private static int[] locals(CodeBuilder c, TypeKind kind, int n) {
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            out[i] = c.allocateLocal(kind);
        }
        return out;
    }
}
