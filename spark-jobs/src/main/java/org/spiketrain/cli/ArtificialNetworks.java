package org.spiketrain.cli;

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
import org.spiketrain.config.TrainingPlan;
import org.spiketrain.data.AtomicOutput;
import org.spiketrain.data.OutputMode;
import org.spiketrain.data.source.FileSystems;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunOutputs;

/**
 * The artificial networks that the settings of an ablation have trained. One that is trained the
 * same way is the same to the last bit: it is copied, and its training resumed where it ended.
 */
final class ArtificialNetworks {
  private final Configuration conf;
  private final Map<Training, OutputLayout> known = new HashMap<>();

  ArtificialNetworks(Configuration conf) {
    this.conf = conf;
  }

  /** All that decides an artificial network. */
  private record Training(Path frames, NetworkSettings network, TrainingPlan plan) {
    static Optional<Training> of(PlannedSetting setting) {
      return setting
          .config()
          .conversion()
          .map(plan -> new Training(setting.frames(), plan.network(), plan.training()));
    }
  }

  /** Remembers the network of a setting that is done. */
  void add(PlannedSetting done) {
    Training.of(done).ifPresent(training -> known.putIfAbsent(training, done.layout()));
  }

  /** Copies a network to a setting that has none yet. */
  void give(PlannedSetting setting) {
    Path target = setting.layout().artificial().root();
    Training.of(setting)
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
