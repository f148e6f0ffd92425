package org.spiketrain.spark;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.registry.ModelAddress;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.score.Answering;
import org.spiketrain.score.Answering.Answered;

/** The function {@code spiketrain_predict(model, text)} of SQL. */
final class PredictFunction implements UDF2<String, String, String> {
  static final String NAME = "spiketrain_predict";

  private static final long serialVersionUID = 1L;

  /** The models that this JVM has read, by path. */
  private static final Map<Path, Answering> MODELS = new ConcurrentHashMap<>();

  /** What addresses in registries meant last. */
  private static final Map<Address, Meaning> MEANINGS = new ConcurrentHashMap<>();

  private final SerializableConfiguration conf;
  private final String registry;

  /** An address, and the registry that it is looked up in. */
  private record Address(String registry, String text) {}

  /** The file that an address meant, in one query. */
  private record Meaning(String query, Path file) {}

  /**
   * A function that reads models as a session does.
   *
   * @param registry its folder, which means the same on each machine
   */
  PredictFunction(SerializableConfiguration conf, String registry) {
    this.conf = conf;
    this.registry = registry;
  }

  /**
   * Names the most probable class; null for a text that cannot be scored.
   *
   * @throws UserErrorException if there is no such model
   */
  @Override
  public String call(String model, String text) {
    if (model == null) {
      throw new UserErrorException(
          "%s has null for a model: name a model.zip as its first argument".formatted(NAME));
    }
    Answering network = MODELS.computeIfAbsent(file(model), this::read);
    Answered answered = network.text(text == null ? "" : text);
    return answered.isScored()
        ? network.model().classes().get(answered.answer().ranked()[0])
        : null;
  }

  /** An alias may name another version at the next query, but hardly within one. */
  private Path file(String model) {
    if (!ModelAddress.isOne(model)) {
      return PathSetting.parse(NAME, model);
    }
    String query = query();
    Address address = new Address(registry, model);
    Meaning known = MEANINGS.get(address);
    if (known == null || query.isEmpty() || !known.query.equals(query)) {
      RegistrySettings there = new RegistrySettings(Optional.of(registry));
      Path file = ModelFile.named(conf.value(), there, NAME, model);
      if (known != null && !known.file.equals(file)) {
        MODELS.remove(known.file);
      }
      known = new Meaning(query, file);
      MEANINGS.put(address, known);
    }
    return known.file;
  }

  /** Spark's number of the query that this is a task of; empty if it is none. */
  private static String query() {
    TaskContext task = TaskContext.get();
    return task == null
        ? ""
        : Optional.ofNullable(task.getLocalProperty("spark.sql.execution.id")).orElse("");
  }

  private Answering read(Path file) {
    SparkSessions.prepareDriver();
    return new Answering(ModelFile.ofLines(ModelFile.read(conf.value(), file), file));
  }
}
