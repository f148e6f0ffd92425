package org.spiketrain.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.model.zoo.TrainedModel;

/**
 * Guards what earlier runs have left in an output folder. It distinguishes what a run has written
 * from what somebody else has put in its place by the names in a folder, and by how a file begins.
 */
public record RunOutputs(Configuration conf, OutputLayout layout) {
  private static final String OPTION = "-D output.path=...";
  private static final String FRAMES =
      "_manifest\\.json|_words\\.parquet|_rejects|_SUCCESS|split=[a-z]+";

  /** A learning rate as Java writes it. */
  private static final String RATE = "[0-9]+\\.[0-9]+(E-?[0-9]+)?";

  /** Checksums, what an unfinished run has left, and what a desktop leaves everywhere. */
  private static final String HIDDEN =
      "|\\.(.+\\.crc|.+\\.(tmp|old)-[0-9a-f-]{36}|lease-[0-9a-f-]{36}|DS_Store)";

  private static final Pattern LEFTOVERS =
      Pattern.compile("\\.(.+\\.(tmp|old)-|lease-)[0-9a-f-]{36}");

  private static final Pattern CHECKPOINT = Pattern.compile("round-[0-9]{10}\\.zip");

  private static final int BEGINNING_BYTES = 1024;

  public static boolean exists(Configuration conf, Path path) {
    try {
      return FileSystems.of(conf, path).exists(path);
    } catch (IOException e) {
      throw unreachable(path, e);
    }
  }

  /** Returns whether there is a folder there. */
  public static boolean isFolder(Configuration conf, Path path) {
    try {
      return FileSystems.of(conf, path).getFileStatus(path).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw unreachable(path, e);
    }
  }

  /** Tidies up after a run that was killed; to be called by who has the lease of the folder. */
  public void tidy() {
    Set<String> own = names(layout.framesAndDerived());
    for (OutputLayout trained : trainings()) {
      AtomicOutput.tidy(conf, trained.root(), own::contains);
      for (Path folder :
          List.of(trained.training(), trained.checkpoints(), trained.tensorBoard())) {
        AtomicOutput.tidy(conf, folder, name -> true);
      }
    }
    AtomicOutput.tidy(conf, layout.learningRates(), name -> true);
    within().forEach(RunOutputs::tidy);
  }

  /** All that have a training: the run, its ANN, and the trials of its learning rate. */
  private List<OutputLayout> trainings() {
    return Stream.concat(Stream.of(layout, layout.artificial()), learningRates().stream()).toList();
  }

  private List<OutputLayout> learningRates() {
    return new RunOutputs(conf, new OutputLayout(layout.learningRates()))
        .names().stream()
            .filter(name -> name.matches(RATE))
            .map(name -> new OutputLayout(new Path(layout.learningRates(), name)))
            .toList();
  }

  /** Returns whether a training of this run, or of a network within it, has a checkpoint. */
  public boolean haveCheckpoint() {
    return trainings().stream()
            .map(trained -> new RunOutputs(conf, new OutputLayout(trained.checkpoints())))
            .anyMatch(folder -> folder.names().stream().anyMatch(CHECKPOINT.asMatchPredicate()))
        || within().stream().anyMatch(RunOutputs::haveCheckpoint);
  }

  private static Set<String> names(List<Path> paths) {
    return paths.stream().map(Path::getName).collect(Collectors.toSet());
  }

  public void refuseExisting(OutputMode mode, List<Path> paths) {
    for (Path path : paths) {
      if (mode == OutputMode.REFUSE_EXISTING && exists(conf, path)) {
        throw new UserErrorException(
            "Output %s exists already: name another folder with -D output.path=..., or replace it with -D output.overwrite=true"
                .formatted(path));
      }
    }
  }

  /** Refuses a file, and a folder that has anything in it but what a killed run left unfinished. */
  public void requireEmpty() {
    if (names().stream().anyMatch(name -> !LEFTOVERS.matcher(name).matches())) {
      boolean unfinished = exists(conf, layout.frames()) && !exists(conf, layout.report());
      throw new UserErrorException(
          "Output %s exists already and is not empty: %sname another folder with -D output.path=..., or replace it with -D output.overwrite=true"
              .formatted(layout.root(), unfinished ? "go on with it with --resume, " : ""));
    }
  }

