/**
 * Comfort around a plain training loop: progress, metrics, early stopping, and checkpoints from
 * which a run goes on to the bit.
 *
 * <pre>{@code
 * var run = new TrainingRun(net, optimizer).scheduler(schedule).loader(loader);
 * var checkpoints = new Checkpoints(Path.of("run"), run, o -> o.everySteps(500).everyEpochs(1));
 * var loss = new RunningMean();
 * checkpoints.resume();                                     // goes on where the last run stopped
 * while (run.epoch() < 10) {
 *   var progress = Progress.of(loader);
 *   for (var batch : progress) {
 *     optimizer.zeroGrad();
 *     Tensor l = Functional.crossEntropy(net.call(batch.x()), batch.y());
 *     l.backward();
 *     optimizer.step();
 *     progress.show("loss", loss.add(l.item()));
 *     checkpoints.step();
 *   }
 *   schedule.step();
 *   checkpoints.epoch();
 * }
 * }</pre>
 *
 * <p>Nothing here owns the loop: each piece works alone.
 */
@NullMarked
package dev.cresset.train;

import org.jspecify.annotations.NullMarked;
