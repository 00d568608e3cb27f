package dev.cresset;

import dev.cresset.GradFn.Edge;
import dev.cresset.engine.ArrayPool;
import dev.cresset.engine.Layout;
import dev.cresset.engine.Lease;
import dev.cresset.engine.UpdateLoops;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import dev.cresset.op.DefaultDType;
import dev.cresset.op.MemoryFormat;
import dev.cresset.op.Op;
import dev.cresset.op.Parametric;
import dev.cresset.op.Shape;
import dev.cresset.op.Spec;
import dev.cresset.op.Unary;
import dev.cresset.op.Update;
import dev.cresset.op.ViewOp;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An n-dimensional array of numbers of one type that can record what is computed from it: PyTorch's
 * {@code torch.Tensor}.
 *
 * <p>Elements live on the Java heap and belong to the garbage collector: there is nothing to close.
 * Views ({@code transpose}, slices, …) share elements with their source. Methods that end in an
 * underscore change the tensor in place.
 *
 * <pre>{@code
 * Tensor w = randn(3, 2).requiresGrad_(true);
 * Tensor loss = ones(4, 3).matmul(w).square().mean();
 * loss.backward();
 * System.out.println(w.grad());
 * }</pre>
 *
 * <p>Tensors may be read by several threads; a tensor that is written, or whose gradient is
 * accumulated, belongs to one thread at a time.
 */
