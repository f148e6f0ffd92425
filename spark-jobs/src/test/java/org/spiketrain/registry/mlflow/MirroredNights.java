package org.spiketrain.registry.mlflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.registry.mlflow.MirroredRun.RegisteredVersion;
import org.spiketrain.registry.mlflow.MirroredRun.Result;
import org.spiketrain.registry.mlflow.MirroredRun.Span;

/** The night that was mirrored when the exchanges were recorded. */
final class MirroredNights {
  static final Instant BEGIN = Instant.parse("2026-11-30T01:00:00Z");

  private MirroredNights() {}

  /** The night as it is told first, or once more with a param and an alias that were not there. */
  static MirroredRun night(Path folder, boolean again) throws IOException {
    Path model = Files.writeString(folder.resolve("model.zip"), "a network");
    Path metrics = Files.writeString(folder.resolve("metrics.json"), "{\"accuracy\": 0.75}");
    Map<String, String> params =
        Map.of("network.stack", "spiking-lstm(8) | readout(mean)", "training.epochs", "2");
    return new MirroredRun(
        "names night of 2026-11-30",
        "2026-11-30",
        Result.FINISHED,
        new Span(BEGIN, BEGIN.plusSeconds(600)),
        again ? Map.of("network.stack", "another", "seed", "1") : params,
        List.of(
            new MetricPoint("training.loss", 80, 0.5, BEGIN.plusSeconds(1)),
            new MetricPoint("training.loss", 160, Double.POSITIVE_INFINITY, BEGIN.plusSeconds(2))),
        Map.of("accuracy", 0.75, "F1 (macro)", Double.NaN),
        Map.of("data.fingerprint", "0123"),
        Map.of(
            "model.zip", new org.apache.hadoop.fs.Path(model.toString()),
            "evaluation/metrics a.json", new org.apache.hadoop.fs.Path(metrics.toString())),
        Optional.of(
            new RegisteredVersion(
                "names", again ? List.of("challenger", "champion") : List.of("challenger"))));
  }
}
