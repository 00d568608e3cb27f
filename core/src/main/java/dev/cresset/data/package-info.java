/**
 * Data sets and how they are walked through in batches: PyTorch's {@code torch.utils.data}.
 *
 * <pre>{@code
 * var loader = new DataLoader<>(new TensorDataset(x, y), o -> o.batchSize(32).shuffle(true));
 * for (var batch : loader) {
 *   Tensor loss = Functional.crossEntropy(net.call(batch.x()), batch.y());
 * }
 * }</pre>
 *
 * <p>Where data come from: tensors ({@link dev.cresset.data.TensorDataset}), lists ({@link
 * dev.cresset.data.Dataset#of}), IDX files ({@link dev.cresset.data.Mnist}), streams ({@link
 * dev.cresset.data.IterableDataset}), a {@link dev.cresset.data.Dataset} of one's own; folders of
 * images and CSV files are in the modules {@code cresset.images} and {@code cresset.csv}.
 *
 * <p>Under a seed, elements come in the order in which PyTorch's loader gives them.
 */
@NullMarked
package dev.cresset.data;

import org.jspecify.annotations.NullMarked;
