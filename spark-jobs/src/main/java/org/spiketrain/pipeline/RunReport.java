package org.spiketrain.pipeline;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.results.EvaluatedParameters;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.ReportContent;
import org.spiketrain.results.ReportContent.DataSummary;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;
import org.spiketrain.results.TrainingHistory.KeptParameters;

/**
 * Gathers what a report shows of a model: how that model was trained, which need not be what the
 * evaluating configuration says.
 */
record RunReport(Configuration conf, ExperimentConfig config, Path file, TrainedModel trained) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z");

  private ModelProvenance model() {
    return trained.provenance();
  }

  ReportContent content(Manifest frames, EvaluationSummary summary) {
    Map<String, String> configuration = configuration();
    Optional<TrainingHistory> history = history();
    CorpusTerms terms = frames.corpus().terms();
    return new ReportContent(
        terms,
        ReportContent.TITLE_PREFIX
            + "%ss of %d %ss".formatted(terms.example(), frames.classes().size(), terms.label()),
        origin(conf, file, model()),
        configuration,
        data(frames),
        history,
        history.flatMap(h -> artificial()).filter(h -> !h.rows().isEmpty()),
        history.flatMap(h -> kept(h, configuration)),
        splits(configuration),
        trained.members().stream().map(this::member).toList(),
        summary);
  }

  private ReportContent.Member member(CommitteeMember member) {
    Path own = new OutputLayout(file.getParent()).member(member.name()).model();
    RunReport alone = new RunReport(conf, config, own, member.model());
    Optional<TrainingHistory> history = alone.history();
    return new ReportContent.Member(
        member.name(),
        member.weight(),
        member.model().provenance().network().stack(),
        history.flatMap(unused -> alone.artificial()).filter(h -> !h.rows().isEmpty()),
        history.filter(h -> !h.rows().isEmpty()),
        history.flatMap(h -> kept(h, alone.configuration())),
        splits(alone.configuration()));
  }

  private Optional<TrainingHistory> history() {
    return Optional.of(ModelFile.history(conf, file)).filter(this::isOfThisModel);
  }

  private static EvaluatedSplits splits(Map<String, String> configuration) {
    return new EvaluatedSplits(
        configuration.getOrDefault("training.evaluation-split", "evaluation"),
        configuration.getOrDefault("training.watched-split", "none"));
  }

  /**
   * Where in its training the model had its parameters, if the training's history is there.
   *
   * @param frames those that it is evaluated on, which need not be those that it was trained on
   */
  Optional<EvaluatedParameters> parameters(Manifest frames) {
    Map<String, String> configuration = configuration();
    String deciding = splits(configuration).deciding();
    boolean same = frames.framesFingerprint().equals(model().framesFingerprint());
    long count =
        Arrays.stream(Split.values())
            .filter(split -> same && split.label().equals(deciding))
            .mapToLong(frames::total)
            .sum();
    return history()
        .flatMap(found -> kept(found, configuration))
        .map(kept -> EvaluatedParameters.of(kept, deciding, count, config.evaluation().seed()));
  }

  /** Returns how the ANN was trained that the model was made of, if it was of one. */
  private Optional<TrainingHistory> artificial() {
    return Optional.ofNullable(ModelFile.RunNetworks.before(conf, file).get("artificial"))
        .map(ann -> ModelFile.history(conf, ann));
  }

  static String origin(Configuration conf, Path file, ModelProvenance model) {
    return "%s%s, %s, seed %d; %s"
        .formatted(
            ModelRegistry.versionOf(conf, file).map(version -> version + ": ").orElse(""),
            Messages.plain(file.toString()),
            ZonedDateTime.now(ZoneId.systemDefault()).format(TIME),
            model.seed(),
            versions(model));
  }

  private static Optional<KeptParameters> kept(
      TrainingHistory history, Map<String, String> configuration) {
    return "best".equals(configuration.get("training.keep"))
        ? KeptParameters.best(history)
        : KeptParameters.last(history);
  }

  /** Returns how the model was trained and how it was evaluated. */
  private Map<String, String> configuration() {
    Map<String, String> keys = new TreeMap<>(ExperimentConfig.entries(model().configuration()));
    Map<String, String> evaluating = ExperimentConfig.entries(config.rendered());
    evaluating.keySet().removeIf(key -> !key.startsWith("evaluation."));
    keys.putAll(evaluating);
    return keys;
  }

  /** Returns whether a history ends where the model's training ended. */
  private boolean isOfThisModel(TrainingHistory history) {
    Map<String, Long> made = model().training();
    return history
        .last()
        .filter(last -> made.getOrDefault("examples", -1L) == last.examples())
        .filter(last -> made.getOrDefault("rounds", -1L) == last.round())
        .isPresent();
  }

  private static String versions(ModelProvenance model) {
    return model.versions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static DataSummary data(Manifest frames) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "From %s, fingerprint %s."
            .formatted(Messages.plain(frames.inputPath()), frames.inputFingerprint()));
    notes.addAll(frames.corpus().notes(frames));
    List<String> splits = Arrays.stream(Split.values()).map(Split::label).toList();
    return new DataSummary(splits, frames.counts(), notes);
  }
}
