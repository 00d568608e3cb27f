package dev.cresset.checkpoint;

import static dev.cresset.Tensor.noGrad;

import dev.cresset.Tensor;
import dev.cresset.engine.Layout;
import dev.cresset.engine.Storage;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Converts the floating-point tensors of a tree when they are wanted, so that a file can be
 * converted that is larger than the heap.
 *
 * <p>Tensors that are the same elements stay tied; of other sharing, such as two views of one
 * storage, nothing is left.
 */
final class Casting {
    private record Converted(Value.TensorValue from, FileTensor to) {}

    private final DType dtype;
    private final IdentityHashMap<Object, List<Converted>> converted = new IdentityHashMap<>();

    Casting(DType dtype) {
        this.dtype = dtype;
    }

    /** Returns a tensor converted, the same for the same elements. */
    Value.TensorValue cast(Value.TensorValue tensor) {
        if (!tensor.dtype().isFloatingPoint() || tensor.dtype() == dtype) {
            return tensor;
        }
        List<Converted> siblings =
                converted.computeIfAbsent(tensor.memory(), m -> new ArrayList<>());
        for (Converted c : siblings) {
            if (c.from.sameElements(tensor)) {
                return value(c.to, tensor);
            }
        }
        long bytes = tensor.shape().numel() * dtype.bytes();
        FileStorage storage = new FileStorage(dtype, bytes, () -> load(tensor));
        FileTensor made = new FileTensor(storage, Layout.contiguous(tensor.shape()));
        siblings.add(new Converted(tensor, made));
        return value(made, tensor);
    }

    private Storage load(Value.TensorValue tensor) {
        Tensor dense = noGrad(() -> tensor.tensor().to(dtype).contiguous());
        return dense.view().layout().offset() == 0
                        && dense.view().storage().length() == dense.view().numel()
                ? dense.view().storage()
                : dense.clone().view().storage();
    }

    private static Value.TensorValue value(FileTensor made, Value.TensorValue like) {
        return new Value.TensorValue(made, like.requiresGrad(), like.parameter());
    }
}
