/**
 * Optimisers and learning-rate schedules: PyTorch's {@code torch.optim}.
 *
 * <pre>{@code
 * var optimizer = new SGD(net.parameters(), o -> o.lr(0.1).momentum(0.9));
 * var schedule = new CosineAnnealingLR(optimizer, 100);
 * for (int epoch = 0; epoch < 100; epoch++) {
 *   optimizer.zeroGrad();
 *   loss(net).backward();
 *   optimizer.step();
 *   schedule.step();
 * }
 * }</pre>
 *
 * <p>Updates follow PyTorch's one-tensor-at-a-time arithmetic, operation by operation. State dicts
 * have PyTorch's structure, keys and order, so that they go to real PyTorch and back.
 */
@NullMarked
package dev.cresset.optim;

import org.jspecify.annotations.NullMarked;
