package org.spiketrain.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.registry.VersionDraft;
import org.spiketrain.results.OutputLayout;

/**
 * Makes of the model of a run, and of what lies beside it, the draft of a version in a registry.
 */
public record RunDraft(Configuration conf, Path modelFile) {
  private static final List<String> BESIDE =
      List.of(
          "evaluation/metrics.json",
          "frames/_manifest.json",
          "training/history.csv",
          "training/epochs.csv",
          OutputLayout.REPORT);

  /**
   * Reads the model and looks what is there of its run.
   *
   * @param key tells the version from others; by default the model's checksum
   * @param tags what is to be known of it, besides what the model itself says
   * @throws UserErrorException if there is no such model, or if something is damaged
   */
  public VersionDraft read(Optional<String> key, Map<String, String> tags) {
    ModelProvenance provenance = ModelFile.read(conf, modelFile).provenance();
    Map<String, String> all = new TreeMap<>(tags(provenance));
    all.putAll(tags);
    Map<String, Double> metrics = new TreeMap<>(provenance.metrics());
    metrics.putAll(evaluated());
    return new VersionDraft(
        key.orElseGet(this::checksum), modelFile, beside(), Map.of(), all, metrics);
  }

  private static Map<String, String> tags(ModelProvenance model) {
    return Map.of(
        "data.kind", model.kind(),
        "data.path", model.data().path(),
        "data.fingerprint", model.data().fingerprint(),
        "frames.fingerprint", model.framesFingerprint(),
        "seed", Long.toString(model.seed()));
  }

  /** What is there of the run beside the model, by the paths below it. */
  Map<String, Path> beside() {
    Map<String, Path> found = new TreeMap<>();
    for (String name : BESIDE) {
      Path file = new Path(modelFile.getParent(), name);
      if (FileSystems.exists(conf, file)) {
        found.put(name, file);
      }
    }
    return found;
  }

  /** The figures of the evaluation, if there is one. */
  private Map<String, Double> evaluated() {
    Path file = new Path(modelFile.getParent(), "evaluation/metrics.json");
    Map<String, Double> figures = new TreeMap<>();
    try {
      JsonNode metrics = new ObjectMapper().readTree(bytes(file));
      metrics
          .fields()
          .forEachRemaining(
              one -> {
                if (one.getValue().isNumber()) {
                  figures.put(one.getKey(), one.getValue().asDouble());
                }
              });
      return figures;
    } catch (FileNotFoundException e) {
      return figures;
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Evaluate the model again".formatted(file, e.getMessage()), e);
    }
  }

  private byte[] bytes(Path file) throws IOException {
    FileSystem fs = FileSystems.of(conf, file);
    return FileSystems.readWhole(fs, file);
  }

  /** What tells the model from all others. */
  String checksum() {
    return "sha256-" + ModelFile.digest(conf, modelFile);
  }
}
