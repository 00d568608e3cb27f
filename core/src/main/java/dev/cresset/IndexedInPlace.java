package dev.cresset;

import dev.cresset.op.Indexing.Fold;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writing by index in place. */
sealed interface IndexedInPlace permits Tensor {
    /** Does {@link Tensor#indexAdd(int, Tensor, Tensor)} in place; returns this. */
    default Tensor indexAdd_(int dim, Tensor index, Tensor source) {
        return Composite.inPlace("index_add_", self(), x -> x.indexAdd(dim, index, source));
    }

    /** Does {@link Tensor#indexAdd(int, Tensor, Tensor, Number)} in place; returns this. */
    default Tensor indexAdd_(int dim, Tensor index, Tensor source, Number alpha) {
        return Composite.inPlace("index_add_", self(), x -> x.indexAdd(dim, index, source, alpha));
    }

    /** Does {@link Tensor#indexCopy(int, Tensor, Tensor)} in place; returns this. */
    default Tensor indexCopy_(int dim, Tensor index, Tensor source) {
        return Composite.inPlace("index_copy_", self(), x -> x.indexCopy(dim, index, source));
    }

    /** Does {@link Tensor#indexFill(int, Tensor, Number)} in place; returns this. */
    default Tensor indexFill_(int dim, Tensor index, Number value) {
        return Composite.inPlace("index_fill_", self(), x -> x.indexFill(dim, index, value));
    }

    /** Does {@link Tensor#indexFill(int, Tensor, Tensor)} in place; returns this. */
    default Tensor indexFill_(int dim, Tensor index, Tensor value) {
        return Composite.inPlace("index_fill_", self(), x -> x.indexFill(dim, index, value));
    }

    /**
     * Does {@link Tensor#indexReduce(int, Tensor, Tensor, Fold, boolean)} in place; returns this.
     */
    default Tensor indexReduce_(
            int dim, Tensor index, Tensor source, Fold fold, boolean includeSelf) {
        return Composite.inPlace(
                "index_reduce_", self(), x -> x.indexReduce(dim, index, source, fold, includeSelf));
    }

    /** Does {@link Tensor#scatter(int, Tensor, Tensor)} in place; returns this. */
    default Tensor scatter_(int dim, Tensor index, Tensor source) {
        return Composite.inPlace("scatter_", self(), x -> x.scatter(dim, index, source));
    }

    /** Does {@link Tensor#scatter(int, Tensor, Number)} in place; returns this. */
    default Tensor scatter_(int dim, Tensor index, Number value) {
        return Composite.inPlace("scatter_", self(), x -> x.scatter(dim, index, value));
    }

    /**
     * Does {@link Tensor#scatterReduce(int, Tensor, Tensor, Fold, boolean)} in place; returns this.
     */
    default Tensor scatterReduce_(
            int dim, Tensor index, Tensor source, Fold fold, boolean includeSelf) {
        return Composite.inPlace(
                "scatter_reduce_",
                self(),
                x -> x.scatterReduce(dim, index, source, fold, includeSelf));
    }

    /** Does {@link Tensor#put(Tensor, Tensor, boolean)} in place; returns this. */
    default Tensor put_(Tensor index, Tensor source, boolean accumulate) {
        return Composite.inPlace("put_", self(), x -> x.put(index, source, accumulate));
    }

    /** Does {@link Tensor#maskedScatter(Tensor, Tensor)} in place; returns this. */
    default Tensor maskedScatter_(Tensor mask, Tensor source) {
        return Composite.inPlace("masked_scatter_", self(), x -> x.maskedScatter(mask, source));
    }

    /** Does {@link Tensor#indexPut(List, Tensor, boolean)} in place; returns this. */
    default Tensor indexPut_(
            List<? extends @Nullable Tensor> index, Tensor values, boolean accumulate) {
        return Scattering.indexPut_(self(), index, values, accumulate);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
