/**
 * Tensors and automatic differentiation.
 *
 * <pre>{@code
 * Tensor x = tensor(1.0, 2.0).requiresGrad_(true);
 * x.mul(x).sum().backward();
 * System.out.println(x.grad());      // tensor([2., 4.])
 * }</pre>
 */
@NullMarked
package dev.cresset;

import org.jspecify.annotations.NullMarked;
