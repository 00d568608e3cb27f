package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.op.Spec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a derivative formula may look at: specs always, values where its rule keeps them. */
final class Saved {
    /** Keeps input {@code i} if the gradient of an input other than itself may need it. */
    static int input(int i) {
        return 1 << i;
    }

    /** Keeps every result. */
    static final int OUTPUT = 1 << 30;

    /** Keeps every input. */
    static final int INPUTS = OUTPUT - 1;

    private static final Tensor[] NO_TENSORS = {};
    private static final int[] NO_VERSIONS = {};

    private final Object op;
    private final Spec[] inputs;
    private @Nullable Tensor @Nullable [] in;
    private final boolean keepsResults;
    private Tensor @Nullable [] out;
    private final Layout layout;
    private int[] inVersions; // none while all are 0
    private int[] outVersions;

    // With hooks: what they made of the kept tensors, and these while one formula runs.
    private SavedHooks.@Nullable Packed @Nullable [] packedIn;
    private SavedHooks.@Nullable Packed @Nullable [] packedOut;
    private @Nullable GradFn node;

    /** Keeps inputs as they are now; {@link #results} adds the results. */
    Saved(Object op, Spec[] specs, Tensor[] in, int keeps) {
        this.op = op;
        this.inputs = specs;
        this.layout = in[0].layout();
        this.inVersions = NO_VERSIONS;
        this.in = (keeps & INPUTS) == 0 ? NO_TENSORS : new Tensor[in.length];
        SavedHooks hooks = GradMode.savedHooks();
        SavedHooks.@Nullable Packed[] packed = new SavedHooks.Packed[hooks == null ? 0 : in.length];
        for (int i = 0; i < in.length; i++) {
            if ((keeps & 1 << Math.min(i, 29)) != 0) {
                in[i].checkSavable();
                in[i].view().storage().claim();
                if (hooks != null) {
                    packed[i] = new SavedHooks.Packed(hooks, in[i], in[i].edge());
                } else {
                    this.in[i] = in[i];
                    keepVersion(i, in[i].version());
                }
            }
        }
        this.packedIn = hooks == null ? null : packed;
        this.keepsResults = (keeps & OUTPUT) != 0;
        this.out = NO_TENSORS;
        this.outVersions = NO_VERSIONS;
    }

    private void keepVersion(int i, int version) {
        if (version != 0 && inVersions.length == 0) {
            inVersions = new int[inputs.length];
        }
        if (inVersions.length > 0) {
            inVersions[i] = version;
        }
    }

    /** Keeps the results if the rule asks for them. */
    void results(Tensor[] results) {
        for (int i = 0; keepsResults && i < results.length; i++) {
            results[i].view().storage().claim();
        }
        SavedHooks hooks = keepsResults ? GradMode.savedHooks() : null;
        if (hooks != null) {
            SavedHooks.@Nullable Packed[] packed = new SavedHooks.Packed[results.length];
            out = new Tensor[results.length];
            for (int i = 0; i < results.length; i++) {
                packed[i] = new SavedHooks.Packed(hooks, results[i], null);
            }
            packedOut = packed;
        } else if (keepsResults) {
            out = results;
            for (int i = 0; i < results.length; i++) {
                if (results[i].version() != 0) {
                    outVersions = new int[results.length];
                    Arrays.setAll(outVersions, k -> results[k].version());
                    break;
                }
            }
        }
    }

    /** Returns the dtype and shape of an input. */
    Spec spec(int i) {
        return inputs[i];
    }

    /** Returns where the first input lay. */
    Layout layout() {
        return layout;
    }

    /** Returns the number of inputs. */
    int count() {
        return inputs.length;
    }

    /** Returns whether an input needs a gradient. */
    boolean needs(int i) {
        return node != null && node.next()[i] != null;
    }

    /** Returns a kept input. */
    Tensor in(int i) {
        if (in == null) {
            throw freed();
        }
        Tensor x = i < in.length ? in[i] : null;
        if (x == null && packedIn != null && packedIn[i] != null) {
            x = packedIn[i].unpack();
            in[i] = x;
            keepVersion(i, x.version());
        }
        if (x == null) {
            throw new IllegalStateException(
                    OpNode.nameOf(op) + ": its rule does not keep input " + i);
        }
        return checked(x, inVersions.length == 0 ? 0 : inVersions[i], null);
    }

    /** Returns a kept result. */
    Tensor out(int i) {
        if (out == null) {
            throw freed();
        }
        if (packedOut != null) {
            SavedHooks.Packed packed = packedOut[i];
            if (out[i] == null && packed != null) {
                out[i] = packed.unpack(node == null ? null : new GradFn.Edge(node, i));
            }
            return out[i];
        }
        int version = outVersions.length == 0 ? 0 : outVersions[i];
        return checked(out[i], version, out[i].version() == version ? null : OpNode.nameOf(op));
    }

    /** Says whose results these are. */
    void of(GradFn made) {
        node = made;
    }

    /** Lets go of what hooks gave back, after a formula. */
    void forgetUnpacked() {
        if (packedIn != null && in != null) {
            Arrays.fill(in, null);
        }
        if (packedOut != null && out != null) {
            Arrays.fill(out, null);
        }
    }

    /** Returns the kept result of an op with one. */
    Tensor out() {
        return out(0);
    }

    /** Returns whether a kept tensor has the elements of x. */
    boolean shares(Tensor x) {
        return packedIn != null || packedOut != null || anyShares(in, x) || anyShares(out, x);
    }

    private static boolean anyShares(@Nullable Tensor @Nullable [] kept, Tensor x) {
        if (kept == null) {
            return true; // not known any more
        }
        for (Tensor y : kept) {
            if (y != null && y.sharesStorage(x)) {
                return true;
            }
        }
        return false;
    }

    void release() {
        if (packedIn == null && packedOut == null) {
            disclaim(in);
            disclaim(out);
        }
        in = null;
        out = null;
        packedIn = null;
        packedOut = null;
    }

    private static void disclaim(@Nullable Tensor @Nullable [] kept) {
        if (kept != null) {
            for (Tensor x : kept) {
                if (x != null) {
                    x.view().storage().disclaim();
                }
            }
        }
    }

    static IllegalStateException freed() {
        return new IllegalStateException(
                "Trying to backward through the graph a second time (or directly access saved"
                        + " tensors after they have already been freed). Saved intermediate values"
                        + " of the graph are freed when you call backward() or Grad.grad(). Specify"
                        + " retainGraph if you need to backward through the graph a second time or"
                        + " if you need to access saved tensors after calling backward.");
    }

    /**
     * Returns a kept tensor, which must not have been written since.
     *
     * @param madeBy the name of the node whose result it is, null for what the tensor says now
     */
    static Tensor checked(Tensor x, int version, @Nullable String madeBy) {
        if (x.version() == version) {
            return x;
        }
        GradFn fn = x.gradFn();
        String maker = madeBy == null && fn != null ? fn.name() : madeBy;
        throw new IllegalStateException(
                "one of the variables needed for gradient computation has been modified by an"
                        + " inplace operation: ["
                        + x.type()
                        + " "
                        + x.shape().listText()
                        + "]"
                        + (maker == null
                                ? ""
                                : ", which is output 0 of "
                                        + maker.replaceFirst("Backward\\d*$", "")
                                        + ",")
                        + " is at version "
                        + x.version()
                        + "; expected version "
                        + version
                        + " instead. Hint: use the operation that returns a new tensor, or clone()"
                        + " before writing.");
    }
}
