/**
 * Modules, parameters and layers: PyTorch's {@code torch.nn}.
 *
 * <pre>{@code
 * import dev.cresset.nn.*;
 * import dev.cresset.nn.Module;      // java.lang has a Module too
 *
 * var net = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1));
 * Tensor y = net.call(rand(2, 4));
 * net.namedParameters().forEach((name, p) -> System.out.println(name + " " + p.shape()));
 * }</pre>
 */
@NullMarked
package dev.cresset.nn;

import org.jspecify.annotations.NullMarked;
