package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a module class, superclass first and in order of declaration, and what their values
 * register.
 */
final class Fields {
    /* What a field registers goes by its value at the time of the query, so that assigning a field is
     * all it takes to change the model. Class.getDeclaredFields promises no order; HotSpot returns the
     * order of declaration, which a test asserts. */
    private static final ClassValue<Fields> OF =
            new ClassValue<>() {
                @Override
                protected Fields computeValue(Class<?> type) {
                    return new Fields(type);
                }
            };

    /**
     * One field that may hold something.
     *
     * @param holdsModules whether its generic type mentions a module
     * @param holdsTensors whether its generic type mentions a parameter or buffer
     */
    private record Slot(String name, Field field, boolean holdsModules, boolean holdsTensors) {}

    private final List<Slot> slots = new ArrayList<>();

    private Fields(Class<?> type) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> c = type; c != null && c != Module.class; c = c.getSuperclass()) {
            classes.add(c);
        }
        for (Class<?> c : classes.reversed()) {
            for (Field f : c.getDeclaredFields()) {
                if (!isLeftAlone(f) && mayHold(f.getType())) {
                    slots.add(slot(type, f));
                }
            }
        }
    }

    /** Returns the fields of a module's class. */
    static Fields of(Module module) {
        return OF.get(module.getClass());
    }

    private static boolean isLeftAlone(Field f) {
        return f.isSynthetic()
                || Modifier.isStatic(f.getModifiers())
                || Modifier.isTransient(f.getModifiers());
    }

    /** Returns whether a value of a declared type can be, or lead to, something registered. */
    private static boolean mayHold(Class<?> type) {
        if (type.isArray()) {
            return mayHold(type.getComponentType());
        }
        if (type.isPrimitive() || type.isEnum()) {
            return false;
        }
        if (type.isRecord()) {
            return mentions(type, Module.class) || mentions(type, Tensor.class);
        }
        if (Modifier.isFinal(type.getModifiers())) {
            return Module.class.isAssignableFrom(type)
                    || type == Parameter.class
                    || type == Buffer.class
                    || type == Optional.class;
        }
        return true;
    }

    private static Slot slot(Class<?> module, Field f) {
        try {
            f.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw unopened(module, f, e);
        }
        Name name = f.getAnnotation(Name.class);
        Type type = f.getGenericType();
        return new Slot(
                name == null ? f.getName() : name.value(),
                f,
                mentions(type, Module.class),
                mentions(type, Parameter.class) || mentions(type, Buffer.class));
    }

    private static IllegalStateException unopened(
            Class<?> module, Field f, InaccessibleObjectException cause) {
        Class<?> owner = f.getDeclaringClass();
        String name = owner.getModule().getName();
        String self = Module.class.getModule().getName();
        String line =
                "opens "
                        + owner.getPackageName()
                        + " to "
                        + (self == null ? "cresset" : self)
                        + ";";
        return new IllegalStateException(
                module.getSimpleName()
                        + ": the field "
                        + f.getName()
                        + " cannot be read, because the module "
                        + name
                        + " does not open the package "
                        + owner.getPackageName()
                        + "; add the line `"
                        + line
                        + "` to the module-info.java of "
                        + name,
                cause);
    }

    /** Returns whether the class has no field that could register something. */
    boolean isEmpty() {
        return slots.isEmpty();
    }

    /** Returns what the fields of a module register now. */
    List<Member> members(Module module) {
        List<Member> out = new ArrayList<>();
        for (Slot slot : slots) {
            Object value = read(slot, module);
            Member member = value == null ? null : member(module, slot, value);
            if (member != null) {
                out.add(member);
            }
        }
        return out;
    }

    /** Returns whether there is a field that registers under a name. */
    boolean has(String name) {
        return slot(name) != null;
    }

    private @Nullable Slot slot(String name) {
        for (Slot s : slots) {
            if (s.name.equals(name)) {
                return s;
            }
        }
        return null;
    }

    /** Returns the value of the field that registers under a name, null if there is none. */
    @Nullable Object value(Module module, String name) {
        Slot s = slot(name);
        return s == null ? null : read(s, module);
    }

    /** Returns whether the field that registers under a name can hold a value. */
    boolean holds(String name, Object value) {
        Slot s = slot(name);
        return s != null && s.field.getType().isInstance(value);
    }

    /**
     * Sets the field that registers under a name.
     *
     * @throws IllegalArgumentException if it cannot hold the value
     */
    void set(Module module, String name, @Nullable Tensor value) {
        Slot s = slot(name);
        if (s == null || (value != null && !s.field.getType().isInstance(value))) {
            throw new IllegalArgumentException(
                    module.typeName()
                            + "."
                            + name
                            + ": the field is declared "
                            + (s == null ? "nowhere" : s.field.getType().getSimpleName())
                            + " and cannot hold a computed tensor: declare it `Tensor "
                            + (s == null ? name : s.field.getName())
                            + "` (a parameter in it is registered as before)");
        }
        write(s, module, value);
    }

    /**
     * Puts a module into the field that registers under a name.
     *
     * @throws IllegalArgumentException if it cannot hold the module
     */
    void set(Module owner, String name, Module value) {
        Slot s = slot(name);
        if (s == null || !s.field.getType().isInstance(value)) {
            throw new IllegalArgumentException(
                    owner.typeName()
                            + "."
                            + name
                            + ": the field is declared "
                            + (s == null ? "nowhere" : s.field.getType().getSimpleName())
                            + " and cannot hold a "
                            + value.typeName()
                            + ": declare it as a class that both share, such as Layer");
        }
        if (Modifier.isFinal(s.field.getModifiers())) {
            throw new IllegalStateException(
                    where(owner, s) + " is final and cannot be set; declare it without final");
        }
        write(s, owner, value);
    }

    private static void write(Slot slot, Module module, @Nullable Object value) {
        try {
            slot.field.set(module, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(
                    where(module, slot)
                            + " is final and cannot be set ("
                            + e.getMessage()
                            + "); declare it without final",
                    e);
        }
    }

    private static @Nullable Object read(Slot slot, Module module) {
        try {
            return slot.field.get(module);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(
                    where(module, slot) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable Member member(Module module, Slot slot, Object value) {
        Member direct = Member.of(slot.name, value);
        if (direct != null) {
            return direct;
        }
        if (value instanceof List<?>
                || value instanceof Object[]
                || value instanceof SequencedMap) {
            boolean registers = slot.holdsModules || slot.holdsTensors || Held.registers(value);
            return registers
                    ? new Member.OfModule(
                            slot.name, module.held(slot.name, value, !slot.holdsTensors))
                    : null;
        }
        if (slot.holdsModules || slot.holdsTensors || leadsToMember(value)) {
            throw unregistered(where(module, slot), value);
        }
        return null;
    }

    /** Returns the error for a holder that is not walked. */
    static IllegalStateException unregistered(String where, Object value) {
        return new IllegalStateException(
                where
                        + ": a "
                        + typeName(value.getClass())
                        + " holds modules or parameters, which are not registered there; hold them in"
                        + " a field of their own, a List, an array or a SequencedMap (such as"
                        + " LinkedHashMap), or call register(name, …); mark the field transient if"
                        + " they are not to be registered");
    }

    private static String typeName(Class<?> type) {
        String name = type.getSimpleName();
        return name.isEmpty() || type.isHidden() || type.isSynthetic()
                ? type.getInterfaces().length > 0
                        ? type.getInterfaces()[0].getSimpleName()
                        : type.getName()
                : name;
    }

    private static String where(Module module, Slot slot) {
        return module.typeName() + "." + slot.field.getName();
    }

    // ---- what leads to something registered

    /** Returns whether a value is, or visibly contains, a module, parameter or buffer. */
    static boolean leadsToMember(@Nullable Object value) {
        return leadsToMember(value, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean leadsToMember(@Nullable Object value, Set<Object> seen) {
        if (value == null || !seen.add(value)) {
            return false;
        }
        return switch (value) {
            case Module m -> true;
            case Parameter p -> true;
            case Buffer b -> true;
            case Map<?, ?> map -> anyLeads(map.keySet(), seen) || anyLeads(map.values(), seen);
            case Map.Entry<?, ?> e ->
                    leadsToMember(e.getKey(), seen) || leadsToMember(e.getValue(), seen);
            case Collection<?> c -> anyLeads(c, seen);
            case Optional<?> o -> o.isPresent() && leadsToMember(o.get(), seen);
            case Object[] array -> anyLeads(List.of(nonNull(array)), seen);
            case Record r -> recordLeads(r);
            default -> false;
        };
    }

    private static boolean anyLeads(Collection<?> values, Set<Object> seen) {
        for (Object v : values) {
            if (leadsToMember(v, seen)) {
                return true;
            }
        }
        return false;
    }

    private static Object[] nonNull(Object[] array) {
        return java.util.Arrays.stream(array).filter(java.util.Objects::nonNull).toArray();
    }

    /* A record is asked only where its components say what they hold, so that records of packages
     * which are not open stay usable. */
    private static boolean recordLeads(Record r) {
        return mentions(r.getClass(), Module.class)
                || mentions(r.getClass(), Parameter.class)
                || mentions(r.getClass(), Buffer.class);
    }

    /** Returns whether a type is, or has as an argument or component, a subtype of another. */
    private static boolean mentions(Type type, Class<?> wanted) {
        return mentions(type, wanted, new HashSet<>());
    }

    private static boolean mentions(Type type, Class<?> wanted, Set<Type> seen) {
        if (!seen.add(type)) {
            return false;
        }
        return switch (type) {
            case Class<?> c when c.isArray() -> mentions(c.getComponentType(), wanted, seen);
            case Class<?> c when c.isRecord() -> recordMentions(c, wanted, seen);
            case Class<?> c -> wanted.isAssignableFrom(c);
            case ParameterizedType p ->
                    mentions(p.getRawType(), wanted, seen)
                            || anyMentions(p.getActualTypeArguments(), wanted, seen);
            case GenericArrayType a -> mentions(a.getGenericComponentType(), wanted, seen);
            case WildcardType w -> anyMentions(w.getUpperBounds(), wanted, seen);
            default -> false;
        };
    }

    private static boolean anyMentions(Type[] types, Class<?> wanted, Set<Type> seen) {
        for (Type t : types) {
            if (mentions(t, wanted, seen)) {
                return true;
            }
        }
        return false;
    }

    private static boolean recordMentions(Class<?> type, Class<?> wanted, Set<Type> seen) {
        for (RecordComponent c : type.getRecordComponents()) {
            if (mentions(c.getGenericType(), wanted, seen)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the elements of a list or array. */
    static List<@Nullable Object> elements(Object value) {
        List<@Nullable Object> out = new ArrayList<>();
        if (value instanceof List<?> list) {
            out.addAll(list);
        } else {
            for (int i = 0; i < Array.getLength(value); i++) {
                out.add(Array.get(value, i));
            }
        }
        return out;
    }
}