  /** Refuses a file, and a folder that has anything in it but what a run leaves there. */
  public void requireOnlyOwnFiles() {
    Set<String> own = names(layout.framesAndDerived());
    own.add(layout.events().getName());
    for (String name : names()) {
      // Hidden files are what an unfinished run leaves behind.
      if (!own.contains(name) && !name.startsWith(".")) {
        throw foreign(layout.root(), name, OPTION);
      }
    }
  }

  /** The members of a committee that have a folder. */
  List<String> members() {
    return networksIn(layout.members());
  }

  private List<String> networksIn(Path folder) {
    return new RunOutputs(conf, new OutputLayout(folder))
        .names().stream().filter(name -> CommitteeMember.NAME.matcher(name).matches()).toList();
  }

  /** The members of a committee, and the networks beside, that have a folder. */
  private List<RunOutputs> within() {
    return Stream.concat(
            members().stream().map(layout::member),
            networksIn(layout.beside()).stream().map(layout::beside))
        .map(one -> new RunOutputs(conf, one))
        .toList();
  }

  private List<String> names() {
    try {
      FileSystem fs = FileSystems.of(conf, layout.root());
      if (fs.getFileStatus(layout.root()).isFile()) {
        throw new UserErrorException(
            "Output %s is a file: name a folder with -D output.path=...".formatted(layout.root()));
      }
      return Stream.of(fs.listStatus(layout.root())).map(one -> one.getPath().getName()).toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw unreachable(layout.root(), e);
    }
  }

  /**
   * Refuses a folder where other people's files stand in the place of a run's: {@code training/}
   * and {@code evaluation/} are words that others use too, and a run deletes what it replaces.
   */
  public void requireOwnContents() {
    checkFolder(layout.frames(), FRAMES);
    checkFolder(
        layout.evaluation(),
        "metrics\\.json|(confusion[a-z-]*|calibration|recording|time-steps)\\.(csv|svg|png)");
    checkFolder(
        layout.profile(),
        "([a-z]+-)*(time-steps|neurons|energy|raster-\\d+)\\.(csv|svg|png)|profile\\.json|report\\.html");
    checkFolder(layout.attack(), "sentences\\.csv|scores\\.json|report\\.html");
    checkFolder(layout.artificial().root(), "training|model\\.zip");
    checkFolder(layout.members(), CommitteeMember.NAME.pattern());
    checkFolder(layout.beside(), CommitteeMember.NAME.pattern());
    for (RunOutputs own : within()) {
      own.checkFolder(
          own.layout.root(),
          "training|artificial|learning-rates|evaluation|profile|attack|(model|converted)\\.zip|report\\.html");
      own.requireOwnContents();
    }
    checkFolder(layout.learningRates(), RATE + "|" + Pattern.quote(layout.triedRates().getName()));
    for (OutputLayout trial : learningRates()) {
      checkFolder(trial.root(), "training|(model|converted)\\.zip");
      checkFile(trial.converted(), TrainedModel::beginsLikeOne);
    }
    for (OutputLayout trained : trainings()) {
      checkFolder(
          trained.training(),
          "checkpoints|tensorboard|(history|epochs)\\.csv|(history|loss-[a-z]+|accuracy)\\.(svg|png)");
      checkFolder(trained.tensorBoard(), "events\\.out\\.tfevents\\.0{10}\\.spiketrain");
      checkFolder(trained.checkpoints(), "round-[0-9]{10}\\.(zip|workers)");
      checkFile(trained.model(), TrainedModel::beginsLikeOne);
    }
    checkFile(layout.converted(), TrainedModel::beginsLikeOne);
    checkFile(layout.report(), RunOutputs::beginsLikeAReport);
  }

  private static boolean beginsLikeAReport(InputStream in) throws IOException {
    String beginning = new String(in.readNBytes(BEGINNING_BYTES), StandardCharsets.UTF_8);
    return beginning.contains("<title>" + ReportContent.TITLE_PREFIX);
  }

