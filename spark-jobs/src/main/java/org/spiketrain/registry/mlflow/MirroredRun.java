package org.spiketrain.registry.mlflow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * What is told of a run that is over. Told twice, the same run gives the same mirror image.
 *
 * @param key tells the run from all others, so that it is not mirrored a second time
 * @param name as people call it
 * @param params what it was configured with
 * @param course figures of its training, by their steps
 * @param metrics figures of what came out
 * @param tags what else is to be known
 * @param artifacts files on any Hadoop file system, by their paths below the run
 * @param version the model that is to have a version for this run; empty if none is
 */
public record MirroredRun(
    String key,
    String name,
    Result result,
    Span span,
    Map<String, String> params,
    List<MetricPoint> course,
    Map<String, Double> metrics,
    Map<String, String> tags,
    Map<String, Path> artifacts,
    Optional<RegisteredVersion> version) {
  /** How a run has ended. */
  public enum Result {
    FINISHED,
    FAILED
  }

  /** When a run began and ended. */
  public record Span(Instant begin, Instant end) {}

  /**
   * A version of a registered model.
   *
   * @param model name of the model, unless {@code mlflow.registered-model} says another one
   * @param aliases that are to name the version from now on
   */
  public record RegisteredVersion(String model, List<String> aliases) {}
}
