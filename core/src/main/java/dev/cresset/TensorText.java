package dev.cresset;

import dev.cresset.engine.Layout;
import dev.cresset.engine.View;
import dev.cresset.op.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The printed text of one tensor, character for character PyTorch's {@code repr}.
 *
 * <pre>{@code
 * tensor([[ 1.5000, -2.0000],
 *         [    nan,  0.0000]], dtype=torch.float64, requires_grad=True)
 * }</pre>
 *
 * <p>A tensor of more elements than the threshold is summarised; then only the shown elements are
 * read, and they alone choose the number format.
 */
final class TensorText {
    /* Follows torch/_tensor_str.py of PyTorch 2.13: _tensor_str_with_formatter, _vector_str,
     * _add_suffixes. Even tensors inside containers are indented by the width of "tensor(". */
    private static final String PREFIX = "tensor(";

    private final Layout layout;
    private final int rank;
    private final PrintOptions options;
    private final boolean summarised;
    private final ValueTexts values;
    private final StringBuilder out = new StringBuilder(PREFIX);
    private int next;

    private TensorText(View view, PrintOptions options) {
        this.layout = view.layout();
        this.rank = view.shape().rank();
        this.options = options;
        this.summarised = view.numel() > options.threshold();
        this.values = ValueTexts.of(view, shownIndices(), options);
    }

    /** Returns the text of a tensor where float32 is the default dtype. */
    static String of(
            View view,
            boolean parameter,
            boolean requiresGrad,
            @Nullable String gradFn,
            PrintOptions options) {
        return of(view, parameter, requiresGrad, gradFn, options, DType.FLOAT32);
    }

    /**
     * Returns the text of a tensor.
     *
     * @param parameter whether to say {@code Parameter containing:}
     * @param requiresGrad whether to say {@code requires_grad=True}, if there is no {@code gradFn}
     * @param gradFn the name of the function that made it, such as {@code AddBackward0}
     * @param defaultDtype the floating-point dtype that goes without saying
     */
    static String of(
            View view,
            boolean parameter,
            boolean requiresGrad,
            @Nullable String gradFn,
            PrintOptions options,
            DType defaultDtype) {
        TensorText text = new TensorText(view, options);
        text.body();
        text.suffixes(suffixes(view, requiresGrad, gradFn, options, defaultDtype));
        return (parameter ? "Parameter containing:\n" : "") + text.out.append(')');
    }

    private static List<String> suffixes(
            View view,
            boolean requiresGrad,
            @Nullable String gradFn,
            PrintOptions options,
            DType defaultDtype) {
        List<String> suffixes = new ArrayList<>();
        DType dtype = view.dtype();
        boolean empty = view.numel() == 0;
        if (empty ? view.shape().rank() != 1 : options.edgeItems() == 0) {
            suffixes.add("size=" + PythonText.repr(view.shape().toArray()));
        }
        boolean evident = !empty && (dtype == DType.INT64 || dtype == DType.BOOL);
        if (dtype != defaultDtype && !evident) {
            suffixes.add("dtype=" + dtype);
        }
        if (gradFn != null) {
            suffixes.add("grad_fn=<" + gradFn + ">");
        } else if (requiresGrad) {
            suffixes.add("requires_grad=True");
        }
        return suffixes;
    }

    private void suffixes(List<String> suffixes) {
        int column = out.length() - out.lastIndexOf("\n") + 1;
        for (String suffix : suffixes) {
            if (column + suffix.length() + 2 > options.lineWidth()) {
                out.append(",\n").repeat(' ', PREFIX.length());
                column = PREFIX.length() + suffix.length();
            } else {
                out.append(", ");
                column += suffix.length() + 2;
            }
            out.append(suffix);
        }
    }

    private void body() {
        if (layout.numel() == 0) {
            out.append("[]");
        } else {
            dimension(0, PREFIX.length());
        }
    }

    private void dimension(int dim, int indent) {
        if (dim == rank) {
            out.append(values.texts().get(next++));
            return;
        }
        // a row holds as many items a line as fit, an outer dimension one
        boolean row = dim == rank - 1;
        int perLine = row ? itemsPerLine(indent) : 1;
        int newlines = row ? 1 : rank - dim - 1;
        int gap = gap(dim);
        int items = shown(dim) + (gap < 0 ? 0 : 1);
        out.append('[');
        for (int i = 0; i < items; i++) {
            if (i > 0 && i % perLine == 0) {
                out.append(',').repeat('\n', newlines).repeat(' ', indent + 1);
            } else if (i > 0) {
                out.append(", ");
            }
            if (i == gap) {
                out.append(row && gap > 0 ? " ..." : "...");
            } else {
                dimension(dim + 1, indent + 1);
            }
        }
        out.append(']');
    }

    private int itemsPerLine(int indent) {
        return Math.max(1, (options.lineWidth() - indent) / (values.width() + 2));
    }

    /* Where the ellipsis stands among the items of a dimension, -1 if all items are shown. */
    private int gap(int dim) {
        boolean cut = summarised && layout.shape().size(dim) > 2L * options.edgeItems();
        return cut ? options.edgeItems() : -1;
    }

    private int shown(int dim) {
        return gap(dim) < 0 ? layout.shape().size(dim) : 2 * options.edgeItems();
    }

    private int[] shownIndices() {
        int count = 1;
        for (int d = 0; d < rank; d++) {
            count *= shown(d);
        }
        int[] indices = new int[count];
        if (count > 0) {
            fill(indices, 0, 0, layout.offset());
        }
        return indices;
    }

    private int fill(int[] indices, int filled, int dim, int at) {
        if (dim == rank) {
            indices[filled] = at;
            return filled + 1;
        }
        int items = shown(dim);
        int hidden = layout.shape().size(dim) - items;
        int end = filled;
        for (int i = 0; i < items; i++) {
            int position = i < items / 2 ? i : i + hidden;
            end = fill(indices, end, dim + 1, at + position * layout.stride(dim));
        }
        return end;
    }
}
