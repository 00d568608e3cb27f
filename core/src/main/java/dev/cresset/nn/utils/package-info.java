/**
 * What is done to the parameters and gradients of modules: PyTorch's {@code torch.nn.utils}.
 *
 * <pre>{@code
 * loss.backward();
 * ClipGrad.clipGradNorm_(net.parameters(), 1.0);
 * optimizer.step();
 * }</pre>
 */
@NullMarked
package dev.cresset.nn.utils;

import org.jspecify.annotations.NullMarked;
