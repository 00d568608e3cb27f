package dev.cresset.nn;

import java.util.ArrayList;
import java.util.List;

/** Reads a state dict into a module. */
final class Loading {
    private Loading() {}

    /** Returns a module's own parameters and then its persistent buffers, without absent ones. */
    static List<Member> state(Module module) {
        List<Member> out = new ArrayList<>();
        List<Member> all = module.members();
        for (Member m : all) {
            if (m instanceof Member.OfParameter && m.value() != null) {
                out.add(m);
            }
        }
        for (Member m : all) {
            if (m instanceof Member.OfBuffer && m.value() != null && StateDict.isPersistent(m)) {
                out.add(m);
            }
        }
        return out;
    }
}
