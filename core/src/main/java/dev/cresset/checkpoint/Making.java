package dev.cresset.checkpoint;

import dev.cresset.nn.Module;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a module of a class that is known beforehand from its options.
 *
 * <p>A module with options shows them by {@code options()}, a record, and has a constructor whose
 * last parameter is a function of that record: {@code new Linear(in, out, o -> options)}. What
 * comes before are the record's first components. A module without options has a constructor
 * without parameters.
 */
final class Making {
    private Making() {}

    /** Returns a module's options, null if it shows none. */
    static @Nullable Record options(Module module) {
        Method method = method(module.getClass());
        if (method == null) {
            return null;
        }
        try {
            return (Record) method.invoke(module);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(module.getClass() + ".options()", e);
        }
    }

    private static @Nullable Method method(Class<?> type) {
        try {
            Method method = type.getMethod("options");
            if (!Record.class.isAssignableFrom(method.getReturnType())) {
                return null;
            }
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** Says why a module cannot be made. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        private Fault(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Makes a module.
     *
     * @param json its options, null if it had none
     * @throws Fault if the options do not fit the class
     */
    static <M extends Module> M module(Class<M> type, @Nullable Map<?, ?> json) throws Fault {
        Method method = method(type);
        if (json == null || method == null) {
            return plain(type);
        }
        Record options;
        try {
            options = OptionsJson.decode(method.getReturnType().asSubclass(Record.class), json);
        } catch (OptionsJson.Mismatch e) {
            throw new Fault(String.valueOf(e.getMessage()), e);
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            @Nullable Object[] arguments = arguments(constructor, options);
            if (arguments != null) {
                return invoke(type, constructor, arguments);
            }
        }
        throw new Fault("no constructor takes its options", null);
    }

    private static <M extends Module> M plain(Class<M> type) throws Fault {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 0) {
                return invoke(type, constructor, new Object[0]);
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.isVarArgs() && constructor.getParameterCount() == 1) {
                Class<?> element =
                        Objects.requireNonNull(constructor.getParameterTypes()[0].componentType());
                return invoke(
                        type,
                        constructor,
                        new Object[] {java.lang.reflect.Array.newInstance(element, 0)});
            }
        }
        throw new Fault("it has no constructor without parameters", null);
    }

    private static <M extends Module> M invoke(
            Class<M> type, Constructor<?> constructor, @Nullable Object[] arguments) throws Fault {
        try {
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Fault("its constructor failed: " + cause.getMessage(), cause);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new Fault("its constructor cannot be called: " + e.getMessage(), e);
        }
    }

    /** Returns what a constructor is called with, null if it does not take the options. */
    private static @Nullable Object @Nullable [] arguments(
            Constructor<?> constructor, Record options) {
        Class<?>[] types = constructor.getParameterTypes();
        RecordComponent[] components = options.getClass().getRecordComponents();
        boolean function = types.length > 0 && types[types.length - 1] == UnaryOperator.class;
        boolean record = types.length == 1 && types[0] == options.getClass();
        int positional = function ? types.length - 1 : types.length;
        if (record) {
            return new Object[] {options};
        }
        if ((!function && positional != components.length) || positional > components.length) {
            return null;
        }
        @Nullable Object[] out = new Object[types.length];
        for (int i = 0; i < positional; i++) {
            Object value = OptionsJson.component(options, components[i]);
            if (types[i] == Integer[].class && value instanceof List<?> list) {
                out[i] = list.toArray(new @Nullable Integer[0]);
            } else if (types[i] == int.class && value instanceof int[] sizes && sizes.length == 1) {
                out[i] = sizes[0];
            } else if (types[i] == components[i].getType()) {
                out[i] = value;
            } else {
                return null;
            }
        }
        if (function) {
            UnaryOperator<Record> given = o -> options;
            out[positional] = given;
        }
        return out;
    }
}
