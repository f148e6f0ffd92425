package org.spiketrain.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.score.Answering;
import org.spiketrain.score.Answering.Answered;

/** The function {@code spiketrain_predict(model, text)} of SQL. */
final class PredictFunction implements UDF2<String, String, String> {
  static final String NAME = "spiketrain_predict";

  private static final long serialVersionUID = 1L;

  /** The models that this JVM has read, by path. */
  private static final Map<String, Answering> MODELS = new ConcurrentHashMap<>();

  private final SerializableConfiguration conf;

  /** A function that reads models as a session does. */
  PredictFunction(SerializableConfiguration conf) {
    this.conf = conf;
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
    Answering network = MODELS.computeIfAbsent(model, this::read);
    Answered answered = network.text(text == null ? "" : text);
    return answered.isScored()
        ? network.model().classes().get(answered.answer().ranked()[0])
        : null;
  }

  private Answering read(String model) {
    SparkSessions.prepareDriver();
    Path file = PathSetting.parse(NAME, model);
    return new Answering(ModelFile.ofLines(ModelFile.read(conf.value(), file), file));
  }
}
