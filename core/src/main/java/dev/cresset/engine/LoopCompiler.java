package dev.cresset.engine;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.cresset.op.DType;
import dev.cresset.op.Elementwise;
import dev.cresset.op.Parametric;
import dev.cresset.op.Unary;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the inner loops of elementwise ops: one hidden class per op and combination of dtypes,
 * made at first use from the op's scalar function.
 *
 * <p>The scalar functions are the static methods of {@link FloatMath}, {@link DoubleMath} and
 * {@link LongMath}; the compute dtype chooses the class and {@link Elementwise#kernel()} the
 * method. A loop reads its inputs in their own dtypes, so that nothing is converted beforehand.
 */
final class LoopCompiler {
    /*
     * Each class has its own copy of the loop, hence its own profile: the call of the scalar function
     * is monomorphic and inlined, and the dense variants are loops that C2 vectorises. Variants: every
     * operand in steps of one; one or two inputs of which any are single values, or three of which
     * one of the last two is; any steps. Dense variants come twice, since C2 is sure that loops do not overlap only where
     * both arrays are indexed from 0.
     */
    private record Key(String kernel, DType compute, DType out, List<DType> in) {}

    /** What was found last for a hash of kernel and dtypes: a look-up that allocates nothing. */
    private record Recent(String kernel, long dtypes, Loop loop) {}

    private static final Map<Key, Loop> LOOPS = new ConcurrentHashMap<>();
    private static final @Nullable Recent[] RECENT = new Recent[1024];

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

    private static final MethodTypeDesc FROM_HALF = MethodTypeDesc.of(CD_float, CD_short);
    private static final MethodTypeDesc TO_HALF = MethodTypeDesc.of(CD_short, CD_float);

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
    private final DType compute;
    private final DType out;
    private final List<DType> in;
    private final Class<?>[] parameters;

    private LoopCompiler(Method function, DType compute, DType out, List<DType> in) {
        this.function = function;
        this.compute = compute;
        this.out = out;
        this.in = in;
        this.parameters = function.getParameterTypes();
    }

    /** Returns the loop for an op that computes in {@code compute} and writes {@code out}. */
    static Loop loop(Elementwise op, DType compute, DType out, View... in) {
        String kernel = kernel(op, compute);
        long dtypes = 16 * code(compute) + code(out);
        for (View x : in) {
            dtypes = 16 * dtypes + code(x.dtype());
        }
        long mixed = (kernel.hashCode() + dtypes) * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 54);
        Recent recent = RECENT[slot];
        if (recent != null && recent.dtypes == dtypes && recent.kernel.equals(kernel)) {
            return recent.loop;
        }
        List<DType> inputs = Arrays.stream(in).map(View::dtype).toList();
        Key key = new Key(kernel, compute, out, inputs);
        Loop loop = LOOPS.computeIfAbsent(key, LoopCompiler::compile);
        RECENT[slot] = new Recent(kernel, dtypes, loop);
        return loop;
    }

    private static long code(DType dtype) {
        return switch (dtype) {
            case BOOL -> 1;
            case UINT8 -> 2;
            case INT8 -> 3;
            case INT16 -> 4;
            case INT32 -> 5;
            case INT64 -> 6;
            case FLOAT16 -> 7;
            case BFLOAT16 -> 8;
            case FLOAT32 -> 9;
            case FLOAT64 -> 10;
        };
    }

    /** Returns the name of the scalar function, which for a few ops depends on more than the op. */
    private static String kernel(Elementwise op, DType compute) {
        if (op == Unary.BITWISE_NOT && compute == DType.BOOL) {
            return Unary.LOGICAL_NOT.kernel();
        }
        if (op instanceof Parametric.PowScalar p && compute.isFloatingPoint()) {
            double e = p.exponent();
            return e == 2 ? "square" : e == 0.5 ? "sqrt" : e == -0.5 ? "rsqrt" : op.kernel();
        }
        return op.kernel();
    }

    private static Class<?> family(DType compute) {
        return switch (compute) {
            case FLOAT32, FLOAT16, BFLOAT16 -> FloatMath.class;
            case FLOAT64 -> DoubleMath.class;
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> LongMath.class;
        };
    }

    private static Loop compile(Key key) {
        Class<?> family = family(key.compute);
        Method function =
                Stream.of(family, SpecialMath.class)
                        .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
                        .filter(m -> m.getName().equals(key.kernel))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        family.getSimpleName()
                                                + " has no scalar function "
                                                + key.kernel));
        LoopCompiler compiler = new LoopCompiler(function, key.compute, key.out, key.in);
        return GeneratedKernel.make(Loop.class, RUN, compiler::body);
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
            c.conversion(TypeKind.DOUBLE, kind); // saturates: an infinite bound of integers is none
            c.storeLocal(kind, attributes[i]);
        }
        int target = c.allocateLocal(TypeKind.REFERENCE);
        c.aload(OUT).checkcast(arrayType(out)).astore(target);
        Frame f = new Frame(arrays, ats, steps, attributes, target);

        for (boolean[] dense : variants(in.size())) {
            variant(c, f, dense, true);
            variant(c, f, dense, false);
        }
        strided(c, f);
        c.return_();
    }

    /** Which inputs are dense, for each variant; the others are single values. */
    private static boolean[][] variants(int inputs) {
        return switch (inputs) {
            case 1 -> new boolean[][] {{true}, {false}};
            case 2 -> new boolean[][] {{true, true}, {true, false}, {false, true}, {false, false}};
            case 3 ->
                    new boolean[][] {{true, true, true}, {true, true, false}, {true, false, true}};
            default -> {
                boolean[] all = new boolean[inputs];
                Arrays.fill(all, true);
                yield new boolean[][] {all};
            }
        };
    }

    private record Frame(int[] arrays, int[] ats, int[] steps, int[] attributes, int target) {}

    /** Emits: if steps and starts are those of the variant, the loop and a return. */
    private void variant(CodeBuilder c, Frame f, boolean[] dense, boolean fromZero) {
        Label next = c.newLabel();
        c.iload(SO).loadConstant(1).if_icmpne(next);
        for (int i = 0; i < dense.length; i++) {
            c.iload(f.steps[i]).loadConstant(dense[i] ? 1 : 0).if_icmpne(next);
        }
        if (fromZero) {
            c.iload(O).ifne(next);
            for (int i = 0; i < dense.length; i++) {
                if (dense[i]) {
                    c.iload(f.ats[i]).ifne(next);
                }
            }
        }
        int[] singles = new int[dense.length];
        for (int i = 0; i < dense.length; i++) {
            if (!dense[i]) {
                singles[i] = c.allocateLocal(TypeKind.from(parameters[i]));
                c.aload(f.arrays[i]).iload(f.ats[i]);
                load(c, i);
                c.storeLocal(TypeKind.from(parameters[i]), singles[i]);
            }
        }
        int k = c.allocateLocal(TypeKind.INT);
        Label top = c.newLabel();
        Label end = c.newLabel();
        c.loadConstant(0).istore(k);
        c.labelBinding(top).iload(k).iload(N).if_icmpge(end);
        c.aload(f.target).iload(k);
        if (!fromZero) {
            c.iload(O).iadd();
        }
        for (int i = 0; i < dense.length; i++) {
            if (dense[i]) {
                c.aload(f.arrays[i]).iload(k);
                if (!fromZero) {
                    c.iload(f.ats[i]).iadd();
                }
                load(c, i);
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
            load(c, i);
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

    /**
     * Emits the load of an element (array and index are pushed) as a parameter of the function.
     * What is not of the compute dtype becomes so first, as in PyTorch, which makes an exception
     * for numbers that a half type is multiplied with or divided by.
     */
    private void load(CodeBuilder c, int input) {
        DType dtype = in.get(input);
        TypeKind parameter = TypeKind.from(parameters[input]);
        TypeKind raw = loadRaw(c, dtype);
        if (dtype == compute || parameter == TypeKind.BOOLEAN) {
            convert(c, raw, parameter);
            return;
        }
        switch (compute) {
            case FLOAT32, FLOAT64, INT64 -> convert(c, raw, parameter);
            case FLOAT16, BFLOAT16 -> {
                convert(c, raw, TypeKind.FLOAT);
                if (!function.getName().equals("mul") && !function.getName().equals("div")) {
                    narrow(c, compute);
                }
                convert(c, TypeKind.FLOAT, parameter);
            }
            case INT32, INT16, INT8, UINT8 -> {
                convert(c, raw, TypeKind.INT);
                narrow(c, compute);
                convert(c, TypeKind.INT, parameter);
            }
            case BOOL -> {
                convert(c, raw, TypeKind.BOOLEAN);
                convert(c, TypeKind.BOOLEAN, parameter);
            }
        }
    }

    /** Emits the rounding of a float to a half type, or the wrapping of an int to fewer bits. */
    private static void narrow(CodeBuilder c, DType dtype) {
        switch (dtype) {
            case FLOAT16 ->
                    c.invokestatic(FLOAT, "floatToFloat16", TO_HALF)
                            .invokestatic(FLOAT, "float16ToFloat", FROM_HALF);
            case BFLOAT16 ->
                    c.invokestatic(ELEMENT, "floatToBfloat16", TO_HALF)
                            .invokestatic(ELEMENT, "bfloat16ToFloat", FROM_HALF);
            case INT16 -> c.i2s();
            case INT8 -> c.i2b();
            case UINT8 -> c.loadConstant(255).iand();
            case BOOL, INT32, INT64, FLOAT32, FLOAT64 -> {}
        }
    }

    private static TypeKind loadRaw(CodeBuilder c, DType dtype) {
        return switch (dtype) {
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
                c.saload().invokestatic(FLOAT, "float16ToFloat", FROM_HALF);
                yield TypeKind.FLOAT;
            }
            case BFLOAT16 -> {
                c.saload().invokestatic(ELEMENT, "bfloat16ToFloat", FROM_HALF);
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
                c.invokestatic(FLOAT, "floatToFloat16", TO_HALF).sastore();
            }
            case BFLOAT16 -> {
                convert(c, value, TypeKind.FLOAT);
                c.invokestatic(ELEMENT, "floatToBfloat16", TO_HALF).sastore();
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
            c.invokestatic(ELEMENT, "isTrue", MethodTypeDesc.of(CD_boolean, primitive(source)));
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
