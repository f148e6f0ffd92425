package org.spiketrain.robustness;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.ClusterProcessors;
import org.spiketrain.data.text.VectorFile;
import org.spiketrain.data.text.WordVectors;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.attack.SynonymIndex;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.results.AttackSummary;
import org.spiketrain.results.AttackSummary.AttackedSentence;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.results.RunFiles;
import org.spiketrain.robustness.SentenceAttacker.Target;

/**
 * Attacks networks with changed words on sentences of a split, by synonyms and by typos, and writes
 * {@code <output>/attack/}: sentences.csv, a row for each sentence, attack and network;
 * scores.json; report.html.
 *
 * @param frames folder of sentences' frames that {@link FrameParquet} wrote
 */
public record AttackJob(SparkSession spark, String frames, Manifest manifest) {
  private static final Logger LOG = LoggerFactory.getLogger(AttackJob.class);
  private static final String VECTORS = "attack.vectors";

  /** Sentences take very different times: those who are done sooner take more. */
  private static final int TASKS_A_CORE = 8;

  /**
   * Attacks and writes.
   *
   * @param networks models that read the words of these frames, by what they are called
   * @param output in which {@code attack/} is made
   * @throws UserErrorException if the split is empty, a model reads no words, the vectors cannot be
   *     used, or {@code attack/} exists and may not be replaced; then nothing is written
   */
  public AttackSummary run(
      Map<String, TrainedModel> networks, Split split, RunFiles output, AttackSettings settings) {
    Configuration conf = output.conf();
    try (AtomicOutput out =
        AtomicOutput.directory(conf, output.layout().attack(), settings.mode())) {
      List<Example> sentences = chosen(split, settings);
      Optional<WordVectors> vectors = vectors(networks, settings);
      List<AttackedSentence> attacked = new ArrayList<>();
      networks.forEach(
          (name, model) -> {
            LOG.info("Attacking the network {} with {} sentences", name, sentences.size());
            attacked.addAll(attacked(target(name, model, vectors, settings), sentences));
          });
      AttackSummary summary =
          new AttackSummary(
              split.label(), settings.budget().share(), settings.shown(split.label()), attacked);
      OutputFiles.write(conf, out.staging(), summary.files());
      OutputFiles.write(conf, out.staging(), output.renderer().attack(summary));
      out.commit();
      return summary;
    }
  }

  private List<Example> chosen(Split split, AttackSettings settings) {
    Dataset<Row> rows = FrameParquet.read(spark, frames, manifest, split.label());
    Dataset<Row> shuffled = rows.orderBy(xxhash64(col("id"), lit(settings.seed())), col("id"));
    List<Example> chosen =
        FrameParquet.examples(
                settings.sentences() == 0
                    ? rows.orderBy(col("id"))
                    : shuffled.limit(settings.sentences()))
            .collect();
    if (chosen.isEmpty()) {
      throw new UserErrorException(
          "The %s split of %s is empty: choose another one with evaluation.split"
              .formatted(split.label(), frames));
    }
    return chosen;
  }

  /** Read once: all networks read the same words. */
  private Optional<WordVectors> vectors(
      Map<String, TrainedModel> networks, AttackSettings settings) {
    Map.Entry<String, TrainedModel> any = networks.entrySet().iterator().next();
    List<String> words = sentences(any.getKey(), any.getValue()).vocabulary();
    return settings
        .vectors()
        .map(file -> VectorFile.open(spark, file, VECTORS).read(words.subList(1, words.size())));
  }

  private static Sentences sentences(String name, TrainedModel model) {
    return model
        .sentences()
        .filter(sentences -> !sentences.wordByWord())
        .orElseThrow(
            () ->
                new UserErrorException(
                    "Only networks that read whole sentences can be attacked, and the %s one does not: train one that begins with convolution, on sentences preprocessed with data.text.frames = rates"
                        .formatted(name)));
  }

  private static Target target(
      String name, TrainedModel model, Optional<WordVectors> vectors, AttackSettings settings) {
    Sentences sentences = sentences(name, model);
    return new Target(
        name,
        model.classifier(),
        model.provenance().classes(),
        List.copyOf(sentences.vocabulary()),
        sentences.input().words(),
        synonyms(sentences, vectors, settings),
        settings.budget(),
        settings.seed());
  }

  private static SynonymIndex synonyms(
      Sentences sentences, Optional<WordVectors> vectors, AttackSettings settings) {
    List<String> words = sentences.vocabulary();
    return vectors
        .map(
            found ->
                SynonymIndex.ofVectors(
                    words, found.dimensions(), found.vectors(), settings.synonyms()))
        .orElseGet(
            () -> SynonymIndex.ofRates(words, sentences.input().rates(), settings.synonyms()));
  }

  private List<AttackedSentence> attacked(Target target, List<Example> sentences) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = Math.min(sentences.size(), TASKS_A_CORE * ClusterProcessors.count(context.sc()));
    Broadcast<Target> broadcast = context.broadcast(target);
    try {
      return context
          .parallelize(sentences, tasks)
          .mapPartitions(
              part -> {
                SentenceAttacker attacker = new SentenceAttacker(broadcast.value());
                List<AttackedSentence> rows = new ArrayList<>();
                part.forEachRemaining(sentence -> rows.addAll(attacker.attack(sentence)));
                return rows.iterator();
              })
          .collect();
    } finally {
      broadcast.destroy();
    }
  }
}
