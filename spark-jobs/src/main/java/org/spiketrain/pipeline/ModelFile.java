package org.spiketrain.pipeline;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.config.ExperimentConfig.MemberPlan;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.ExampleEncoder;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.AnswerRule;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.registry.ModelAddress;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.registry.ModelVersion;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.score.ScoringModel;

/** Model files on any Hadoop file system. */
public final class ModelFile {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFile.class);

  private ModelFile() {}

  /**
   * The file of a model as a user names it: a path, or a version in a registry, such as {@code
   * models:/names@champion}, of which it is logged which one it is now.
   *
   * @param option where it was named, for messages
   * @throws UserErrorException if it is no path, or if the registry has no such version
   */
  public static Path named(
      Configuration conf, RegistrySettings registry, String option, String text) {
    if (!ModelAddress.isOne(text)) {
      return PathSetting.parse(option, text);
    }
    ModelAddress address = ModelAddress.parse(text);
    ModelVersion version = address.in(registry.open(conf));
    LOG.info("{} is version {}: {}", address, version.number(), version.modelFile());
    return version.modelFile();
  }

  /** The version that a file has in the registry where it lies; 0 where it lies in none. */
  public static int version(Configuration conf, Path file) {
    return ModelRegistry.versionOf(conf, file).map(ModelVersion::number).orElse(0);
  }

  /**
   * Reads a model.
   *
   * @throws UserErrorException if there is no such file, or if it is damaged or of another kind
   */
  public static TrainedModel read(Configuration conf, Path path) {
    try {
      FileSystem fs = FileSystems.of(conf, path);
      if (fs.getFileStatus(path).isDirectory()) {
        throw new UserErrorException(
            "Model %s is a folder: name the model.zip in it".formatted(path));
      }
      TrainedModel model = TrainedModel.read(FileSystems.readWhole(fs, path), path.toString());
      DataKinds.of("Model " + path, model.provenance().kind());
      return checked(
          path,
          () -> {
            ExperimentConfig.checkStored(model.provenance().configuration());
            return model;
          });
    } catch (IOException e) {
      if (FileSystems.isForbidden(path, e)) {
        throw new UserErrorException(
            "The model %s may not be read by this user (%s): ask for the right to, or name another one"
                .formatted(path, e.getMessage()),
            e);
      }
      if (e instanceof FileNotFoundException missing) {
        throw missing(path, missing);
      }
      throw new UserErrorException(
          "Cannot read the model %s: %s. Name a file on a file system that Hadoop knows"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /**
   * SHA-256 of a model's file, in hexadecimal.
   *
   * @throws UserErrorException if it cannot be read
   */
  public static String digest(Configuration conf, Path path) {
    try (InputStream in = FileSystems.open(conf, path)) {
      return SourceFiles.digest(in, bytes -> {});
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read the model %s: %s. Name a file that can be read"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static UserErrorException missing(Path file, FileNotFoundException cause) {
    return new UserErrorException(
        "There is no model %s: train one, or name the model.zip of a run with --model"
            .formatted(file),
        cause);
  }

  /** Makes something of what a model says, which may fit together in no way. */
  private static <T> T checked(Path file, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (UserErrorException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UserErrorException(
          "%s is damaged (%s): copy it again from where it was trained, or train anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** The history that lies beside a model as its training has left it; empty if there is none. */
  static TrainingHistory history(Configuration conf, Path model) {
    return new RunFiles(conf, new OutputLayout(model.getParent())).readHistory();
  }

  /**
   * Returns what it takes to score with a model.
   *
   * @param file where it was read from
   * @throws UserErrorException if it does not say how what it reads becomes frames
   */
  public static ScoringModel scoring(TrainedModel model, Path file) {
    return scoring(model, file, AnswerRule.PLAIN);
  }

  /**
   * The same, with answers by a rule.
   *
   * @throws UserErrorException also if the model does not know what the rule's priors need
   */
  public static ScoringModel scoring(TrainedModel model, Path file, AnswerRule rule) {
    return checked(file, () -> made(model, file, rule));
  }

  private static ScoringModel made(TrainedModel model, Path file, AnswerRule rule) {
    ModelProvenance provenance = model.provenance();
    DataKind kind = DataKinds.of("Model " + file, provenance.kind());
    String keys = provenance.configuration();
    try {
      ExampleEncoder encoder =
          model
              .encoder()
              .map(entry -> kind.encoder(entry, model))
              .orElseGet(() -> kind.formerEncoder(model, ExperimentConfig.former(keys)));
      int channels = model.frameChannels();
      if (encoder.channels() != channels) {
        throw new UserErrorException(
            "its network reads %d channels, but its encoder makes %d: copy it again from where it was trained, or train it again"
                .formatted(channels, encoder.channels()));
      }
      return new ScoringModel(
          rule.priors()
              .over(model.classifier(), provenance.classes(), provenance.priors(), file.toString()),
          provenance.classes(),
          kind.terms(),
          encoder,
          rule.noneBelow());
    } catch (UserErrorException e) {
      throw new UserErrorException("Model %s cannot score: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Prepares the scoring of lines of text with a model.
   *
   * @param file where it was read from
   * @throws UserErrorException if it does not score those, or does not say how a text becomes
   *     frames
   */
  public static ScoringModel ofLines(TrainedModel model, Path file) {
    return ofLines(model, file, AnswerRule.PLAIN);
  }

  /** The same, with answers by a rule. */
  public static ScoringModel ofLines(TrainedModel model, Path file, AnswerRule rule) {
    ScoringModel scoring = scoring(model, file, rule);
    if (scoring.encoder().lines().isEmpty()) {
      throw new UserErrorException(
          "Model %s is of data of kind %s, which cannot score text: name one of names or sentences with --model, or give it files with --input"
              .formatted(file, model.provenance().kind()));
    }
    return scoring;
  }

  /** The networks of a run by what they are called: the trained one, and what it was made of. */
  static final class RunNetworks {
    private RunNetworks() {}

    /** The files of the networks that a model was made of and then of the model, at least one. */
    static Map<String, Path> all(Configuration conf, Path modelFile) {
      Map<String, Path> files = before(conf, modelFile);
      if (RunOutputs.exists(conf, modelFile)) {
        files.put(nameBehind(files.keySet()), modelFile);
      }
      if (files.isEmpty()) {
        throw missing(modelFile, null);
      }
      return files;
    }

    /** Returns what a model is called that was made of others. */
    static String nameBehind(Set<String> others) {
      return others.isEmpty() ? "trained" : "fine-tuned";
    }

    /** The files of the networks that a model was made of, those that lie beside it. */
    static Map<String, Path> before(Configuration conf, Path modelFile) {
      return around(conf, modelFile, List.of());
    }

    /** These, and those of networks that its run has trained beside it. */
    static Map<String, Path> around(Configuration conf, Path modelFile, List<MemberPlan> beside) {
      OutputLayout run = new OutputLayout(modelFile.getParent());
      Map<String, Path> files = new LinkedHashMap<>();
      if (modelFile.getName().equals(run.model().getName())) {
        files.put(EvaluationSummary.ARTIFICIAL, run.artificial().model());
        files.put(EvaluationSummary.CONVERTED, run.converted());
        for (MemberPlan one : beside) {
          files.put(EvaluationSummary.BESIDE + one.name(), run.beside(one.name()).model());
        }
        files.values().removeIf(file -> !RunOutputs.exists(conf, file));
      }
      return files;
    }
  }
}
