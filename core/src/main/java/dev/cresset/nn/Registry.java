package dev.cresset.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What a module registered by name, besides its fields, in order. */
final class Registry {
    private final SequencedMap<String, Member> members = new LinkedHashMap<>();
    private volatile @Nullable List<Module> modules;

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
        Member known = members.get(name);
        boolean taken =
                known != null
                        ? known.value() != null
                        : unregistered(owner).stream().anyMatch(m -> m.name().equals(name));
        if (taken) {
            throw new IllegalArgumentException(
                    owner.typeName()
                            + ".register: attribute '"
                            + name
                            + "' already exists; choose another name, or assign the field or call"
                            + " unregister(\""
                            + name
                            + "\") first");
        }
        modules = null;
        members.put(name, member);
    }

    /** Returns what an owner has besides what is registered by name. */
    private static List<Member> unregistered(Module owner) {
        return owner instanceof Held ? owner.members() : Fields.of(owner).members(owner);
    }

    /** Registers, or replaces what has the same name in its place. */
    void put(Module owner, Member member) {
        if (!members.containsKey(member.name())) {
            add(owner, member);
            return;
        }
        modules = null;
        members.put(member.name(), member);
    }

    /** Returns what is registered under a name, null if nothing is. */
    @Nullable Object get(String name) {
        Member member = members.get(name);
        return member == null ? null : member.value();
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    @Nullable Member remove(String name) {
        modules = null;
        return members.remove(name);
    }

    // ---- containers: members named by their places

    /** Puts a child before a place, and renames those behind. */
    void insert(Module owner, int index, Module child) {
        List<Member> all = list();
        int n = all.size();
        if (index < -n || index > n) {
            throw new IndexOutOfBoundsException(
                    owner.typeName() + ".insert: Index out of range: " + index + " of " + n);
        }
        for (int i = 0; i < n; i++) {
            if (!all.get(i).name().equals(Integer.toString(i))) {
                throw new IllegalArgumentException(
                        owner.typeName()
                                + ".insert: the children are named, at "
                                + i
                                + " is '"
                                + all.get(i).name()
                                + "'; use add(name, layer)");
            }
        }
        all.add(index < 0 ? index + n : index, new Member.OfModule("", child));
        number(all);
    }

    /** Takes out a child, and names the others by their places. */
    @Nullable Module delete(Module owner, int index) {
        List<Member> all = list();
        Member gone = all.remove(place(owner, "delete", index));
        number(all);
        return gone instanceof Member.OfModule m ? m.value() : null;
    }

    /** Replaces a child, whose name stays. */
    void set(Module owner, int index, Module child) {
        String name = list().get(place(owner, "set", index)).name();
        modules = null;
        members.put(name, new Member.OfModule(name, child));
    }

    private int place(Module owner, String op, int index) {
        int n = members.size();
        if (index < -n || index >= n) {
            throw new IndexOutOfBoundsException(
                    owner.typeName()
                            + "."
                            + op
                            + ": index "
                            + index
                            + " is out of range, there are "
                            + n
                            + " children");
        }
        return index < 0 ? index + n : index;
    }

    private void number(List<Member> all) {
        modules = null;
        members.clear();
        for (int i = 0; i < all.size(); i++) {
            String name = Integer.toString(i);
            if (all.get(i) instanceof Member.OfModule m) {
                modules = null;
                members.put(name, new Member.OfModule(name, m.value()));
            }
        }
    }

    /** Takes over a member of a module that this one's owner is a copy of. */
    void copy(Member member) {
        modules = null;
        members.put(member.name(), member);
    }

    void clear() {
        modules = null;
        members.clear();
    }

    /** Returns the registered modules in order, as often as they are there. */
    List<Module> modules() {
        List<Module> known = modules;
        if (known == null) {
            List<Module> found = new ArrayList<>();
            for (Member m : members.values()) {
                if (m instanceof Member.OfModule(String name, Module child) && child != null) {
                    found.add(child);
                }
            }
            known = List.copyOf(found);
            modules = known;
        }
        return known;
    }

    List<Member> list() {
        return new ArrayList<>(members.values());
    }

    boolean isEmpty() {
        return members.isEmpty();
    }
}
