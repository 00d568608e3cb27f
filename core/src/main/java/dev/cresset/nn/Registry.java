package dev.cresset.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What a module registered by name, besides its fields, in order. */
final class Registry {
    private final SequencedMap<String, Member> members = new LinkedHashMap<>();

    /** Returns what is wrong with a name in PyTorch's words. */
    static String nameFault(String kind, String name) {
        return name.isEmpty()
                ? kind + " name can't be empty string \"\""
                : kind
                        + " name can't contain \".\""
                        + (kind.equals("module") ? ", got: " + name : "");
    }

    void add(Module owner, Member member) {
        String name = member.name();
        if (name.isEmpty() || name.contains(".")) {
            throw new IllegalArgumentException(
                    owner.typeName() + ".register: " + nameFault(member.kind(), name));
        }
        boolean wasNull = members.get(name) instanceof Member m && m.value() == null;
        if (!wasNull && owner.members().stream().anyMatch(m -> m.name().equals(name))) {
            throw new IllegalArgumentException(
                    owner.typeName()
                            + ".register: attribute '"
                            + name
                            + "' already exists; choose another name, or assign the field or call"
                            + " unregister(\""
                            + name
                            + "\") first");
        }
        members.put(name, member);
    }

    /** Registers, or replaces what has the same name in its place. */
    void put(Member member) {
        members.put(member.name(), member);
    }

    @Nullable Member remove(String name) {
        return members.remove(name);
    }

    /** Replaces all members. */
    void set(List<? extends Member> all) {
        members.clear();
        all.forEach(this::put);
    }

    List<Member> list() {
        return new ArrayList<>(members.values());
    }

    boolean isEmpty() {
        return members.isEmpty();
    }
}
