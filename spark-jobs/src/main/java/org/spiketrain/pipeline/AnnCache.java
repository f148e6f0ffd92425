package org.spiketrain.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.ExperimentConfig.TrainingPlan;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunOutputs;

/**
 * The ANNs that the trials of an ablation have trained. One that is trained the same way is the
 * same to the last bit: it is copied, and its training resumed where it ended.
 */
final class AnnCache {
  private final Configuration conf;
  private final Map<Training, OutputLayout> known = new HashMap<>();

  AnnCache(Configuration conf) {
    this.conf = conf;
  }

  /** All that decides an ANN. */
  private record Training(Path frames, NetworkSettings network, TrainingPlan plan) {
    static Optional<Training> of(PlannedTrial trial) {
      return trial
          .config()
          .conversion()
          .map(plan -> new Training(trial.frames(), plan.network(), plan.training()));
    }
  }

  /** Remembers the network of a trial that is done. */
  void add(PlannedTrial done) {
    Training.of(done).ifPresent(training -> known.putIfAbsent(training, done.layout()));
  }

  /** Copies a network to a trial that has none yet. */
  void give(PlannedTrial trial) {
    Path target = trial.layout().artificial().root();
    Training.of(trial)
        .map(known::get)
        .filter(from -> !RunOutputs.exists(conf, target))
        .ifPresent(from -> copy(from.artificial().root(), target));
  }

  private void copy(Path from, Path to) {
    try (AtomicOutput out = AtomicOutput.directory(conf, to, OutputMode.REFUSE_EXISTING)) {
      FileSystem source = FileSystems.of(conf, from);
      FileSystem target = FileSystems.of(conf, to);
      for (FileStatus one : source.listStatus(from)) {
        Path copied = new Path(out.staging(), one.getPath().getName());
        FileUtil.copy(source, one.getPath(), target, copied, false, conf);
      }
      out.commit();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + from + " to " + to, e);
    }
  }
}
