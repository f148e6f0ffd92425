package org.spiketrain.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.nightly.NightFolder;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.registry.mlflow.MetricPoint;
import org.spiketrain.registry.mlflow.MirroredRun;
import org.spiketrain.registry.mlflow.MirroredRun.RegisteredVersion;
import org.spiketrain.registry.mlflow.RunMirror;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightStatus;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;

/** Tells MLflow of a night that has trained a candidate, where there is an MLflow. */
record NightMirror(ExperimentConfig config, NightFolder folder, ModelRegistry registry) {
  /** What keys begin with that are told as parameters. */
  private static final Set<String> TOLD =
      Set.of("data.", "network.", "seed", "split.", "training.");

  /** Tells it; returns sentences on what went wrong. */
  List<String> tell(NightRecord night) {
    boolean trained =
        night.status() == NightStatus.PROMOTED || night.status() == NightStatus.NOT_PROMOTED;
    RunMirror mirror = config.mlflow().mirror(folder.conf());
    if (!trained || mirror == RunMirror.NONE) {
      return List.of();
    }
    try {
      return mirror.mirror(run(night)).problem().stream().toList();
    } catch (UserErrorException e) {
      return List.of("MLflow was not told: " + e.getMessage());
    }
  }

  private MirroredRun run(NightRecord night) {
    OutputLayout run = new OutputLayout(folder.run(night.night()));
    Instant begin = Instant.parse(night.started());
    Map<String, Path> artifacts = new LinkedHashMap<>();
    artifacts.put("model.zip", run.model());
    artifacts.put("report.html", run.report());
    artifacts.put("metrics.json", new Path(run.evaluation(), "metrics.json"));
    artifacts.put("record.json", folder.recordFile(night.night()));
    return new MirroredRun(
        registry.version(night.models().name(), night.models().candidate()).facts().key(),
        "%s %s".formatted(night.models().name(), night.night()),
        MirroredRun.Result.FINISHED,
        new MirroredRun.Span(begin, Instant.parse(night.finished())),
        params(),
        MetricPoint.of(new RunFiles(folder.conf(), run).readHistory(), begin),
        metrics(night),
        Map.of(
            "night", night.night(),
            "outcome", night.status().label(),
            "version", Integer.toString(night.models().candidate()),
            "started-from", night.trained().start()),
        artifacts,
        Optional.of(new RegisteredVersion(night.models().name(), aliases(night))));
  }

  private static List<String> aliases(NightRecord night) {
    List<String> aliases = new ArrayList<>(List.of(Night.CHALLENGER));
    if (night.status() == NightStatus.PROMOTED) {
      aliases.add(ModelRegistry.CHAMPION);
    }
    return aliases;
  }

  private Map<String, String> params() {
    Map<String, String> params = new LinkedHashMap<>();
    ExperimentConfig.entries(config.rendered())
        .forEach(
            (key, value) -> {
              if (TOLD.stream().anyMatch(key::startsWith)) {
                params.put(key, value);
              }
            });
    return params;
  }

  /** Figures of the candidate on the hold-outs, and how long stages took. */
  static Map<String, Double> metrics(NightRecord night) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    night.holdOuts().stream()
        .findFirst()
        .ifPresent(one -> metrics.put("accuracy", one.candidate().accuracy()));
    night
        .holdOuts()
        .forEach(
            one -> {
              metrics.put("accuracy." + one.name(), one.candidate().accuracy());
              metrics.put("macro-f1." + one.name(), one.candidate().macroF1());
            });
    night.seconds().forEach((stage, seconds) -> metrics.put("seconds." + stage, seconds));
    return metrics;
  }
}
