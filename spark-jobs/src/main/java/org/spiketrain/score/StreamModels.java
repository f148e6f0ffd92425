package org.spiketrain.score;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.VersionedModels.Version;

/**
 * The model of a stream. Before a micro-batch is scored it is written down which version scores it,
 * so that one that is repeated after the program was killed has the same again.
 */
final class StreamModels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamModels.class);

  private final SparkSession spark;
  private final VersionedModels models;
  private final StreamState state;
  private Optional<Loaded> loaded = Optional.empty();

  /** A version on all executors. */
  record Loaded(Version version, SharedModel shared) {}

  StreamModels(SparkSession spark, VersionedModels models, StreamState state) {
    this.spark = spark;
    this.models = models;
    this.state = state;
  }

  /**
   * Loads the version in use, to fail at once where nothing can be scored.
   *
   * @throws UserErrorException if there is no model that can be read
   */
  ScoringModel open() {
    return replace(models.current()).shared.model();
  }

  /**
   * The model that scores a micro-batch.
   *
   * @throws UserErrorException if it was decided by which version, and that is gone
   */
  Loaded of(long batch) {
    Optional<Version> decided = state.versionOf(batch);
    if (decided.isPresent()) {
      return replace(decided.get());
    }
    Loaded model = newest();
    state.decide(batch, model.version);
    return model;
  }

  /** The version in use, or if that cannot be had the one before. */
  private Loaded newest() {
    if (loaded.isEmpty()) {
      return replace(models.current());
    }
    try {
      return replace(models.current());
    } catch (UserErrorException e) {
      LOG.warn(
          "Still scoring by version {}, since the one in use now cannot be had: {}",
          loaded.get().version.version(),
          e.getMessage());
      return loaded.get();
    }
  }

  private Loaded replace(Version version) {
    if (loaded.filter(model -> model.version.equals(version)).isPresent()) {
      return loaded.get();
    }
    ScoringModel model = models.load(version);
    if (model.encoder().lines().isEmpty()) {
      throw new UserErrorException(
          "Version %s (%s) reads recordings, but a stream has texts: name a model of names or sentences"
              .formatted(version.version(), version.file()));
    }
    Loaded next = new Loaded(version, SharedModel.of(spark, model));
    LOG.info("Scoring by version {} from now on: {}", version.version(), version.file());
    close();
    loaded = Optional.of(next);
    return next;
  }

  /** The version that scores now. */
  long number() {
    return loaded.map(model -> model.version.number()).orElse(0L);
  }

  @Override
  public void close() {
    loaded.ifPresent(model -> model.shared.close());
    loaded = Optional.empty();
  }
}
