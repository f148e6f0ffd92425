package org.spiketrain.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.report.Reports;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.AblationLayout;
import org.spiketrain.results.TrialResult;
import org.spiketrain.sweep.SettingResult;

/** Runs the settings of an ablation one after the other, those that are not done yet. */
final class AblationRun {
  private static final Logger LOG = LoggerFactory.getLogger(AblationRun.class);

  private final SparkSession spark;
  private final AblationLayout layout;
  private final Results results;
  private final ArtificialNetworks artificial;
  private final Set<Path> fresh = new HashSet<>();

  /**
   * @param layout where everything goes
   * @param results is told what each setting gave
   */
  AblationRun(SparkSession spark, AblationLayout layout, Results results) {
    this.spark = spark;
    this.layout = layout;
    this.results = results;
    this.artificial = new ArtificialNetworks(conf());
  }

  private Configuration conf() {
    return spark.sessionState().newHadoopConf();
  }

  /**
   * Runs all of them; a setting that fails does not keep the others from running. The tables are
   * replaced after each.
   */
  Ablation run(List<String> keys, List<PlannedSetting> settings) {
    List<TrialResult> rows = new ArrayList<>();
    Ablation ablation = new Ablation(title(settings.size()), keys, rows);
    for (PlannedSetting setting : settings) {
      TrialResult row = row(setting);
      rows.add(row);
      results.setting(row, rows.size(), settings.size());
      layout.write(conf(), ablation, new Reports());
    }
    return ablation;
  }

  private String title(int settings) {
    return "%s: %s"
        .formatted(
            LocalPaths.plain(layout.root().toString()), Wording.counted(settings, "setting"));
  }

  private TrialResult row(PlannedSetting setting) {
    String name = setting.setting().name();
    long seed = setting.config().training().settings().seed();
    try {
      runUnlessDone(setting);
      artificial.add(setting);
      return new TrialResult(
          name,
          setting.setting().labels(),
          seed,
          Optional.of(SettingResult.read(conf(), setting.layout())),
          "");
    } catch (RuntimeException e) {
      // Whatever it is, the other settings may be spared it.
      if (!(e instanceof UserErrorException)) {
        LOG.warn("Setting {} failed", name, e);
      }
      return new TrialResult(
          name, setting.setting().labels(), seed, Optional.empty(), ExecutionErrors.message(e));
    }
  }

  private void runUnlessDone(PlannedSetting setting) {
    boolean overwrite = setting.config().output().mode() == OutputMode.OVERWRITE;
    Experiment experiment = Experiment.open(spark, setting.config(), setting.frames());
    if (overwrite) {
      experiment.outputs().remove(setting.layout().derivedFromFrames());
      if (!fresh.contains(setting.frames())) {
        AblationLayout.checkFrames(conf(), setting.frames());
        experiment.preprocess();
        fresh.add(setting.frames());
      }
    } else if (setting.isDone(conf())) {
      LOG.info("Setting {} is done already", setting.setting().name());
      return;
    }
    artificial.give(setting);
    new WholeRun(experiment, new Results(new PrintWriter(Writer.nullWriter()))).resumed();
  }
}
