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
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * The loops around the functions of {@link VectorMath}: hidden classes, made at first use, that
 * take whole vectors through the vector function and the rest through its twin in {@link
 * FloatMath}. A function with exponentials in it is a loop for each and one more, one after the
 * other over chunks that stay in the cache.
 */
final class VectorLoops {
    private static final ClassDesc MATH = ClassDesc.of("dev.cresset.engine.VectorMath");
    private static final ClassDesc SCALAR = FloatMath.class.describeConstable().orElseThrow();
    private static final ClassDesc VECTOR = FloatVector.class.describeConstable().orElseThrow();
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final MethodTypeDesc FROM_ARRAY =
            MethodTypeDesc.of(VECTOR, SPECIES, FLOATS, CD_int);
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(
                    CD_void,
                    FLOATS,
                    CD_int,
                    FLOATS,
                    CD_int,
                    FLOATS,
                    CD_int,
                    FLOATS,
                    CD_double.arrayType(),
                    CD_int);

    // Slots of the parameters of VectorLoop.run; 0 is this.
    private static final int A = 1;
    private static final int Y = 5;
    private static final int TO = 6;
    private static final int E = 7;
    private static final int ATTRIBUTES = 8;
    private static final int N = 9;

    /** C2 inlines no hot method beyond 325 bytes of code. */
    private static final int PADDING = 330;

    /** The ends of the names of functions whose results another one takes. */
    private static final String[] PARTS = {"Exponential", "SecondExponential"};

    private static final Map<String, VectorLoops> BY_KERNEL = all();

    private static final ThreadLocal<float[]> EXPONENTIALS =
            ThreadLocal.withInitial(() -> new float[PARTS.length * VectorLoop.CHUNK]);

    private final String kernel;
    private final int inputs;
    private final int exponentials;
    private final int attributes;
    private final Warm warm = new Warm(this::warmUp);
    private volatile @Nullable VectorLoop loop;

    private VectorLoops(Method function, Set<String> names) {
        kernel = function.getName();
        int numbers = 0;
        for (Class<?> type : function.getParameterTypes()) {
            numbers += type == float.class ? 1 : 0;
        }
        int parts = 0;
        while (parts < PARTS.length && names.contains(kernel + PARTS[parts])) {
            parts++;
        }
        attributes = numbers;
        exponentials = parts;
        inputs = function.getParameterCount() - numbers - parts;
    }

    private static Map<String, VectorLoops> all() {
        Map<String, Method> functions = new HashMap<>();
        for (Method m : VectorMath.class.getDeclaredMethods()) {
            if (!Modifier.isPrivate(m.getModifiers()) && !m.isSynthetic()) {
                functions.put(m.getName(), m);
            }
        }
        Map<String, VectorLoops> out = new HashMap<>();
        functions.forEach((name, m) -> {
            if (!name.endsWith(PARTS[0])) {
                out.put(name, new VectorLoops(m, functions.keySet()));
            }
        });
        return Collections.unmodifiableMap(out);
    }

    /** Returns the loop of a kernel, or null if there is no vector function of that name. */
    static @Nullable VectorLoops of(String kernel) {
        return BY_KERNEL.get(kernel);
    }

    /** Returns the names of all kernels that there are loops of. */
    static Set<String> kernels() {
        return BY_KERNEL.keySet();
    }

    /** Returns the number of arrays that the loop reads: one or two. */
    int inputs() {
        return inputs;
    }

    /** Returns whether the loop is compiled; asks for that if need be. */
    boolean isWarm() {
        return warm.ready();
    }

    /** {@code y[to + k] = f(x[from + k])} for k below n; x and y may be one array, in step. */
    void run(float[] x, int from, float[] y, int to, double[] numbers, int n) {
        run(x, from, x, from, y, to, numbers, n);
    }

    /**
     * {@code y[to + k] = f(a[i + k], b[j + k])} for k below n; y may be an input's array, in step.
     */
    void run(float[] a, int i, float[] b, int j, float[] y, int to, double[] numbers, int n) {
        VectorLoop made = loop;
        if (made == null) {
            made = compile();
            loop = made;
        }
        if (exponentials == 0) {
            made.run(a, i, b, j, y, to, a, numbers, n);
            return;
        }
        float[] e = EXPONENTIALS.get();
        for (int k = 0; k < n; k += VectorLoop.CHUNK) {
            int part = Math.min(VectorLoop.CHUNK, n - k);
            made.run(a, i + k, b, j + k, y, to + k, e, numbers, part);
        }
    }

