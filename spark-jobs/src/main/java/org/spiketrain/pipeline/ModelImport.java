package org.spiketrain.pipeline;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.Versions;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ForeignModel;
import org.spiketrain.model.zoo.ForeignModel.Description;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;

/** Makes a model file of a network that another program has trained. */
public final class ModelImport {
  private static final String UNKNOWN = "unknown";

  /** Of {@link ModelProvenance#versions}. */
  private static final String SOURCE = "imported from";

  private static final String LICENCE = "licence";

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}]+");

  private ModelImport() {}

  /** A model that was imported, and what is to be said of it. */
  public record Imported(TrainedModel model) {
    /** Numbers that it has learned. */
    public long parameters() {
      return model.network().numParams();
    }

    /** Channels that it reads. */
    public int channels() {
      return model.channels();
    }

    /** Classes that it tells apart. */
    public int classes() {
      return model.provenance().classes().size();
    }

    /** Where it came from. */
    public String source() {
      return model.provenance().versions().get(SOURCE);
    }

    /** By what licence it may be used. */
    public String licence() {
      return model.provenance().versions().get(LICENCE);
    }
  }

  /**
   * Reads an archive as {@link ForeignModel} describes it, and writes the model that it is.
   *
   * @param output the model file
   * @throws UserErrorException if the archive cannot be read, if it does not fit together, or if
   *     the output exists and the mode refuses that
   */
  public static Imported run(Configuration conf, Path archive, Path output, OutputMode mode) {
    TrainedModel model =
        model(ForeignModel.read(bytes(conf, archive), archive.toString()), archive);
    // Whether network and encoder fit together is known before anything is written.
    checkChannels(model, archive);
    ModelFile.scoring(model, archive);
    AtomicOutput.writeFile(conf, output, model.toBytes(), mode);
    return new Imported(model);
  }

  private static byte[] bytes(Configuration conf, Path archive) {
    try {
      FileSystem fs = FileSystems.of(conf, archive);
      return FileSystems.readWhole(fs, archive);
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Name a file that one of the converters in benchmarks/import wrote"
              .formatted(archive, e.getMessage()),
          e);
    }
  }

  private static TrainedModel model(ForeignModel foreign, Path archive) {
    Description from = foreign.description();
    ExperimentConfig config = config(from, archive);
    Optional<byte[]> encoder = config.data().encoderEntry();
    if (encoder.isEmpty()) {
      throw new UserErrorException(
          "Cannot import %s: how data of data.kind %s are encoded depends on what was trained on, which it does not say; models of recorded events (data.kind = events) can be imported"
              .formatted(archive, config.data().kind()));
    }
    return new TrainedModel(
        foreign.network(config.network(), archive.toString()),
        provenance(from, config),
        Optional.empty(),
        encoder);
  }

  private static void checkChannels(TrainedModel model, Path archive) {
    DataKind kind = DataKinds.of("Model " + archive, model.provenance().kind());
    int made = kind.encoder(model.encoder().orElseThrow(), model).channels();
    if (made != model.channels()) {
      throw new UserErrorException(
          "Cannot import %s: its network reads %d channels, but recordings get %d by the configuration in its %s: set data.events.channels, spatial-factor and summed-channels there, or name them to the converter, as they were when it was trained"
              .formatted(archive, model.channels(), made, ForeignModel.DESCRIPTION));
    }
  }

  private static ExperimentConfig config(Description from, Path archive) {
    try {
      return ExperimentConfig.of(from.configuration(), ForeignModel.DESCRIPTION);
    } catch (ConfigErrorException e) {
      throw new UserErrorException(
          "Cannot import %s: the configuration in its %s cannot be used. %s"
              .formatted(archive, ForeignModel.DESCRIPTION, printable(e.getMessage())),
          e);
    }
  }

  private static ModelProvenance provenance(Description from, ExperimentConfig config) {
    Map<String, String> programs = new LinkedHashMap<>();
    programs.put("spiketrain", Versions.ownVersion());
    programs.put(SOURCE, or(from.source()));
    programs.put(LICENCE, or(from.licence()));
    return new ModelProvenance(
        ModelProvenance.FORMAT,
        config.data().kind(),
        from.classes(),
        null,
        config.network(),
        config.dataAndNetwork(),
        new ModelProvenance.Data(or(from.source()), or(from.sha256()), 0),
        "",
        0,
        programs,
        Map.of(),
        Map.of());
  }

  private static String or(String text) {
    String shown = text == null ? "" : printable(text).strip();
    return shown.isEmpty() ? UNKNOWN : shown;
  }

  /** Texts of an archive may hold what moves a terminal's cursor. */
  private static String printable(String text) {
    return CONTROL.matcher(text).replaceAll(" ");
  }
}