public sealed class Tensor extends TensorFactories
        implements Arithmetic,
                Pointwise,
                Activations,
                Comparison,
                Reductions,
                Shaping,
                LinearAlgebra,
                MatrixFunctions,
                Indexed,
                Ordering,
                Sorting,
                Moving,
                Shuffling,
                Contractions,
                Statistics,
                Counting,
                Functions,
                ViewCopies,
                InPlace,
                IndexedInPlace,
                ComputedInPlace,
                Conversion,
                Likes,
                Calculus,
                ComplexForms,
                Resizing
        permits Parameter, Buffer {
    private View view;
    private @Nullable Spec spec;
    private final boolean weak;
    private final VersionCounter version;
    private @Nullable Tensor base;
    private ViewOrigin origin = ViewOrigin.RECORDED;

    private final boolean inference;

    private boolean leafRequiresGrad;
    private @Nullable Tensor grad;

    /** Whether nobody has seen {@link #grad}, and nobody else refers to its elements. */
    private boolean gradIsUnseen;

    private @Nullable GradFn gradFn;
    private int slot;
    private int historyVersion;
    private @Nullable Runnable retained;
    private volatile @Nullable AccumulateGrad accumulator;

    Tensor(View view) {
        this(view, false);
    }

    /** Makes a tensor whose dtype and shape are known as a spec already. */
    Tensor(View view, Spec spec) {
        this(view, false);
        this.spec = spec;
    }

    Tensor(View view, boolean weak) {
        this(view, weak, new VersionCounter());
    }

    private Tensor(View view, boolean weak, VersionCounter version) {
        this(view, weak, version, GradMode.inference());
    }

    private Tensor(View view, boolean weak, VersionCounter version, boolean inference) {
        this.inference = inference;
        this.view = view;
        this.weak = weak;
        this.version = version;
    }

    /** Makes a tensor that shares the other's elements and version, but not its history. */
    Tensor(Tensor source) {
        this(source.view, false, source.version, source.inference);
    }

    /**
     * Returns a tensor over a view, sharing its elements. For engines, file formats and
     * accelerators; others use {@link #tensor}.
     */
    public static Tensor of(View view) {
        return new Tensor(view);
    }

    /** Returns a 0-dim tensor that takes part in type promotion as a Java number does. */
    static Tensor number(Number value) {
        DType dtype =
                value instanceof Double || value instanceof Float ? DType.FLOAT64 : DType.INT64;
        View view = View.allocate(dtype, Shape.SCALAR);
        if (dtype == DType.FLOAT64) {
            view.setDouble(0, value.doubleValue());
        } else {
            view.setLong(0, value.longValue());
        }
        return new Tensor(view, true);
    }

    // ---- what it is

    /** Returns the sizes of the dimensions. */
    public final Shape shape() {
        return view.shape();
    }

    /**
     * Returns the size of a dimension.
     *
     * @param dim the dimension, counted from the end if negative
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public final int size(int dim) {
        if (dim() == 0) {
            throw new IndexOutOfBoundsException(
                    "Dimension specified as " + dim + " but tensor has no dimensions");
        }
        return shape().size(dim);
    }

    /** Returns the number of dimensions. */
    public final int dim() {
        return view.shape().rank();
    }

    /** Returns the number of elements. */
    public final long numel() {
        return view.shape().numel();
    }

    /** Returns the element type. */
    public final DType dtype() {
        return view.dtype();
    }

    /** Returns where the elements are. */
    public final Device device() {
        return Device.CPU;
    }

    /** Returns PyTorch's name of the tensor's type: {@code torch.FloatTensor}. */
    public final String type() {
        return "torch." + dtype().legacyName() + "Tensor";
    }

    /** Returns the strides, in elements. */
    public final int[] stride() {
        return layout().strides();
    }

    /** Returns the stride of a dimension, in elements. */
    public final int stride(int dim) {
        return layout().stride(shape().axis("stride", dim));
    }

    /** Returns the place of the first element in the storage, in elements. */
    public final int storageOffset() {
        return layout().offset();
    }

    /** Returns whether the elements lie densely in row-major order. */
    public final boolean isContiguous() {
        return layout().isContiguous();
    }

    /**
     * Returns whether the elements lie densely in the order of a format.
     *
     * @throws IllegalArgumentException if the format does not go with the rank
     */
    public final boolean isContiguous(MemoryFormat format) {
        return layout().isDense(format);
    }

    /** Returns whether two tensors share their storage. */
    public final boolean sharesStorage(Tensor other) {
        return view.storage() == other.view.storage();
    }

    /** Returns the elements as engines and file formats see them; not copied. */
    public final View view() {
        return view;
    }

    final Layout layout() {
        return view.layout();
    }

    final Spec spec() {
        Spec known = spec;
        if (known == null) {
            known = new Spec(view.dtype(), view.shape(), weak);
            spec = known;
        }
        return known;
    }

    /** Applies an op that has one result: the one public door to {@link Op}. */
    public static Tensor apply(Op op, Tensor... inputs) {
        return Dispatch.run(op, inputs);
    }

    /** Applies an op, which may have several results. */
    public static List<Tensor> applyAll(Op op, Tensor... inputs) {
        return List.of(Dispatch.runAll(op, inputs));
    }

    /**
     * Executes an optimiser's update, unrecorded, in one pass.
     *
     * @param tensors the operands, the parameter first; all but the second are written
     * @return false if there is no loop for such tensors; nothing has happened then
     */
    public static boolean update(Update update, Tensor... tensors) {
        if (tensors.length != update.operands()) {
            throw new IllegalArgumentException(
                    "update: " + update + " of " + tensors.length + " tensors");
        }
        View[] views = new View[tensors.length];
        for (int i = 0; i < views.length; i++) {
            views[i] = tensors[i].view;
        }
        if (GradMode.enabled() || !UpdateLoops.supports(views)) {
            return false;
        }
        UpdateLoops.run(update, views);
        for (int i = 0; i < tensors.length; i++) {
            if (i != 1) {
                tensors[i].bumpVersion();
            }
        }
        return true;
    }

    /**
     * Returns a copy, in the same order of dimensions, which gradients flow through.
     *
     * <p>With {@code x = tensor([1., 2.])}, {@code x.clone()} is {@code tensor([1., 2.])}.
     */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public final Tensor clone() {
        return Dispatch.run(Unary.CLONE, this);
    }

    /**
     * Returns a copy in an order of elements, which gradients flow through.
     *
     * @throws IllegalArgumentException if the format does not go with the rank
     */
    public final Tensor clone(MemoryFormat format) {
        return Dispatch.run(new Parametric.Contiguous(format), this);
    }

    // ---- autograd

    /** Returns whether gradients flow to this tensor. */
    public final boolean requiresGrad() {
        return leafRequiresGrad || gradFn() != null;
    }

    /**
     * Says whether gradients are to be accumulated in this leaf; returns this.
     *
     * @throws IllegalArgumentException if the dtype is not floating-point
     * @throws IllegalStateException if this is not a leaf and {@code value} is false
     */
    public Tensor requiresGrad_(boolean value) {
        if (!isLeaf()) {
            if (!value) {
                throw new IllegalStateException(
                        "you can only change requires_grad flags of leaf variables. If you want to"
                                + " use a computed variable in a subgraph that doesn't require"
                                + " differentiation use var_no_grad = var.detach().");
            }
            return this;
        }
        if (value && inference && !GradMode.inference()) {
            throw new IllegalStateException(
                    "Setting requires_grad=True on inference tensor outside InferenceMode is not"
                            + " allowed.");
        }
        if (value && !dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "only Tensors of floating point dtype can require gradients, got " + dtype());
        }
        leafRequiresGrad = value;
        return this;
    }

    /** Makes gradients accumulate in this leaf; returns this. */
    public Tensor requiresGrad_() {
        return requiresGrad_(true);
    }

    /** Returns whether this tensor was made by the user rather than by a recorded op. */
    public final boolean isLeaf() {
        return gradFn() == null;
    }

    /** Returns the accumulated gradient, null if there is none. */
    public final @Nullable Tensor grad() {
        gradIsUnseen = false;
        return grad;
    }

    /** Returns whether there is an accumulated gradient. */
    public final boolean hasGrad() {
        return grad != null;
    }

    /**
     * Shows the accumulated gradient to code of this module that does not keep it, null if there is
     * none: its memory may serve other gradients once it has been cleared.
     */
    public final @Nullable Tensor grad(Lease lease) {
        return grad;
    }

    /**
     * Replaces the accumulated gradient.
     *
     * @throws IllegalArgumentException if shape or dtype differ from this tensor's
     */
    public final void setGrad(@Nullable Tensor gradient) {
        if (gradient != null
                && (!gradient.shape().equals(shape()) || gradient.dtype() != dtype())) {
            throw new IllegalArgumentException(
                    "grad: assigned gradient of "
                            + gradient.dtype()
                            + " "
                            + gradient.shape().listText()
                            + " to a tensor of "
                            + dtype()
                            + " "
                            + shape().listText());
        }
        Tensor before = grad;
        if (before != null && gradIsUnseen) {
            ArrayPool.give(before.view.storage());
        }
        gradIsUnseen = false;
        grad = gradient;
    }

    /** Returns the node that made this tensor, null for a leaf. */
    public final @Nullable GradFn gradFn() {
        Tensor root = base;
        if (root != null && origin == ViewOrigin.RECORDED && isOutdated(root)) {
            // The base was written in place since: this view is now a view of the new value.
            historyVersion = version.value;
            Tensor anew =
                    GradMode.with(
                            true,
                            () ->
                                    Dispatch.view(
                                            new ViewOp.AsStrided(
                                                    shape(), layout().strides(), layout().offset()),
                                            root));
            gradFn = anew.gradFn;
            slot = 0;
        }
        return gradFn;
    }

    /** Computes the gradients of this 0-dim tensor and adds them to the leaves' {@code grad}. */
    public final void backward() {
        Grad.backward(this, null, false, false);
    }

    /**
     * Computes vector-Jacobian products and adds them to the leaves' {@code grad}.
     *
     * @param gradient the vector: of this tensor's shape
     */
    public final void backward(Tensor gradient) {
        Grad.backward(this, gradient, false, false);
    }

    /**
     * Computes vector-Jacobian products and adds them to the leaves' {@code grad}.
     *
     * @param gradient the vector, or null for 1 (of a tensor with one element)
     * @param retainGraph whether the graph can be walked again
     * @param createGraph whether the gradients can themselves be differentiated
     */
    public final void backward(
            @Nullable Tensor gradient, boolean retainGraph, boolean createGraph) {
        Grad.backward(this, gradient, retainGraph, createGraph);
    }

    /** Returns a tensor with the same elements and no history. */
    public final Tensor detach() {
        return new Tensor(this);
    }

    /** Forgets this tensor's history, which makes it a leaf; returns this. */
    public final Tensor detach_() {
        if (base != null) {
            throw new IllegalStateException("Can't detach views in-place. Use detach() instead.");
        }
        gradFn = null;
        leafRequiresGrad = false;
        retained = null;
        return this;
    }

    /**
     * Returns a tensor with the same elements, whose changes autograd does not see: PyTorch's
     * {@code .data}.
     */
    public final Tensor data() {
        return new Tensor(view, false, new VersionCounter(), inference);
    }

    /**
     * Makes this tensor hold another's elements, which are shared: PyTorch's {@code x.data = y}.
     */
    public final void setData(Tensor other) {
        if (leafRequiresGrad && !other.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "data set to a tensor that requires gradients must be floating point, got "
                            + other.dtype());
        }
        view = other.view;
        spec = null;
    }

    /** Keeps the gradient of this non-leaf in {@code grad} during backward. */
    public final void retainGrad() {
        if (!requiresGrad()) {
            throw new IllegalStateException(
                    "can't retain_grad on Tensor that has requires_grad=False");
        }
        GradFn node = gradFn();
        if (node != null && retained == null) {
            retained = node.retain(slot, this::keepGrad);
        }
    }

    private void keepGrad(Tensor gradient) {
        Tensor sum = grad;
        Tensor now = sum == null ? gradient.clone() : sum.add(gradient);
        gradIsUnseen = false;
        grad = GradMode.enabled() ? now : now.detach();
    }

    /** Returns whether {@link #retainGrad} was called. */
    public final boolean retainsGrad() {
        return retained != null;
    }

    /**
     * Adds a function that sees each gradient of this tensor and may return another in its place,
     * or null to leave it.
     *
     * @return what removes the hook
     * @throws IllegalStateException if this tensor does not require grad
     */
    public final Runnable registerHook(UnaryOperator<Tensor> hook) {
        Edge edge = edge();
        if (edge == null) {
            throw new IllegalStateException(
                    "cannot register a hook on a tensor that doesn't require gradient");
        }
        return edge.node().addHook(edge.slot(), hook);
    }

    /**
     * Adds a function that is called with this leaf each time backward has added to its {@code
     * grad}, for example to make an optimiser's step at once and forget the gradient.
     *
     * @return what removes the hook
     * @throws IllegalStateException if this tensor does not require grad or is no leaf
     */
    public final Runnable registerPostAccumulateGradHook(Consumer<Tensor> hook) {
        if (!requiresGrad()) {
            throw new IllegalStateException(
                    "cannot register a hook on a tensor that doesn't require gradient");
        }
        if (!isLeaf()) {
            throw new IllegalStateException(
                    "post accumulate grad hooks cannot be registered on non-leaf tensors");
        }
        return accumulator().addAfter(hook);
    }

    /** Returns how often this tensor, its views or their source were changed in place. */
    public final int version() {
        return version.value;
    }

    /** Returns the tensor that this is a view of, null if it is none. */
    final @Nullable Tensor base() {
        return base;
    }

    /** Returns whether this is a view of another tensor. */
    public final boolean isView() {
        return base != null;
    }

    /** Where gradients of this tensor go, null if it requires none. */
    final @Nullable Edge edge() {
        GradFn node = gradFn();
        if (node != null) {
            return node.edge(slot);
        }
        if (!leafRequiresGrad) {
            return null;
        }
        return accumulator().edge(0);
    }

    /**
     * Returns this leaf's one end of the graph, also when several threads ask for the first time.
     */
    private AccumulateGrad accumulator() {
        AccumulateGrad known = accumulator;
        if (known == null) {
            synchronized (version) {
                known = accumulator;
                if (known == null) {
                    known = new AccumulateGrad(this);
                    accumulator = known;
                }
            }
        }
        return known;
    }

    final void setHistory(GradFn node, int resultSlot) {
        gradFn = node;
        slot = resultSlot;
        leafRequiresGrad = false;
        historyVersion = version.value;
        if (retained != null) {
            retained.run();
            retained = node.retain(resultSlot, this::keepGrad);
        }
    }

    /**
     * Sends the gradients of this tensor, which shares another's elements, where the other's go.
     */
    final void standFor(Tensor x) {
        Edge edge = x.edge();
        if (edge != null) {
            setHistory(edge.node(), edge.slot());
        }
    }

    /**
     * Makes this the result of a {@link GradFunction}, which may be a view of one of its inputs.
     */
    final void setFunctionHistory(GradFn node, int resultSlot, Tensor[] inputs) {
        boolean ofInput = false;
        for (Tensor x : inputs) {
            ofInput |= sharesStorage(x);
        }
        base = ofInput ? base : null;
        origin = base == null ? ViewOrigin.RECORDED : ViewOrigin.GRAD_FUNCTION;
        setHistory(node, resultSlot);
    }

    private boolean isOutdated(Tensor root) {
        return historyVersion != version.value && root.requiresGrad();
    }

    /**
     * Checks that this is no view whose source was written in a way that autograd cannot follow.
     */
    final void checkHistoryKnown() {
        Tensor root = base;
        if (root != null && origin != ViewOrigin.RECORDED && isOutdated(root)) {
            throw origin.outdated();
        }
    }

    /** Makes a view look for its history anew. */
    final void forgetHistory() {
        historyVersion = version.value - 1;
        gradFn();
    }

    final void bumpVersion() {
        version.value++;
    }

    /**
     * Adds a gradient to {@code grad}, or starts it with a copy in this tensor's own order: with
     * the gradient itself if nobody else refers to its elements and they lie as they should.
     */
    final void accumulate(Tensor gradient, boolean owned) {
        boolean recorded = GradMode.enabled();
        Tensor sum = grad;
        if (sum == null && owned && !recorded && fits(gradient)) {
            grad = gradient.base == null ? gradient : new Tensor(gradient.view);
            gradIsUnseen = true;
            return;
        }
        if (recorded) {
            gradIsUnseen = false;
            grad = sum == null ? inOrder(gradient) : sum.add(gradient);
            return;
        }
        if (sum == null) {
            grad = inOrder(gradient).detach();
            gradIsUnseen = true;
        } else {
            sum.add_(gradient);
        }
        if (owned) {
            ArrayPool.give(gradient.view.storage());
        }
    }

    /** Returns whether a gradient has all of a storage, in the order of this dense tensor. */
    private boolean fits(Tensor gradient) {
        Layout mine = layout();
        Layout its = gradient.layout();
        if (gradient.dtype() != dtype()
                || gradient.view.storage().length() != mine.numel()
                || its.offset() != 0) {
            return false;
        }
        return mine.isContiguous()
                ? its.isContiguous()
                : mine.isDense() && java.util.Arrays.equals(mine.strides(), its.strides());
    }

    /** Returns a copy of a gradient that lies as this tensor does, if that is dense. */
    private Tensor inOrder(Tensor gradient) {
        if (!layout().isDense()) {
            return gradient.clone();
        }
        View copy = View.toBeWritten(dtype(), new Layout(shape(), stride(), 0));
        return new Tensor(copy).copy_(gradient);
    }

    /** Returns whether this tensor was made in {@link Tensor#inferenceMode}. */
    public final boolean isInference() {
        return inference;
    }

    /** Checks that this tensor can be saved for backward. */
    final void checkSavable() {
        if (inference) {
            throw new IllegalStateException(
                    "Inference tensors cannot be saved for backward. Please do not use Tensors"
                            + " created in inference mode in computation tracked by autograd. To work"
                            + " around this, you can make a clone to get a normal tensor and use it in"
                            + " autograd, or use `noGrad` instead of `inferenceMode`.");
        }
    }

    /** Checks what in-place ops must not do. */
    final void checkWritable(Tensor... operands) {
        if (layout().overlaps()) {
            throw new IllegalArgumentException(
                    "unsupported operation: more than one element of the written-to tensor refers to"
                            + " a single memory location. Please clone() the tensor before performing"
                            + " the operation: shape "
                            + shape().listText()
                            + " strides "
                            + java.util.Arrays.toString(stride()));
        }
        if (inference && !GradMode.inference()) {
            throw new IllegalStateException(
                    "Inplace update to inference tensor outside InferenceMode is not allowed.You can"
                            + " make a clone to get a normal tensor before doing inplace update.");
        }
        if (!GradMode.enabled()) {
            return;
        }
        if (base != null
                && origin != ViewOrigin.RECORDED
                && (base.requiresGrad() || gradFn != null || History.anyRequiresGrad(operands))) {
            throw origin.written();
        }
        if (leafRequiresGrad) {
            throw new IllegalStateException(
                    "a leaf Variable that requires grad is being used in an in-place operation.");
        }
        if (base != null && base.leafRequiresGrad) {
            throw new IllegalStateException(
                    "a view of a leaf Variable that requires grad is being used in an in-place"
                            + " operation.");
        }
    }

    /** Overwrites the elements, unseen by autograd. */
    final void write(View values) {
        dev.cresset.engine.Engines.run(
                new Parametric.Copy(),
                values.dtype(),
                new View[] {view, values.broadcastTo(shape())},
                new View[] {view});
    }

    /** Returns a view of this tensor with another layout, without history. */
    final Tensor viewOf(Layout layout) {
        Tensor out = new Tensor(view.with(layout), false, version, inference);
        out.base = base == null ? this : base;
        out.origin =
                GradMode.enabled()
                        ? origin
                        : GradMode.inference() ? ViewOrigin.INFERENCE : ViewOrigin.NO_GRAD;
        out.historyVersion = version.value;
        return out;
    }

    /** Returns a view of the whole, without history. */
    final Tensor alias() {
        return viewOf(layout());
    }

    final Tensor asStrided(Layout layout) {
        return Dispatch.view(
                new ViewOp.AsStrided(layout.shape(), layout.strides(), layout.offset()), this);
    }

    /** Returns the elements in a new vector of {@code length} zeros, placed as a layout says. */
    final Tensor scatterToStorage(Layout places, int length) {
        Tensor flat = zeros(dtype(), length);
        flat.asStrided(places).copy_(this);
        return flat;
    }

    /** Returns PyTorch's text of the values, dtype and {@code grad_fn}. */
    @Override
    public String toString() {
        return text(false);
    }

    final String text(boolean parameter) {
        GradFn node = gradFn();
        return TensorText.of(
                view,
                parameter,
                requiresGrad(),
                node == null ? null : node.name(),
                PrintOptions.current(),
                DefaultDType.get());
    }
}
