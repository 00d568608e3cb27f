/**
 * CSV files as data: columns as tensors, or rows one after the other.
 *
 * <pre>{@code
 * CsvTable iris = CsvTable.read(Path.of("iris.csv"));
 * Tensor x = iris.floats("sepal_length", "sepal_width");       // float32, (150, 2)
 * CsvTable.Classes species = iris.classes("species");          // names, and int64 (150)
 * var loader = new DataLoader<>(new TensorDataset(x, species.codes()), o -> o.batchSize(16));
 * }</pre>
 */
@NullMarked
package dev.cresset.csv;

import org.jspecify.annotations.NullMarked;
