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
 * <p>Under a seed, elements come in the order in which PyTorch's loader gives them.
 */
@NullMarked
package dev.cresset.data;

import org.jspecify.annotations.NullMarked;
