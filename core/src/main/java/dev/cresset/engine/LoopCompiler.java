package dev.cresset.engine;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compiles the inner loops of elementwise ops: one hidden class per op and combination of dtypes, made
 * at first use from the op's scalar function.
 *
 * <p>The scalar functions are the static methods of {@link FloatMath}, {@link DoubleMath} and {@link
 * LongMath}; the compute dtype chooses the class and {@link Elementwise#kernel()} the method. A loop
 * reads its inputs in their own dtypes, so that nothing is converted beforehand.
 */
final class LoopCompiler {
    /*
     * Each class has its own copy of the loop, hence its own profile: the call of the scalar function
     * is monomorphic and inlined, and the dense variants are loops that C2 vectorises. Variants: every
     * operand in steps of one; two inputs of which one is a single value; any steps.
     */
    private record Key(String kernel, Class<?> family, DType out, List<DType> in) {}

    private static final Map<Key, Loop> LOOPS = new ConcurrentHashMap<>();

    private static final ClassDesc SELF = ClassDesc.of("dev.cresset.engine.GeneratedLoop");
    private static final ClassDesc LOOP = Loop.class.describeConstable().orElseThrow();
    private static final ClassDesc ELEMENT = Element.class.describeConstable().orElseThrow();
    private static final ClassDesc FLOAT = ClassDesc.of("java.lang.Float");
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(
                    CD_void,
                    CD_Object,
                    CD_int,
                    CD_int,
                    CD_Object.arrayType(),
                    CD_int.arrayType(),
                    CD_int.arrayType(),
                    CD_double.arrayType(),
                    CD_int);

    // Slots of the parameters of Loop.run; 0 is this.
    private static final int OUT = 1;
    private static final int O = 2;
    private static final int SO = 3;
    private static final int IN = 4;
    private static final int AT = 5;
    private static final int STEP = 6;
    private static final int ATTRIBUTES = 7;
    private static final int N = 8;

    private final Method function;
    private final DType out;
    private final List<DType> in;
    private final Class<?>[] parameters;

    private LoopCompiler(Method function, DType out, List<DType> in) {
        this.function = function;
        this.out = out;
        this.in = in;
        this.parameters = function.getParameterTypes();
    }

    /** Returns the loop for an op that computes in {@code compute} and writes {@code out}. */
    static Loop loop(Elementwise op, DType compute, DType out, DType... in) {
        Key key = new Key(op.kernel(), family(compute), out, List.of(in));
        Loop found = LOOPS.get(key);
        return found != null ? found : LOOPS.computeIfAbsent(key, LoopCompiler::compile);
    }

    private static Class<?> family(DType compute) {
        return switch (compute) {
            case FLOAT32, FLOAT16, BFLOAT16 -> FloatMath.class;
            case FLOAT64 -> DoubleMath.class;
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> LongMath.class;
        };
    }

    private static Loop compile(Key key) {
        Method function =
                Arrays.stream(key.family.getDeclaredMethods())
                        .filter(m -> m.getName().equals(key.kernel))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                key.family.getSimpleName()
                                                        + " has no scalar function "
                                                        + key.kernel));
        byte[] bytes = new LoopCompiler(function, key.out, key.in).classFile();
        try {
            Class<?> type =
                    MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
            return (Loop) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("loop for " + key, e);
        }
    }

    private byte[] classFile() {
        return ClassFile.of()
                .build(
                        SELF,
                        cb ->
                                cb.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                                        .withInterfaceSymbols(LOOP)
                                        .withMethodBody(
                                                INIT_NAME,
                                                MTD_void,
                                                0,
                                                c ->
                                                        c.aload(0)
                                                                .invokespecial(
                                                                        CD_Object,
                                                                        INIT_NAME,
                                                                        MTD_void)
                                                                .return_())
                                        .withMethodBody(
                                                "run", RUN, ClassFile.ACC_PUBLIC, this::body));
    }

    private void body(CodeBuilder c) {
        int[] arrays = new int[in.size()];
        int[] ats = new int[in.size()];
        int[] steps = new int[in.size()];
        for (int i = 0; i < in.size(); i++) {
            arrays[i] = c.allocateLocal(TypeKind.REFERENCE);
            ats[i] = c.allocateLocal(TypeKind.INT);
            steps[i] = c.allocateLocal(TypeKind.INT);
            c.aload(IN).loadConstant(i).aaload().checkcast(arrayType(in.get(i))).astore(arrays[i]);
            c.aload(AT).loadConstant(i).iaload().istore(ats[i]);
            c.aload(STEP).loadConstant(i).iaload().istore(steps[i]);
        }
        int[] attributes = new int[parameters.length - in.size()];
        for (int i = 0; i < attributes.length; i++) {
            TypeKind kind = TypeKind.from(parameters[in.size() + i]);
            attributes[i] = c.allocateLocal(kind);
            c.aload(ATTRIBUTES).loadConstant(i).daload();
            convert(c, TypeKind.DOUBLE, kind);
            c.storeLocal(kind, attributes[i]);
        }
        int target = c.allocateLocal(TypeKind.REFERENCE);
        c.aload(OUT).checkcast(arrayType(out)).astore(target);
        Frame f = new Frame(arrays, ats, steps, attributes, target);

        boolean[] dense = new boolean[in.size()];
        Arrays.fill(dense, true);
        variant(c, f, dense);
        if (in.size() == 2) {
            variant(c, f, new boolean[] {true, false});
            variant(c, f, new boolean[] {false, true});
        }
        strided(c, f);
        c.return_();
    }

    private record Frame(int[] arrays, int[] ats, int[] steps, int[] attributes, int target) {}

    /** Emits: if the steps are those of the variant, the loop and a return. */
    private void variant(CodeBuilder c, Frame f, boolean[] dense) {
        Label next = c.newLabel();
        c.iload(SO).loadConstant(1).if_icmpne(next);
        for (int i = 0; i < dense.length; i++) {
            c.iload(f.steps[i]).loadConstant(dense[i] ? 1 : 0).if_icmpne(next);
        }
        int[] singles = new int[dense.length];
        for (int i = 0; i < dense.length; i++) {
            if (!dense[i]) {
                singles[i] = c.allocateLocal(TypeKind.from(parameters[i]));
                c.aload(f.arrays[i]).iload(f.ats[i]);
                load(c, in.get(i), parameters[i]);
                c.storeLocal(TypeKind.from(parameters[i]), singles[i]);
            }
        }
        int k = c.allocateLocal(TypeKind.INT);
        Label top = c.newLabel();
        Label end = c.newLabel();
        c.loadConstant(0).istore(k);
        c.labelBinding(top).iload(k).iload(N).if_icmpge(end);
        c.aload(f.target).iload(O).iload(k).iadd();
        for (int i = 0; i < dense.length; i++) {
            if (dense[i]) {
                c.aload(f.arrays[i]).iload(f.ats[i]).iload(k).iadd();
                load(c, in.get(i), parameters[i]);
            } else {
                c.loadLocal(TypeKind.from(parameters[i]), singles[i]);
            }
        }
        apply(c, f);
        c.iinc(k, 1).goto_(top);
        c.labelBinding(end).return_();
        c.labelBinding(next);
    }

    private void strided(CodeBuilder c, Frame f) {
        int k = c.allocateLocal(TypeKind.INT);
        Label top = c.newLabel();
        Label end = c.newLabel();
        c.loadConstant(0).istore(k);
        c.labelBinding(top).iload(k).iload(N).if_icmpge(end);
        c.aload(f.target).iload(O).iload(k).iload(SO).imul().iadd();
        for (int i = 0; i < in.size(); i++) {
            c.aload(f.arrays[i]).iload(f.ats[i]).iload(k).iload(f.steps[i]).imul().iadd();
            load(c, in.get(i), parameters[i]);
        }
        apply(c, f);
        c.iinc(k, 1).goto_(top);
        c.labelBinding(end);
    }

    /** Emits the call of the scalar function and the store; array, index and inputs are pushed. */
    private void apply(CodeBuilder c, Frame f) {
        for (int i = 0; i < f.attributes.length; i++) {
            c.loadLocal(TypeKind.from(parameters[in.size() + i]), f.attributes[i]);
        }
        ClassDesc owner = function.getDeclaringClass().describeConstable().orElseThrow();
        MethodTypeDesc type =
                MethodTypeDesc.of(
                        describe(function.getReturnType()),
                        Arrays.stream(parameters)
                                .map(LoopCompiler::describe)
                                .toArray(ClassDesc[]::new));
        c.invokestatic(owner, function.getName(), type);
        store(c, TypeKind.from(function.getReturnType()), out);
    }

    private static ClassDesc describe(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    private static ClassDesc arrayType(DType dtype) {
        return Storage.allocate(dtype, 0).array().getClass().describeConstable().orElseThrow();
    }

    /** Emits the load of an element (array and index are pushed) as a parameter of the function. */
    private static void load(CodeBuilder c, DType dtype, Class<?> parameter) {
        TypeKind raw =
                switch (dtype) {
                    case FLOAT32 -> {
                        c.faload();
                        yield TypeKind.FLOAT;
                    }
                    case FLOAT64 -> {
                        c.daload();
                        yield TypeKind.DOUBLE;
                    }
                    case INT64 -> {
                        c.laload();
                        yield TypeKind.LONG;
                    }
                    case INT32 -> {
                        c.iaload();
                        yield TypeKind.INT;
                    }
                    case INT16 -> {
                        c.saload();
                        yield TypeKind.INT;
                    }
                    case FLOAT16 -> {
                        c.saload()
                                .invokestatic(
                                        FLOAT,
                                        "float16ToFloat",
                                        MethodTypeDesc.of(CD_float, CD_short));
                        yield TypeKind.FLOAT;
                    }
                    case BFLOAT16 -> {
                        c.saload()
                                .invokestatic(
                                        ELEMENT,
                                        "bfloat16ToFloat",
                                        MethodTypeDesc.of(CD_float, CD_short));
                        yield TypeKind.FLOAT;
                    }
                    case INT8, BOOL -> {
                        c.baload();
                        yield TypeKind.INT;
                    }
                    case UINT8 -> {
                        c.baload().loadConstant(255).iand();
                        yield TypeKind.INT;
                    }
                };
        convert(c, raw, TypeKind.from(parameter));
    }

    /** Emits the store of a value (array, index and value are pushed) in a dtype. */
    private static void store(CodeBuilder c, TypeKind value, DType dtype) {
        switch (dtype) {
            case FLOAT32 -> {
                convert(c, value, TypeKind.FLOAT);
                c.fastore();
            }
            case FLOAT64 -> {
                convert(c, value, TypeKind.DOUBLE);
                c.dastore();
            }
            case INT64 -> {
                convert(c, value, TypeKind.LONG);
                c.lastore();
            }
            case INT32 -> {
                convert(c, value, TypeKind.INT);
                c.iastore();
            }
            case INT16 -> {
                convert(c, value, TypeKind.INT);
                c.i2s().sastore();
            }
            case FLOAT16 -> {
                convert(c, value, TypeKind.FLOAT);
                c.invokestatic(FLOAT, "floatToFloat16", MethodTypeDesc.of(CD_short, CD_float))
                        .sastore();
            }
            case BFLOAT16 -> {
                convert(c, value, TypeKind.FLOAT);
                c.invokestatic(ELEMENT, "floatToBfloat16", MethodTypeDesc.of(CD_short, CD_float))
                        .sastore();
            }
            case INT8, UINT8 -> {
                convert(c, value, TypeKind.INT);
                c.i2b().bastore();
            }
            case BOOL -> {
                convert(c, value, TypeKind.BOOLEAN);
                c.bastore();
            }
        }
    }

    /** Emits PyTorch's conversion of a number; {@link TypeKind#BOOLEAN} is "not 0". */
    private static void convert(CodeBuilder c, TypeKind from, TypeKind to) {
        if (from == to || (from == TypeKind.BOOLEAN && to == TypeKind.INT)) {
            return;
        }
        TypeKind source = from == TypeKind.BOOLEAN ? TypeKind.INT : from;
        boolean floating = source == TypeKind.FLOAT || source == TypeKind.DOUBLE;
        if (to == TypeKind.BOOLEAN) {
            c.invokestatic(
                    ELEMENT,
                    "isTrue",
                    MethodTypeDesc.of(
                            java.lang.constant.ConstantDescs.CD_boolean, primitive(source)));
        } else if (floating && (to == TypeKind.INT || to == TypeKind.LONG)) {
            if (source == TypeKind.FLOAT) {
                c.f2d();
            }
            c.invokestatic(
                    ELEMENT,
                    to == TypeKind.INT ? "doubleToInt" : "doubleToLong",
                    MethodTypeDesc.of(primitive(to), CD_double));
        } else {
            c.conversion(source, to);
        }
    }

    private static ClassDesc primitive(TypeKind kind) {
        return switch (kind) {
            case FLOAT -> CD_float;
            case DOUBLE -> CD_double;
            case LONG -> CD_long;
            default -> CD_int;
        };
    }
}
