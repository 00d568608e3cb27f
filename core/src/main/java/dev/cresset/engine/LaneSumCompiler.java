package dev.cresset.engine;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/**
 * Compiles the sum of a row of floats with all lanes in registers, however many vectors of the
 * preferred width that takes.
 */
final class LaneSumCompiler {
    private static final ClassDesc FLOAT = FloatVector.class.describeConstable().orElseThrow();
    private static final ClassDesc DOUBLE = DoubleVector.class.describeConstable().orElseThrow();
    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final ClassDesc OPERATORS = ClassDesc.of("jdk.incubator.vector.VectorOperators");
    private static final ClassDesc CONVERSION = OPERATORS.nested("Conversion");
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(CD_void, CD_float.arrayType(), CD_int, CD_int, CD_double.arrayType());

    // Slots of the parameters of LaneSum.run; 0 is this.
    private static final int X = 1;
    private static final int FROM = 2;
    private static final int N = 3;
    private static final int LANES = 4;

    private LaneSumCompiler() {}

    static LaneSum compile() {
        return GeneratedKernel.make(LaneSum.class, RUN, LaneSumCompiler::body);
    }

    private static void body(CodeBuilder c) {
        int floats = FloatVector.SPECIES_PREFERRED.length();
        int doubles = DoubleVector.SPECIES_PREFERRED.length();
        int[] sums = new int[RowMath.LANES / doubles];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = c.allocateLocal(TypeKind.REFERENCE);
            doubleSpecies(c).aload(LANES).loadConstant(i * doubles);
            c.invokestatic(
                    DOUBLE,
                    "fromArray",
                    MethodTypeDesc.of(DOUBLE, SPECIES, CD_double.arrayType(), CD_int));
            c.astore(sums[i]);
        }
        int part = c.allocateLocal(TypeKind.REFERENCE);
        int k = c.allocateLocal(TypeKind.INT);
        Label top = c.newLabel();
        Label end = c.newLabel();
        c.loadConstant(0).istore(k);
        c.labelBinding(top).iload(k).iload(N).if_icmpge(end);
        for (int i = 0; i < sums.length; i++) {
            if (i % 2 == 0) {
                c.getstatic(FLOAT, "SPECIES_PREFERRED", SPECIES).aload(X);
                c.iload(FROM).iload(k).iadd().loadConstant(i / 2 * floats).iadd();
                c.invokestatic(
                        FLOAT,
                        "fromArray",
                        MethodTypeDesc.of(FLOAT, SPECIES, CD_float.arrayType(), CD_int));
                c.astore(part);
            }
            c.aload(sums[i]).aload(part).getstatic(OPERATORS, "F2D", CONVERSION);
            doubleSpecies(c).loadConstant(i % 2);
            c.invokevirtual(
                    FLOAT, "convertShape", MethodTypeDesc.of(VECTOR, CONVERSION, SPECIES, CD_int));
            c.invokevirtual(DOUBLE, "add", MethodTypeDesc.of(DOUBLE, VECTOR)).astore(sums[i]);
        }
        c.iinc(k, RowMath.LANES).goto_(top);
        c.labelBinding(end);
        for (int i = 0; i < sums.length; i++) {
            c.aload(sums[i]).aload(LANES).loadConstant(i * doubles);
            c.invokevirtual(
                    DOUBLE, "intoArray", MethodTypeDesc.of(CD_void, CD_double.arrayType(), CD_int));
        }
        c.return_();
    }

    private static CodeBuilder doubleSpecies(CodeBuilder c) {
        return c.getstatic(DOUBLE, "SPECIES_PREFERRED", SPECIES);
    }
}
