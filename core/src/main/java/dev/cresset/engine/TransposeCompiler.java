package dev.cresset.engine;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/** Compiles the {@link TransposeKernel}, with vectors of the width that the machine prefers. */
final class TransposeCompiler {
    /*
     * The vectors of a square are shuffled like two halves of a deck of cards, log2(lanes) times:
     * vectors 2i and 2i + 1 are the first and the second halves of vectors i and i + lanes / 2,
     * their elements in turn. Straight code around one loop over squares; two vectors of
     * indices serve all steps.
     */
    private static final ClassDesc SELF = ClassDesc.of("dev.cresset.engine.GeneratedTransposition");
    private static final ClassDesc KERNEL = TransposeKernel.class.describeConstable().orElseThrow();
    private static final ClassDesc FLOAT_VECTOR = ClassDesc.of("jdk.incubator.vector.FloatVector");
    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(CD_void, CD_int, FLOATS, CD_int, CD_int, FLOATS, CD_int, CD_int);

    // Slots of the parameters of TransposeKernel.run; 0 is this.
    private static final int TERMS = 1;
    private static final int X = 2;
    private static final int FROM = 3;
    private static final int STEP = 4;
    private static final int TO = 5;
    private static final int AT = 6;
    private static final int WIDTH = 7;

    /** The lanes of a vector: of so many lines so many terms are transposed at a time. */
    static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    private TransposeCompiler() {}

    /** Returns a new kernel. */
    static TransposeKernel compile() {
        byte[] bytes =
                ClassFile.of()
                        .build(
                                SELF,
                                cb ->
                                        cb.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                                                .withInterfaceSymbols(KERNEL)
                                                .withMethodBody(
                                                        INIT_NAME,
                                                        MTD_void,
                                                        0,
                                                        c ->
                                                                c.aload(0)
                                                                        .invokespecial(
                                                                                CD_Object,
                                                                                INIT_NAME, MTD_void)
                                                                        .return_())
                                                .withMethodBody(
                                                        "run",
                                                        RUN,
                                                        ClassFile.ACC_PUBLIC,
                                                        TransposeCompiler::body));
        try {
            Class<?> made = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
            return (TransposeKernel) made.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("transposition of floats", e);
        }
    }

    private static void body(CodeBuilder c) {
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
        c.iload(FROM).iload(k).iadd().istore(from);
        for (int v : square) {
            species(c);
            c.aload(X).iload(from);
            c.invokestatic(
                    FLOAT_VECTOR,
                    "fromArray",
                    MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, FLOATS, CD_int));
            c.astore(v);
            c.iload(from).iload(STEP).iadd().istore(from);
        }
        for (int step = 1; step < LANES; step *= 2) {
            for (int i = 0; i < LANES; i++) {
                c.aload(i % 2 == 0 ? first : second);
                c.aload(square[i / 2]).aload(square[i / 2 + LANES / 2]);
                c.invokevirtual(
                        FLOAT_VECTOR,
                        "selectFrom",
                        MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, VECTOR));
                c.astore(next[i]);
            }
            int[] before = square;
            square = next;
            next = before;
        }
        for (int v : square) {
            c.aload(v).aload(TO).iload(AT);
            c.invokevirtual(FLOAT_VECTOR, "intoArray", MethodTypeDesc.of(CD_void, FLOATS, CD_int));
            c.iload(AT).iload(WIDTH).iadd().istore(AT);
        }
        c.iinc(k, LANES).goto_(top);
        c.labelBinding(end).return_();
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
        c.invokestatic(
                FLOAT_VECTOR,
                "fromArray",
                MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, FLOATS, CD_int));
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
