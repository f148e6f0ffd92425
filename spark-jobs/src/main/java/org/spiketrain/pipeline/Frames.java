package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.FrameKeys;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Wording;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.TrainedModel;

/** A folder of frames, kept from being used with what they were not made for or too few for. */
record Frames(Configuration conf, Path folder, Manifest manifest) {
  /** A class of fewer training examples is hardly learnt, an accuracy of fewer is chance. */
  private static final int FEW = 10;

  static Frames read(Configuration conf, Path folder) {
    return new Frames(conf, folder, FrameParquet.readManifest(conf, folder));
  }

  /** Refuses a configuration of another corpus, or that makes other frames of it. */
  void checkMadeFor(CorpusSettings wanted) {
    List<String> differences =
        FrameKeys.differences(
            manifest.corpus().keys(conf, manifest),
            wanted.keys(conf, manifest.corpus()),
            key -> true);
    if (!differences.isEmpty()) {
      throw new UserErrorException(
          "The frames in %s were not made with this configuration but with %s: preprocess again, or use the configuration they were made with"
              .formatted(folder, String.join(", ", differences)));
    }
  }

  /** Reads models by what they are called, all of which must read these frames. */
  Map<String, TrainedModel> models(Map<String, Path> files) {
    Map<String, TrainedModel> models = new LinkedHashMap<>();
    files.forEach(
        (name, file) -> {
          TrainedModel model = ModelFile.read(conf, file);
          checkReadBy(model, file);
          models.put(name, model);
        });
    return models;
  }

  /** Refuses a model of another kind of data, encoder or classes. */
  void checkReadBy(TrainedModel trained, Path file) {
    ModelProvenance model = trained.provenance();
    if (!model.kind().equals(manifest.corpus().kind())) {
      throw new UserErrorException(
          "Model %s is of data of kind %s, but the frames in %s are of %ss: evaluate on frames preprocessed as the model's were"
              .formatted(file, model.kind(), folder, manifest.corpus().terms().example()));
    }
    if (!manifest.classes().equals(model.classes())) {
      throw new UserErrorException(
          "Model %s knows the classes %s, but the frames in %s have %s: use frames with the model's classes"
              .formatted(file, model.classes(), folder, manifest.classes()));
    }
    manifest
        .corpus()
        .misfit(trained, conf, manifest, folder)
        .ifPresent(
            other -> {
              throw new UserErrorException(
                  "Model %s was trained on frames of %s in %s: evaluate on frames preprocessed as the model's were"
                      .formatted(file, other, folder));
            });
  }

  /** Returns what {@link #checkReadBy} refuses a model for; empty if it reads them. */
  Optional<String> misfit(TrainedModel trained, Path file) {
    try {
      checkReadBy(trained, file);
      return Optional.empty();
    } catch (UserErrorException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Refuses a model that a training on these frames of such a network cannot go on from. */
  void checkContinues(TrainedModel model, Path file, NetworkSettings network) {
    checkReadBy(model, file);
    model.requireOneNetwork("Model " + file);
    String stack = model.provenance().network().stack();
    if (!model.provenance().network().layers().equals(network.layers())) {
      throw new UserErrorException(
          "The network of %s, %s, is not network.stack, %s: set training.start-from to a model of this network, or to nothing"
              .formatted(file, stack, network.stack()));
    }
  }

  /** Refuses a split without examples that is asked for, before hours of training show it. */
  void checkEnough(ExperimentConfig config) {
    CorpusTerms terms = manifest.corpus().terms();
    if (manifest.total(Split.TRAIN) == 0) {
      throw new UserErrorException(
          "The train split of %s has no examples: preprocess with more %ss%s"
              .formatted(folder, terms.example(), remedy(" or a larger split.train-fraction")));
    }
    config
        .evaluatedSplits()
        .forEach(
            (key, split) -> {
              if (manifest.total(split) == 0) {
                throw new UserErrorException(
                    "The %s split of %s has no examples, but %s asks for it: preprocess with more %ss%s, or set %s to another split"
                        .formatted(
                            split.label(),
                            folder,
                            key,
                            terms.example(),
                            remedy(" or a larger fraction for it"),
                            key));
              }
            });
  }

  /** Names and sentences may be split here; recordings come in files by split. */
  private String remedy(String ofNames) {
    return DataKinds.get(manifest.corpus().kind()).comesSplit() ? "" : ofNames;
  }

  /** Returns what is to be said of data of which little can be expected. */
  List<String> warnings(ExperimentConfig config) {
    List<String> warnings = new ArrayList<>();
    CorpusTerms terms = manifest.corpus().terms();
    long train = manifest.totalTrained();
    int classes = manifest.classes().size();
    if (train < (long) FEW * classes) {
      warnings.add(
          "Only %s to train %s: a network learns little from so few"
              .formatted(
                  Wording.counted(train, terms.example()),
                  Wording.counted(classes, terms.label())));
    }
    Stream.concat(Stream.of(Split.TRAIN), config.evaluatedSplits().values().stream())
        .distinct()
        .map(this::lacking)
        .flatMap(Optional::stream)
        .forEach(warnings::add);
    config.evaluatedSplits().values().stream()
        .distinct()
        .filter(split -> manifest.total(split) < FEW)
        .map(
            split ->
                "Only %s in the %s split: accuracies on it are chance"
                    .formatted(
                        Wording.counted(manifest.total(split), terms.example()), split.label()))
        .forEach(warnings::add);
    return warnings;
  }

  private Optional<String> lacking(Split split) {
    List<String> lacking =
        manifest.classes().stream()
            .filter(
                name ->
                    (split == Split.TRAIN
                            ? manifest.totalTrained(name)
                            : manifest.total(name, split))
                        == 0)
            .toList();
    if (lacking.isEmpty()) {
      return Optional.empty();
    }
    String more = lacking.size() > FEW ? " and others" : "";
    return Optional.of(
        "No %s of %s%s in the %s split: %s"
            .formatted(
                manifest.corpus().terms().example(),
                String.join(", ", lacking.subList(0, Math.min(FEW, lacking.size()))),
                more,
                split.label(),
                split == Split.TRAIN
                    ? "a network cannot learn it"
                    : "its figures say nothing of that " + manifest.corpus().terms().label()));
  }
}
