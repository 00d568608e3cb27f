/**
 * What is done to an image before it becomes an input: functions from a tensor to a tensor, in the
 * sense of {@code torchvision.transforms}.
 *
 * <pre>{@code
 * var augment = Transforms.compose(
 *     Transforms.randomCrop(28, 2), Transforms.randomHorizontalFlip(0.5), Transforms.normalize(0.286, 0.353));
 * var train = Mnist.train(folder).transformed(augment);
 * }</pre>
 *
 * <p>Images are {@code (…, height, width)}. Draws come from the default generator, in the order in
 * which torchvision draws them.
 */
@NullMarked
package dev.cresset.data.transform;

import org.jspecify.annotations.NullMarked;
