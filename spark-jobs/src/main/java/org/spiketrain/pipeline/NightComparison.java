package org.spiketrain.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.evaluate.Duel;
import org.spiketrain.evaluate.Evaluator;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.nightly.Gate.FreshAnswers;
import org.spiketrain.nightly.NightFolder;
import org.spiketrain.nightly.NightPlan;
import org.spiketrain.nightly.PartFacts;
import org.spiketrain.pipeline.Probe.Question;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.results.Figures;
import org.spiketrain.results.NightRecord.HoldOut;

/**
 * Lets candidate and champion answer the same examples.
 *
 * @param candidateFile the candidate's model
 */
record NightComparison(
    SparkSession spark,
    ExperimentConfig config,
    NightFolder folder,
    ModelRegistry registry,
    NightPlan plan,
    Path candidateFile) {
  /** Examples that a fresh process is asked about. */
  private static final int ASKED = 20;

  /** A model that was read. */
  private record Contestant(Path file, TrainedModel model) {}

  /**
   * What was answered.
   *
   * @param problem why candidate and champion cannot be compared; empty if they were, or if there
   *     is no champion
   */
  record Answered(List<HoldOut> holdOuts, String problem) {}

  /** Asks about the examples of the base, and about those of the last days. */
  Answered answers() {
    Contestant candidate = new Contestant(candidateFile, read(candidateFile));
    Optional<Contestant> champion =
        plan.champion() == 0
            ? Optional.empty()
            : Optional.of(registry.version(config.nightly().model(), plan.champion()))
                .map(version -> new Contestant(version.modelFile(), read(version.modelFile())));
    try {
      return new Answered(holdOuts(candidate, champion), "");
    } catch (IncomparableException e) {
      return new Answered(holdOuts(candidate, Optional.empty()), e.getMessage());
    }
  }

  private TrainedModel read(Path file) {
    return ModelFile.read(folder.conf(), file);
  }

  private List<HoldOut> holdOuts(Contestant candidate, Optional<Contestant> champion) {
    List<PartFacts> all = folder.parts(plan.generation());
    LocalDate asOf = LocalDate.parse(plan.asOf());
    int days = config.nightly().gate().recentDays();
    List<PartFacts> recent =
        all.stream().filter(part -> !part.base() && part.isWithin(days, asOf)).toList();
    List<HoldOut> holdOuts = new ArrayList<>();
    holdOuts.add(
        holdOut("fixed", all.stream().filter(PartFacts::base).toList(), candidate, champion));
    holdOuts.add(holdOut("recent", recent, candidate, champion));
    holdOuts.removeIf(one -> one.candidate().examples() == 0);
    if (holdOuts.isEmpty()) {
      throw new UserErrorException(
          "There are no examples in the %s split to compare models on: raise its fraction (section split) and start again with --rebuild"
              .formatted(config.evaluation().split().label()));
    }
    return holdOuts;
  }

  private HoldOut holdOut(
      String name, List<PartFacts> parts, Contestant candidate, Optional<Contestant> champion) {
    List<String> classes = candidate.model().provenance().classes();
    Dataset<Row> rows = rows(parts);
    if (champion.isEmpty()) {
      MetricsAccumulator counts =
          Evaluator.count(
              FrameParquet.examples(rows), candidate.model().classifier(), classes.size());
      return new HoldOut(name, Duel.figures(counts.confusion(), classes), Figures.NONE, 0, 0);
    }
    Duel duel = duel(rows, candidate, champion.get(), classes);
    return new HoldOut(
        name,
        Duel.figures(duel.first(), classes),
        Duel.figures(duel.second(), classes),
        duel.disagreement().onlyFirst(),
        duel.disagreement().onlySecond());
  }

  private Duel duel(
      Dataset<Row> rows, Contestant candidate, Contestant champion, List<String> classes) {
    Path base = folder.frames(plan.generation(), NightFolder.BASE);
    Optional<String> misfit =
        Frames.read(folder.conf(), base).misfit(champion.model(), champion.file());
    if (misfit.isEmpty()) {
      return Duel.ofFrames(
          FrameParquet.examples(rows),
          candidate.model().classifier(),
          champion.model().classifier(),
          classes.size());
    }
    try {
      return Duel.ofTexts(
          rows,
          ModelFile.ofLines(candidate.model(), candidate.file()),
          ModelFile.ofLines(champion.model(), champion.file()),
          classes);
    } catch (UserErrorException e) {
      throw new IncomparableException(misfit.get());
    }
  }

  /** The champion cannot answer. */
  private static final class IncomparableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncomparableException(String message) {
      super(message);
    }
  }

  private Dataset<Row> rows(List<PartFacts> parts) {
    return FrameParquet.readTogether(
        spark,
        parts.stream().map(part -> folder.frames(plan.generation(), part.name())).toList(),
        config.evaluation().split());
  }

  /** Size of the candidate's file in bytes. */
  long modelBytes() {
    try {
      return FileSystems.of(folder.conf(), candidateFile).getFileStatus(candidateFile).getLen();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + candidateFile, e);
    }
  }

  /** Lets a process of its own answer some examples. */
  FreshAnswers freshAnswers() {
    TrainedModel model = read(candidateFile);
    boolean texts = ModelFile.scoring(model, candidateFile).encoder().lines().isPresent();
    List<Question> questions = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (Row row :
        rows(folder.parts(plan.generation()))
            .orderBy("id", "label", "original")
            .limit(ASKED)
            .collectAsList()) {
      Example example = FrameParquet.example(row);
      questions.add(
          texts ? Question.ofText(row.getAs("original")) : Question.ofFrames(example.frames()));
      expected.add(model.classifier().probabilitiesOf(example.frames()));
    }
    try {
      return FreshProcess.ask(
          FileSystems.readWhole(FileSystems.of(folder.conf(), candidateFile), candidateFile),
          questions,
          expected);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + candidateFile, e);
    }
  }
}