    private VectorLoop compile() {
        VectorLoop last = compile(exponentials);
        if (exponentials == 0) {
            return last;
        }
        VectorLoop first = compile(0);
        if (exponentials == 1) {
            return (a, i, b, j, y, to, e, numbers, n) -> {
                first.run(a, i, b, j, y, to, e, numbers, n);
                last.run(a, i, b, j, y, to, e, numbers, n);
            };
        }
        VectorLoop second = compile(1);
        return (a, i, b, j, y, to, e, numbers, n) -> {
            first.run(a, i, b, j, y, to, e, numbers, n);
            second.run(a, i, b, j, y, to, e, numbers, n);
            last.run(a, i, b, j, y, to, e, numbers, n);
        };
    }

    private boolean warmUp() {
        int most = 4096;
        float[] x = new float[most];
        for (int i = 0; i < most; i++) {
            x[i] = (i % 256 - 128) * 0.1f;
        }
        float[] y = new float[most];
        double[] numbers = new double[attributes];
        Arrays.fill(numbers, 1);
        int[] lengths = {64, 67, 64, 130, 65, 64, 33, 256};
        return Warmup.repeat(260, i -> run(x, i % 3, x, 1, y, i % 2, numbers, lengths[i % 8]))
                && Warmup.repeat(4 * most, i -> run(x, 0, x, 0, y, 0, numbers, most));
    }

    /** Compiles one part: those before the last are {@code e = fExponential(b)}. */
    private VectorLoop compile(int part) {
        return GeneratedKernel.make(VectorLoop.class, RUN, c -> body(c, part));
    }

    private void body(CodeBuilder c, int part) {
        boolean isLast = part == exponentials;
        int[] numbers = new int[attributes];
        for (int i = 0; i < attributes; i++) {
            numbers[i] = c.allocateLocal(TypeKind.FLOAT);
            c.aload(ATTRIBUTES).loadConstant(i).daload().d2f().fstore(numbers[i]);
        }
        int lanes = FloatVector.SPECIES_PREFERRED.length();
        int k = c.allocateLocal(TypeKind.INT);
        c.loadConstant(0).istore(k);
        int last = c.allocateLocal(TypeKind.INT);
        c.iload(N).loadConstant(lanes).isub().istore(last);

        Label top = c.newLabel();
        Label rest = c.newLabel();
        c.labelBinding(top).iload(k).iload(last).if_icmpgt(rest);
        for (int input = isLast ? 0 : inputs - 1; input < inputs; input++) {
            c.getstatic(VECTOR, "SPECIES_PREFERRED", SPECIES);
            at(c, A + 2 * input, A + 2 * input + 1, k)
                    .invokestatic(VECTOR, "fromArray", FROM_ARRAY);
        }
        if (isLast) {
            for (int i = 0; i < exponentials; i++) {
                c.getstatic(VECTOR, "SPECIES_PREFERRED", SPECIES);
                exponential(c, i, k).invokestatic(VECTOR, "fromArray", FROM_ARRAY);
            }
            call(c, MATH, kernel, VECTOR, inputs + exponentials, numbers);
            at(c, Y, TO, k);
        } else {
            call(c, MATH, kernel + PARTS[part], VECTOR, 1, numbers);
            exponential(c, part, k);
        }
        c.invokevirtual(VECTOR, "intoArray", MethodTypeDesc.of(CD_void, FLOATS, CD_int));
        c.iinc(k, lanes).goto_(top);

        // The last elements, one by one; the other parts leave them to the last.
        Label end = c.newLabel();
        c.labelBinding(rest).iload(k).iload(N).if_icmpge(end);
        if (isLast) {
            at(c, Y, TO, k);
            for (int input = 0; input < inputs; input++) {
                at(c, A + 2 * input, A + 2 * input + 1, k).faload();
            }
            call(c, SCALAR, kernel, CD_float, inputs, numbers);
            c.fastore();
        }
        c.iinc(k, 1).goto_(rest);
        c.labelBinding(end);
        for (int i = 0; i < PADDING; i++) {
            c.nop();
        }
        c.return_();
    }

    /** Pushes an array and the k-th index from a first one on. */
    private static CodeBuilder at(CodeBuilder c, int array, int from, int k) {
        return c.aload(array).iload(from).iload(k).iadd();
    }

    /** Pushes the place of an exponential of the k-th element. */
    private static CodeBuilder exponential(CodeBuilder c, int i, int k) {
        return c.aload(E).iload(k).loadConstant(i * VectorLoop.CHUNK).iadd();
    }

    private static void call(
            CodeBuilder c, ClassDesc owner, String name, ClassDesc type, int n, int... numbers) {
        ClassDesc[] parameters = new ClassDesc[n + numbers.length];
        Arrays.fill(parameters, CD_float);
        Arrays.fill(parameters, 0, n, type);
        for (int number : numbers) {
            c.fload(number);
        }
        c.invokestatic(owner, name, MethodTypeDesc.of(type, parameters));
    }
}