  /**
   * Refuses a folder where other files stand in the place of the demo's recordings. Other runs
   * leave what is there alone, and it may well be their data.
   */
  public void requireOwnEvents() {
    checkFolder(layout.events(), "synthetic_(train|valid|test)\\.h5");
  }

  /** Refuses a folder that holds a run, or others' files in the place of an ablation's tables. */
  public void requireOwnAblation() {
    checkFolder(
        layout.ablation(), "ablation(-summary)?\\.(csv|json|parquet|svg|png)|report\\.html");
    refuseRun("an ablation");
  }

  /** Refuses a folder that holds a run, or others' files in the place of a comparison's. */
  public void requireOwnComparison() {
    checkFolder(
        layout.comparison(),
        "(compare(-summary|-pairs)?|confusions)\\.(csv|json|parquet|svg|png)|report\\.html");
    refuseRun("a comparison");
  }

  private void refuseRun(String other) {
    if (Stream.of(layout.training(), layout.model(), new Path(layout.frames(), "_manifest.json"))
        .anyMatch(path -> exists(conf, path))) {
      throw new UserErrorException(
          "Output %s holds a run, and %s has its runs below it: name another folder with -D output.path=..."
              .formatted(layout.root(), other));
    }
  }

  /** Refuses a folder that holds anything but the nights of a model that is kept up to date. */
  public void requireOwnNights() {
    checkFolder(layout.root(), "frames|nights|report\\.html");
    checkFolder(layout.frames(), "[1-9][0-9]*");
    checkFile(layout.report(), RunOutputs::beginsLikeAReport);
  }

  /** Refuses other people's files in the place of frames that trials of an ablation share. */
  public static void requireOwnFrames(Configuration conf, Path folder) {
    checkFolder(conf, folder, FRAMES, OPTION);
  }

  /** Refuses other files than those of encoded words; the option names another folder. */
  public static void requireOwnRecordings(Configuration conf, Path folder, String option) {
    checkFolder(conf, folder, "words-[0-9]{5}_(train|valid|test)\\.h5|recordings\\.csv", option);
  }

  /** Deletes files and folders of this layout, those that are there, in this order. */
  public void remove(List<Path> paths) {
    OutputLease.requireKept(conf, layout.root());
    paths.forEach(path -> FileSystems.delete(conf, path));
  }

  private void checkFolder(Path folder, String names) {
    checkFolder(conf, folder, names, OPTION);
  }

  /** Refuses a folder with other names in it, and a file; one that is not there is fine. */
  private static void checkFolder(Configuration conf, Path folder, String names, String option) {
    Pattern ours = Pattern.compile(names + HIDDEN);
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      for (FileStatus status : fs.listStatus(folder)) {
        String name = status.getPath().getName();
        // The status of a file is its own list.
        boolean file = status.getPath().equals(fs.makeQualified(folder));
        if (file || !ours.matcher(name).matches()) {
          throw foreign(file ? folder.getParent() : folder, name, option);
        }
      }
    } catch (FileNotFoundException e) {
      return;
    } catch (IOException e) {
      throw unreachable(folder, e);
    }
  }

  /** Refuses a folder, and a file that begins otherwise than ours do. */
  private void checkFile(Path path, IOFunction<InputStream, Boolean> ours) {
    try {
      FileSystem fs = FileSystems.of(conf, path);
      boolean own = !fs.getFileStatus(path).isDirectory();
      if (own) {
        try (InputStream in = fs.open(path)) {
          own = ours.apply(in);
        }
      }
      if (!own) {
        throw foreign(path.getParent(), path.getName(), OPTION);
      }
    } catch (FileNotFoundException e) {
      return;
    } catch (IOException e) {
      throw unreachable(path, e);
    }
  }

  private static UserErrorException foreign(Path folder, String name, String option) {
    return new UserErrorException(
        "Output %s has something that Spiketrain did not write, %s: move it away, or name another output with %s"
            .formatted(folder, name, option));
  }

  private static UserErrorException unreachable(Path path, IOException cause) {
    return new UserErrorException(
        "Cannot reach %s: %s. Name a folder on a file system that Hadoop knows"
            .formatted(path, cause.getMessage()),
        cause);
  }
}
