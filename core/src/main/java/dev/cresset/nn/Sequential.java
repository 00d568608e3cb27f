package dev.cresset.nn;

import dev.cresset.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SequencedMap;

/**
 * Layers one after the other: the output of each is the input of the next.
 *
 * <pre>{@code
 * var net = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1));
 * Linear last = net.get(-1);
 * net.add("head", new Linear(1, 1)).append(new ReLU());
 * }</pre>
 *
 * <p>The same layer may occur several times. Without layers, the output is the input.
 */
public class Sequential extends Layer implements Iterable<Layer> {
    /** Makes a sequence whose layers are named "0", "1", …. */
    public Sequential(Layer... layers) {
        this(Arrays.asList(layers));
    }

    /** Makes a sequence whose layers are named "0", "1", …. */
    public Sequential(List<? extends Layer> layers) {
        extend(layers);
    }

    /** Makes a sequence of named layers. */
    public Sequential(SequencedMap<String, ? extends Layer> layers) {
        layers.forEach(this::add);
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor y = x;
        boolean known = true; // whether others than layers that forget it may know y
        for (Module m : Fields.of(this).isEmpty() ? registry().modules() : layers()) {
            Layer layer = layer(m);
            Tensor in = y;
            y = layer.call(in);
            boolean forgets = Forgetful.is(layer);
            if (y.sharesStorage(in)) {
                known |= !forgets;
            } else {
                if (!known && forgets) {
                    in.view().storage().finish();
                }
                known = !forgets;
            }
        }
        return y;
    }

    /**
     * Adds a layer under a name; returns this.
     *
     * @throws IllegalArgumentException if the name is empty, has a dot or is taken
     */
    public final Sequential add(String name, Layer layer) {
        register(name, layer);
        return this;
    }

    /** Adds a layer at the end, named by its place; returns this. */
    public final Sequential append(Layer layer) {
        return add(Integer.toString(size()), layer);
    }

    /** Adds layers at the end, named by their places; returns this. */
    public final Sequential extend(Iterable<? extends Layer> layers) {
        for (Layer layer : layers) {
            append(layer);
        }
        return this;
    }

    /**
     * Puts a layer before a place, and renames those behind; returns this.
     *
     * @param index from 0 to the size, or from the end if negative
     * @throws IndexOutOfBoundsException if there is no such place
     * @throws IllegalArgumentException if the layers have names
     */
    public final Sequential insert(int index, Layer layer) {
        registry().insert(this, index, layer);
        return this;
    }

    /**
     * Replaces a layer, whose name stays; returns this.
     *
     * @throws IndexOutOfBoundsException if there is no such layer
     */
    public final Sequential set(int index, Layer layer) {
        registry().set(this, index, layer);
        return this;
    }

    /** Replaces the layer of a name, or adds it; returns this. */
    public final Sequential set(String name, Layer layer) {
        registry().put(this, new Member.OfModule(name, layer));
        return this;
    }

    /**
     * Takes out a layer, and names the others by their places; returns this.
     *
     * @throws IndexOutOfBoundsException if there is no such layer
     */
    public final Sequential delete(int index) {
        registry().delete(this, index);
        return this;
    }

    /**
     * Takes out a layer, and names the others by their places; returns the layer.
     *
     * @throws IndexOutOfBoundsException if there is no such layer
     */
    public final Layer pop(int index) {
        Layer out = get(index, Layer.class);
        registry().delete(this, index);
        return out;
    }

    /**
     * Returns a sequence of some of these layers, with their names.
     *
     * @param start the first, counted from the end if negative; cut to what there is
     * @param end the one after the last, likewise
     */
    public final Sequential slice(int start, int end) {
        List<Member> all = registry().list();
        int from = cut(start, all.size());
        Sequential out = new Sequential();
        for (int i = from; i < cut(end, all.size()); i++) {
            Member m = all.get(i);
            out.registry().put(out, m);
        }
        return out;
    }

    /** Returns a sequence of the layers from one on, with their names. */
    public final Sequential slice(int start) {
        return slice(start, Integer.MAX_VALUE);
    }

    static int cut(int index, int size) {
        return Math.clamp(index < 0 ? (long) index + size : index, 0, size);
    }

    /** Returns the number of layers. */
    public final int size() {
        return childList().size();
    }

    /** Returns the layers in order. */
    public final List<Layer> layers() {
        List<Layer> out = new ArrayList<>();
        for (Module m : childList()) {
            out.add(layer(m));
        }
        return out;
    }

    private Layer layer(Module m) {
        if (m instanceof Layer layer) {
            return layer;
        }
        throw new IllegalStateException(
                typeName()
                        + ": a "
                        + m.typeName()
                        + " is no Layer, and cannot turn one tensor into one tensor");
    }

    @Override
    public final Iterator<Layer> iterator() {
        return layers().iterator();
    }
}
