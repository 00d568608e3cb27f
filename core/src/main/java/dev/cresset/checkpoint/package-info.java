/**
 * Checkpoint files: PyTorch's {@code .pt}/{@code .pth} (zip and legacy) and safetensors.
 *
 * <pre>{@code
 * Checkpoint.save(net.stateDict(), Path.of("mlp.safetensors"));
 * net.loadStateDict(Checkpoint.load(Path.of("mlp.safetensors")));
 * }</pre>
 *
 * <p>{@link dev.cresset.checkpoint.Checkpoint} is the door, {@link dev.cresset.checkpoint.Value}
 * what a file holds, {@link dev.cresset.checkpoint.CheckpointException} what is wrong with it.
 */
@NullMarked
package dev.cresset.checkpoint;

import org.jspecify.annotations.NullMarked;
