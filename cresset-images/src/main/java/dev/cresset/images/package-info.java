/**
 * Image files and folders of images as data, in the sense of {@code torchvision.io} and {@code
 * torchvision.datasets.ImageFolder}.
 *
 * <pre>{@code
 * var transform = Transforms.compose(
 *     Transforms.resize(256), Transforms.centerCrop(224), Transforms.toFloat(),
 *     Transforms.normalize(new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225}));
 * var data = ImageFolder.of(Path.of("pets")).transformed(transform);   // pets/cat/1.jpg, pets/dog/7.png, …
 * var loader = new DataLoader<>(data, o -> o.batchSize(32).shuffle(true).numWorkers(2));
 * }</pre>
 */
@NullMarked
package dev.cresset.images;

import org.jspecify.annotations.NullMarked;
