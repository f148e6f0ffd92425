package org.spiketrain.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.FrameView;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.evaluate.EvaluationSettings.Baselines;
import org.spiketrain.evaluate.Evaluator.ObservedCounts;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.results.RunFiles;

/**
 * Evaluates a classifier on a split of a frames folder and writes {@code <output>/evaluation/}:
 * metrics.json, the confusion matrix as CSV, SVG and PNG, the tutorial's sampled confusions where
 * they are asked for, and a picture of one recording where the data are recordings.
 *
 * @param frames folder that {@link FrameParquet} wrote
 */
public record EvaluationJob(SparkSession spark, String frames, Manifest manifest) {
  private static final int SHOWN_PREDICTIONS = 12;
  private static final int SHOWN_CLASSES = 3;
  private static final String SOURCE = "source";

  /** In the staging folder, while a compressed file is looked into. */
  private static final String SCRATCH = "_unpacked.h5";

  /**
   * Evaluates and writes.
   *
   * @param comparisonModels other classifiers by what they are called, whose accuracy is reported
   *     too
   * @param output in which {@code evaluation/} is made; an earlier one goes with its report
   * @throws UserErrorException if the split is empty or {@code evaluation/} exists and may not be
   *     overwritten; then nothing is written
   */
  public EvaluationSummary run(
      FrameClassifier classifier,
      Map<String, FrameClassifier> comparisonModels,
      RunFiles output,
      EvaluationSettings settings) {
    Configuration conf = output.conf();
    try (AtomicOutput out =
        AtomicOutput.directory(conf, output.layout().evaluation(), settings.mode())) {
      EvaluationSummary summary =
          evaluate(classifier, comparisonModels, settings, new Path(out.staging(), SCRATCH));
      OutputFiles.write(conf, out.staging(), summary.files());
      OutputFiles.write(conf, out.staging(), output.renderer().evaluation(summary));
      out.commit(List.of(output.layout().report()));
      return summary;
    }
  }

  private EvaluationSummary evaluate(
      FrameClassifier classifier,
      Map<String, FrameClassifier> comparisonModels,
      EvaluationSettings settings,
      Path scratch) {
    String split = settings.split().label();
    Dataset<Row> rows = rows(split);
    ObservedCounts observed =
        Evaluator.observe(FrameParquet.examples(rows), classifier, manifest.classes().size());
    MetricsAccumulator counts = observed.predictions();
    if (counts.confusion().total() == 0) {
      throw new UserErrorException(
          "The %s split of %s is empty: choose another split, or preprocess with a fraction for it"
              .formatted(split, frames));
    }
    List<Row> shown =
        rows.orderBy(xxhash64(col("id"), lit(settings.seed())), col("id"))
            .limit(SHOWN_PREDICTIONS)
            .collectAsList();
    return new EvaluationSummary(
        manifest.corpus().terms(),
        split,
        ClassificationMetrics.of(counts, manifest.classes()),
        counts.confusion(),
        observed.activity().activities(),
        Arrays.stream(observed.overTime().accuracies()).boxed().toList(),
        comparisons(rows, comparisonModels, settings.baselines()),
        predictions(shown, classifier),
        recording(shown.get(0), scratch),
        sampled(counts.confusion(), classifier, settings));
  }

  private DataKind kind() {
    return DataKinds.get(manifest.corpus().kind());
  }

  private Dataset<Row> rows(String split) {
    return FrameParquet.read(spark, frames, manifest, split);
  }

  private ConfusionMatrix confusion(Dataset<Row> rows, FrameClassifier classifier) {
    return Evaluator.count(FrameParquet.examples(rows), classifier, manifest.classes().size())
        .confusion();
  }

  private Map<String, Double> comparisons(
      Dataset<Row> rows, Map<String, FrameClassifier> comparisonModels, Baselines baselines) {
    Map<String, Double> accuracies = new LinkedHashMap<>();
    comparisonModels.forEach(
        (name, model) -> {
          ConfusionMatrix confusion = confusion(rows, model);
          accuracies.put(name, (double) confusion.correct() / confusion.total());
        });
    if (baselines == Baselines.MEASURE) {
      Dataset<Row> train = rows(Split.TRAIN.label());
      int classes = manifest.classes().size();
      accuracies.putAll(
          kind().isSpelled()
              ? BaselineAccuracies.ofNames(train, rows, classes)
              : BaselineAccuracies.ofLabels(train, rows, classes));
    }
    return accuracies;
  }

  private Optional<ConfusionMatrix> sampled(
      ConfusionMatrix evaluated, FrameClassifier classifier, EvaluationSettings settings) {
    if (settings.tutorialSamplingPairs() == 0) {
      return Optional.empty();
    }
    ConfusionMatrix all = new ConfusionMatrix(manifest.classes().size()).merge(evaluated);
    for (Split other : Split.values()) {
      if (other != settings.split()) {
        all.merge(confusion(rows(other.label()), classifier));
      }
    }
    return Optional.of(
        TutorialSampling.draw(all, settings.tutorialSamplingPairs(), settings.seed()));
  }

  private List<EvaluationSummary.Prediction> predictions(
      List<Row> shown, FrameClassifier classifier) {
    List<EvaluationSummary.Prediction> predictions = new ArrayList<>();
    for (Row row : shown) {
      Example example = FrameParquet.example(row);
      predictions.add(
          new EvaluationSummary.Prediction(
              row.getAs(kind().shownColumn()),
              manifest.classes().get(example.label()),
              RankedLabel.top(
                  classifier.probabilitiesOf(example.frames()),
                  manifest.classes(),
                  SHOWN_CLASSES)));
    }
    return predictions;
  }

  private Optional<EvaluationSummary.Recording> recording(Row row, Path scratch) {
    if (!kind().isDrawn()) {
      return Optional.empty();
    }
    Example example = FrameParquet.example(row);
    String source = row.getAs(SOURCE);
    Configuration conf = spark.sessionState().newHadoopConf();
    Manifest own = FrameView.manifestOf(conf, new Path(frames), manifest, example.id());
    return Optional.of(
        new EvaluationSummary.Recording(
            source,
            manifest.classes().get(example.label()),
            own.corpus().recorded(conf, own, example, source, scratch),
            example.frames()));
  }
}
