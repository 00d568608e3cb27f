package dev.cresset.engine;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.BiConsumer;
import jdk.incubator.vector.FloatVector;

/**
 * Compiles kernels that transpose squares in registers, with vectors of the width that the machine
 * prefers: {@link TransposeKernel} stores them, {@link DotsKernel} multiplies them.
 */
final class TransposeCompiler {
    /*
     * The vectors of a square are shuffled like two halves of a deck of cards, log2(lanes) times:
     * vectors 2i and 2i + 1 are the first and the second halves of vectors i and i + lanes / 2,
     * their elements in turn. Straight code around one loop over squares; two vectors of
     * indices serve all steps.
     */
    private static final ClassDesc FLOAT_VECTOR = ClassDesc.of("jdk.incubator.vector.FloatVector");
    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final MethodTypeDesc TRANSPOSE =
            MethodTypeDesc.of(CD_void, CD_int, FLOATS, CD_int, CD_int, FLOATS, CD_int, CD_int);
    private static final MethodTypeDesc DOTS =
            MethodTypeDesc.of(
                    CD_void,
                    CD_int,
                    FLOATS,
                    CD_int,
                    FLOATS,
                    CD_int,
                    CD_int,
                    FLOATS,
                    CD_int,
                    CD_boolean);

    /** The slot of the number of terms; 0 is this. */
    private static final int TERMS = 1;

    /** The lanes of a vector: of so many lines so many terms are transposed at a time. */
    static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    private TransposeCompiler() {}

    /** Returns a new kernel that transposes. */
    static TransposeKernel compile() {
        return GeneratedKernel.make(
                TransposeKernel.class, TRANSPOSE, TransposeCompiler::transposition);
    }

    /** Returns a new kernel that computes dot products. */
    static DotsKernel compileDots() {
        return GeneratedKernel.make(DotsKernel.class, DOTS, TransposeCompiler::dots);
    }

    /** Emits {@link TransposeKernel#run}. */
    private static void transposition(CodeBuilder c) {
        int x = 2;
        int from = 3;
        int step = 4;
        int to = 5;
        int at = 6;
        int width = 7;
        squares(
                c,
                x,
                from,
                step,
                (k, square) -> {
                    for (int v : square) {
                        c.aload(v).aload(to).iload(at);
                        store(c);
                        c.iload(at).iload(width).iadd().istore(at);
                    }
                });
        c.return_();
    }

    /** Emits {@link DotsKernel#run}. */
    private static void dots(CodeBuilder c) {
        int a = 2;
        int ai = 3;
        int b = 4;
        int bi = 5;
        int bs = 6;
        int to = 7;
        int at = 8;
        int onto = 9;
        int sum = c.allocateLocal(TypeKind.REFERENCE);
        Label none = c.newLabel();
        Label start = c.newLabel();
        c.iload(onto).ifeq(none);
        species(c);
        c.aload(to).iload(at);
        load(c);
        c.astore(sum).goto_(start);
        // Adding the first product to -0.0 leaves it as it is, its sign included.
        c.labelBinding(none);
        species(c);
        c.loadConstant(-0f);
        broadcast(c);
        c.astore(sum);
        c.labelBinding(start);
        squares(
                c,
                b,
                bi,
                bs,
                (k, square) -> {
                    for (int t = 0; t < LANES; t++) {
                        c.aload(square[t]);
                        species(c);
                        c.aload(a).iload(ai).iload(k).iadd().loadConstant(t).iadd().faload();
                        broadcast(c);
                        c.aload(sum);
                        c.invokevirtual(
                                FLOAT_VECTOR,
                                "fma",
                                MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, VECTOR));
                        c.astore(sum);
                    }
                });
        c.aload(sum).aload(to).iload(at);
        store(c);
        c.return_();
    }

    /** Emits a loop over squares of the lines in an array, each transposed. */
    private static void squares(
            CodeBuilder c, int x, int start, int step, BiConsumer<Integer, int[]> use) {
        int first = shuffle(c, 0);
        int second = shuffle(c, LANES / 2);
        int[] square = locals(c, LANES);
        int[] next = locals(c, LANES);
        int from = c.allocateLocal(TypeKind.INT);
        int k = c.allocateLocal(TypeKind.INT);
        Label top = c.newLabel();
        Label end = c.newLabel();
        c.loadConstant(0).istore(k);
        c.labelBinding(top).iload(k).iload(TERMS).if_icmpge(end);
        c.iload(start).iload(k).iadd().istore(from);
        for (int v : square) {
            species(c);
            c.aload(x).iload(from);
            load(c);
            c.astore(v);
            c.iload(from).iload(step).iadd().istore(from);
        }
        for (int i = 1; i < LANES; i *= 2) {
            for (int v = 0; v < LANES; v++) {
                c.aload(v % 2 == 0 ? first : second);
                c.aload(square[v / 2]).aload(square[v / 2 + LANES / 2]);
                c.invokevirtual(
                        FLOAT_VECTOR,
                        "selectFrom",
                        MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, VECTOR));
                c.astore(next[v]);
            }
            int[] before = square;
            square = next;
            next = before;
        }
        use.accept(k, square);
        c.iinc(k, LANES).goto_(top);
        c.labelBinding(end);
    }

    private static void load(CodeBuilder c) {
        c.invokestatic(
                FLOAT_VECTOR,
                "fromArray",
                MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, FLOATS, CD_int));
    }

    private static void store(CodeBuilder c) {
        c.invokevirtual(FLOAT_VECTOR, "intoArray", MethodTypeDesc.of(CD_void, FLOATS, CD_int));
    }

    private static void broadcast(CodeBuilder c) {
        c.invokestatic(
                FLOAT_VECTOR, "broadcast", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, CD_float));
    }

    /** Makes the indices of the elements from {@code half} on of two vectors, in turn. */
    private static int shuffle(CodeBuilder c, int half) {
        int array = c.allocateLocal(TypeKind.REFERENCE);
        c.loadConstant(LANES).newarray(TypeKind.FLOAT).astore(array);
        for (int i = 0; i < LANES; i++) {
            int index = half + i / 2 + i % 2 * LANES;
            c.aload(array).loadConstant(i).loadConstant((float) index).fastore();
        }
        int local = c.allocateLocal(TypeKind.REFERENCE);
        species(c);
        c.aload(array).loadConstant(0);
        load(c);
        c.astore(local);
        return local;
    }

    private static void species(CodeBuilder c) {
        c.getstatic(FLOAT_VECTOR, "SPECIES_PREFERRED", SPECIES);
    }

    private static int[] locals(CodeBuilder c, int n) {
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            out[i] = c.allocateLocal(TypeKind.REFERENCE);
        }
        return out;
    }
}
