package dev.cresset.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The child that stands for a list, array or map in a field: its elements are registered under
 * their index or key, and it prints as PyTorch's container.
 */
final class Held extends Module {
    private final Object value;
    private final boolean ofModules;

    Held(Object value, boolean ofModules) {
        this.value = value;
        this.ofModules = ofModules;
    }

    boolean isOf(Object other) {
        return value == other;
    }

    /** Returns whether a list, array or map has an element that is registered. */
    static boolean registers(Object value) {
        return Fields.leadsToMember(value);
    }

    @Override
    List<Member> members() {
        List<Member> out = new ArrayList<>();
        if (value instanceof SequencedMap<?, ?> map) {
            for (Map.Entry<?, ?> e : map.entrySet()) {
                add(out, String.valueOf(e.getKey()), e.getValue());
            }
        } else {
            List<@Nullable Object> elements = Fields.elements(value);
            for (int i = 0; i < elements.size(); i++) {
                add(out, Integer.toString(i), elements.get(i));
            }
        }
        return out;
    }

    /** Returns an element by its index or key. */
    @Nullable Object element(String name) {
        if (value instanceof SequencedMap<?, ?> map) {
            return map.get(name);
        }
        int i = index(name);
        return i < 0 ? null : Fields.elements(value).get(i);
    }

    private int index(String name) {
        int n = Fields.elements(value).size();
        for (int i = 0; i < n; i++) {
            if (name.equals(Integer.toString(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Puts a parameter, buffer or module in the place of another. */
    @SuppressWarnings("unchecked") // of the kind that is there
    void replace(String name, Object with) {
        try {
            if (value instanceof SequencedMap<?, ?> map) {
                ((SequencedMap<String, Object>) map).put(name, with);
            } else if (value instanceof List<?> list) {
                ((List<Object>) list).set(index(name), with);
            } else {
                java.lang.reflect.Array.set(value, index(name), with);
            }
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the element "
                            + name
                            + " of a "
                            + value.getClass().getSimpleName()
                            + " cannot be replaced; hold it in an ArrayList, a "
                            + (with instanceof Module ? "ModuleList" : "ParameterList"),
                    e);
        }
    }

    private void add(List<Member> out, String name, @Nullable Object element) {
        Member direct = Member.of(name, element);
        if (direct != null) {
            if (name.isEmpty() || name.contains(".")) {
                throw new IllegalArgumentException(
                        kind() + ": " + Registry.nameFault(direct.kind(), name));
            }
            out.add(direct);
        } else if (element != null && Fields.leadsToMember(element)) {
            if (element instanceof List<?>
                    || element instanceof Object[]
                    || element instanceof SequencedMap) {
                out.add(new Member.OfModule(name, held(name, element, ofModules)));
            } else {
                throw Fields.unregistered("the element " + name + " of a " + kind(), element);
            }
        }
    }

    @Override
    protected String typeName() {
        boolean modules = members().stream().anyMatch(m -> m instanceof Member.OfModule);
        boolean tensors = !modules && !(ofModules && members().isEmpty());
        return (tensors ? "Parameter" : "Module") + kind();
    }

    private String kind() {
        return value instanceof SequencedMap ? "Dict" : "List";
    }

    @Override
    public String toString() {
        return switch (typeName()) {
            case "ModuleList" -> ModuleText.merged(this);
            case "ParameterList" -> ModuleText.parameterList(this);
            case "ParameterDict" -> ModuleText.parameterDict(this);
            default -> ModuleText.tree(this);
        };
    }
}
