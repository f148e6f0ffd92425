package org.spiketrain.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.table.LabelledRow;
import org.spiketrain.nightly.NightFolder;
import org.spiketrain.nightly.NightPlan;
import org.spiketrain.nightly.NightlySettings.CheckLimits;
import org.spiketrain.nightly.PartFacts;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.results.NightRecord.Check;

/** What is looked at in new data before anything is trained on them. */
record NightChecks(
    SparkSession spark,
    ExperimentConfig config,
    NightFolder folder,
    ModelRegistry registry,
    NightPlan plan) {

  private CheckLimits limits() {
    return config.nightly().checks();
  }

  /**
   * Looks at them.
   *
   * @param made frames of the night's data, in the order in which they are taken in
   */
  List<Check> of(Map<PartFacts, Manifest> made) {
    List<Check> checks = new ArrayList<>();
    made.forEach(
        (part, manifest) -> {
          double unknown = manifest.rejects().getOrDefault(LabelledRow.UNKNOWN_LABEL, 0L);
          double rejected = manifest.rejects().values().stream().mapToLong(r -> r).sum() - unknown;
          double rows = manifest.total() + unknown + rejected;
          checks.add(check("rejects", part, rejected / rows, limits().rejects()));
          checks.add(check("unknown labels", part, unknown / rows, limits().unknownLabels()));
        });
    return checks;
  }

  private static Check check(String name, PartFacts part, double value, double limit) {
    return new Check(name, part.shown(), value, limit, value <= limit);
  }
}
