package org.spiketrain.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.spiketrain.evaluate.baseline.BaselineTask;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.metrics.ScoreIntervals;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.results.EvaluatedParameters;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.results.RunFiles;

/**
 * Evaluates a classifier on a split of a frames folder and writes {@code <output>/evaluation/}:
 * metrics.json, the confusion matrix as CSV, SVG and PNG, the tutorial's sampled confusions where
 * they are asked for, and a picture of one recording where the data are recordings.
 *
 * @param frames folder that {@link FrameParquet} wrote
 * @param shared baselines that other evaluations fit, or have fitted
 */
public record EvaluationJob(
    SparkSession spark, String frames, Manifest manifest, SharedBaselines shared) {
  private static final int SHOWN_PREDICTIONS = 12;
  private static final int SHOWN_CLASSES = 3;
  private static final String SOURCE = "source";

  /** In the staging folder, while a compressed file is looked into. */
  private static final String SCRATCH = "_unpacked.h5";

  /**
   * Evaluates and writes.
   *
   * @param classifier as it is to answer, by the priors that are wanted
   * @param opponents other classifiers that are asked too, beside the baselines
   * @param parameters of which evaluation of its training the classifier's parameters are
   * @param output in which {@code evaluation/} is made; an earlier one goes with its report
   * @throws UserErrorException if the split is empty or {@code evaluation/} exists and may not be
   *     overwritten; then nothing is written
   */
  public EvaluationSummary run(
      FrameClassifier classifier,
      List<Opponent> opponents,
      Optional<EvaluatedParameters> parameters,
      RunFiles output,
      EvaluationSettings settings) {
    Configuration conf = output.conf();
    try (AtomicOutput out =
        AtomicOutput.directory(conf, output.layout().evaluation(), settings.mode())) {
      EvaluationSummary summary =
          evaluate(classifier, opponents, parameters, settings, new Path(out.staging(), SCRATCH));
      OutputFiles.write(conf, out.staging(), summary.files());
      OutputFiles.write(conf, out.staging(), output.renderer().evaluation(summary));
      out.commit(List.of(output.layout().report()));
      return summary;
    }
  }

  private EvaluationSummary evaluate(
      FrameClassifier classifier,
      List<Opponent> opponents,
      Optional<EvaluatedParameters> parameters,
      EvaluationSettings settings,
      Path scratch) {
    String split = settings.split().label();
    if (manifest.total(settings.split()) == 0) {
      throw new UserErrorException(
          "The %s split of %s is empty: choose another split, or preprocess with a fraction for it"
              .formatted(split, frames));
    }
    Dataset<Row> rows = rows(split);
    FittedBaselines baselines = baselines(settings);
    List<Opponent> others = new ArrayList<>(opponents);
    others.addAll(baselines.opponents());
    int classes = manifest.classes().size();
    SideBySide counts =
        SideBySide.of(
            FrameParquet.annotated(baselines.answer(rows), baselines.columns()),
            classifier,
            others,
            classes,
            settings.answering().noneBelow());
    MetricsAccumulator own = counts.own().predictions();
    List<Row> shown =
        rows.orderBy(xxhash64(col("id"), lit(settings.seed())), col("id"))
            .limit(SHOWN_PREDICTIONS)
            .collectAsList();
    return new EvaluationSummary(
        manifest.corpus().terms(),
        new EvaluationSummary.Conditions(
            split,
            settings.answering().priors().toString(),
            settings.answering().noneBelow(),
            parameters),
        ClassificationMetrics.of(own, manifest.classes()),
        ScoreIntervals.of(own.confusion(), classes, settings.seed()),
        own.confusion(),
        counts.own().activity().activities(),
        Arrays.stream(counts.own().overTime().accuracies()).boxed().toList(),
        counts.compared(others, manifest.classes(), settings.seed()),
        predictions(shown, classifier, settings.answering().noneBelow()),
        recording(shown.get(0), scratch),
        sampled(own.confusion(), classifier, settings));
  }

  private FittedBaselines baselines(EvaluationSettings settings) {
    long seed = settings.seed();
    BaselineTask task = new BaselineTask(kind(), manifest, manifest.classes().size(), seed);
    Dataset<Row> train = FrameParquet.withoutWeightless(rows(Split.TRAIN.label()));
    return FittedBaselines.fit(
        task, settings, one -> shared.fitted(frames, seed, one.key(), () -> one.fit(train, task)));
  }

  private DataKind kind() {
    return DataKinds.get(manifest.corpus().kind());
  }

  private Dataset<Row> rows(String split) {
    return FrameParquet.read(spark, frames, manifest, split);
  }

  private Optional<ConfusionMatrix> sampled(
      ConfusionMatrix evaluated, FrameClassifier classifier, EvaluationSettings settings) {
    if (settings.tutorialSamplingPairs() == 0) {
      return Optional.empty();
    }
    double noneBelow = settings.answering().noneBelow();
    ConfusionMatrix all = new ConfusionMatrix(evaluated.classes()).merge(evaluated);
    for (Split other : Split.values()) {
      if (other != settings.split()) {
        MetricsAccumulator nothing = new MetricsAccumulator(manifest.classes().size(), noneBelow);
        all.merge(
            Evaluator.count(FrameParquet.examples(rows(other.label())), classifier, nothing)
                .confusion());
      }
    }
    return Optional.of(
        TutorialSampling.draw(all, settings.tutorialSamplingPairs(), settings.seed()));
  }

  private List<EvaluationSummary.Prediction> predictions(
      List<Row> shown, FrameClassifier classifier, double noneBelow) {
    List<EvaluationSummary.Prediction> predictions = new ArrayList<>();
    for (Row row : shown) {
      Example example = FrameParquet.example(row);
      List<RankedLabel> top =
          RankedLabel.top(
              classifier.probabilitiesOf(example.frames()), manifest.classes(), SHOWN_CLASSES);
      predictions.add(
          new EvaluationSummary.Prediction(
              row.getAs(kind().shownColumn()),
              manifest.classes().get(example.label()),
              top,
              top.get(0).probability() < noneBelow));
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
