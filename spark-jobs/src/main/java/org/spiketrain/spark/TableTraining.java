package org.spiketrain.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.results.Renderer;

/**
 * A training on a table that only this session knows, of which nothing but the model stays: the
 * table goes by a name of its own, files into a folder of their own, both as long as it takes.
 *
 * @param recipe a configuration; those of reference.conf where there is none
 * @param keys values that go before it
 * @param parent folder in which files lie meanwhile; blank for the session's own
 * @param strict whether rows that cannot be used end it
 */
record TableTraining(
    Optional<String> recipe, Map<String, String> keys, String parent, boolean strict) {
  private static final Logger LOG = LoggerFactory.getLogger(TableTraining.class);

  /** What provenance calls the table, so that equal trainings give equal models. */
  private static final String DATASET = "dataset";

  /**
   * Trains.
   *
   * @param table columns {@code text} and {@code label}, and those that the keys name
   * @throws UserErrorException if a key, a value or the data are at fault
   */
  TrainedModel on(Dataset<Row> table) {
    SparkSession spark = table.sparkSession();
    Configuration conf = spark.sessionState().newHadoopConf();
    String name = "spiketrain_" + UUID.randomUUID().toString().replace("-", "");
    Path folder = folder(conf, name);
    table.createOrReplaceTempView(name);
    try {
      return anonymous(trained(spark, name, folder), name);
    } catch (UserErrorException e) {
      throw new UserErrorException(e.getMessage().replace("Table " + name, "The dataset"), e);
    } finally {
      spark.catalog().dropTempView(name);
      FileSystems.delete(conf, folder);
    }
  }

  /**
   * Executors write there, too: the local disk will do only where no other file system is the
   * session's.
   */
  private Path folder(Configuration conf, String name) {
    if (!parent.isBlank()) {
      return new Path(PathSetting.parse("workDir", parent), name);
    }
    try {
      boolean local = FileSystems.isLocal(FileSystem.get(conf));
      String temporary = local ? System.getProperty("java.io.tmpdir") : conf.get("hadoop.tmp.dir");
      return FileSystem.get(conf).makeQualified(new Path(temporary, name));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot reach the session's file system", e);
    }
  }

  private TrainedModel trained(SparkSession spark, String table, Path folder) {
    Map<String, String> all = new LinkedHashMap<>(keys);
    all.put("data.source.table", table);
    all.put("output.path", folder.toString());
    Spiketrain described = Spiketrain.experiment(spark).renderer(Renderer.NONE);
    recipe.ifPresent(described::configuration);
    all.forEach(described::set);
    Experiment experiment = described.open();
    String kind = experiment.config().data().kind();
    if (DataKinds.get(kind).comesSplit()) {
      throw new UserErrorException(
          "The recipe's data.kind is %s: expected names, text or another kind of texts; recordings in tables are trained on with data.source"
              .formatted(kind));
    }
    Manifest manifest = experiment.preprocess();
    if (!manifest.rejects().isEmpty()) {
      String left = String.join(" ", manifest.rejectNotes());
      if (strict) {
        throw new UserErrorException(
            "The dataset has rows that cannot be trained on. %s Mend them, or set handleInvalid to skip"
                .formatted(left));
      }
      LOG.warn("Training without some rows. {}", left);
    }
    experiment.train();
    return ModelFile.read(experiment.hadoop(), experiment.layout().model());
  }

  private static TrainedModel anonymous(TrainedModel model, String table) {
    return model.withProvenance(from -> anonymous(from, table));
  }

  private static ModelProvenance anonymous(ModelProvenance from, String table) {
    ModelProvenance.Data data = from.data();
    return new ModelProvenance(
        from.format(),
        from.kind(),
        from.classes(),
        from.input(),
        from.network(),
        from.configuration().replace(table, DATASET),
        new ModelProvenance.Data(
            data.path().replace(table, DATASET), data.fingerprint(), data.seed()),
        from.framesFingerprint(),
        from.seed(),
        from.versions(),
        from.training(),
        from.metrics(),
        from.priors());
  }
}
