package org.spiketrain.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;

/** Guards what earlier runs have left in an output folder. */
public final class RunOutputs {
  private static final Set<String> OURS =
      Set.of(
          OutputLayout.EVENTS,
          OutputLayout.FRAMES,
          OutputLayout.TRAINING,
          OutputLayout.ARTIFICIAL,
          OutputLayout.CONVERTED,
          OutputLayout.MODEL,
          OutputLayout.EVALUATION,
          OutputLayout.PROFILE,
          OutputLayout.ATTACK,
          OutputLayout.REPORT);

  static final String OPTION = "-D output.path=...";

  private final Configuration conf;
  private final OutputLayout layout;

  /** The outputs of one folder, which need not be there. */
  public RunOutputs(Configuration conf, OutputLayout layout) {
    this.conf = conf;
    this.layout = layout;
  }

  /** Returns whether a path exists. */
  public static boolean exists(Configuration conf, Path path) {
    try {
      return FileSystems.of(conf, path).exists(path);
    } catch (IOException e) {
      throw unreachable(path, e);
    }
  }

  /** Tidies up after a run that was killed. */
  public void tidy() {
    for (OutputLayout trained : List.of(layout, layout.artificial())) {
      for (Path folder : List.of(trained.root(), trained.training(), trained.checkpoints())) {
        AtomicOutput.tidy(conf, folder);
      }
    }
  }

  /**
   * Refuses what is there already.
   *
   * @param mode whether it may be replaced
   * @param paths files and folders of this layout
   * @throws UserErrorException if one is there and may not be replaced
   */
  public void refuseExisting(OutputMode mode, List<Path> paths) {
    for (Path path : paths) {
      if (mode == OutputMode.REFUSE_EXISTING && exists(conf, path)) {
        throw new UserErrorException(
            "Output %s exists already: name another folder with -D output.path=..., or replace it with -D output.overwrite=true"
                .formatted(path));
      }
    }
  }

  /**
   * Refuses a folder that has anything in it.
   *
   * @throws UserErrorException if it has, or if it is a file
   */
  public void requireEmpty() {
    if (!names(layout.root()).isEmpty()) {
      throw new UserErrorException(
          "Output %s exists already and is not empty: %sname another folder with -D output.path=..., or replace it with -D output.overwrite=true"
              .formatted(layout.root(), isUnfinished() ? "go on with it with --resume, " : ""));
    }
  }

  /** Returns whether a run began there that did not come to its report. */
  private boolean isUnfinished() {
    return exists(conf, layout.frames()) && !exists(conf, layout.report());
  }

  /**
   * Refuses a folder that has anything in it but what a run leaves there.
   *
   * @throws UserErrorException if it has, or if it is a file
   */
  public void requireOnlyOwnFiles() {
    for (String name : names(layout.root())) {
      // Hidden files are what an unfinished run leaves behind.
      if (!OURS.contains(name) && !name.startsWith(".")) {
        throw foreign(layout.root(), name, OPTION);
      }
    }
  }

  /**
   * Refuses a folder where other people's files stand in the place of a run's: {@code training/}
   * and {@code evaluation/} are words that others use too, and a run deletes what it replaces.
   *
   * @throws UserErrorException if they do
   */
  public void requireOwnContents() {
    OutputOwnership ownership = new OutputOwnership(conf, OPTION);
    ownership.checkFolder(layout.frames(), OutputOwnership.FRAMES);
    ownership.checkFolder(layout.evaluation(), OutputOwnership.EVALUATION);
    ownership.checkFolder(layout.profile(), OutputOwnership.PROFILE);
    ownership.checkFolder(layout.attack(), OutputOwnership.ATTACK);
    ownership.checkFolder(layout.artificial().root(), OutputOwnership.ARTIFICIAL);
    for (OutputLayout trained : List.of(layout, layout.artificial())) {
      ownership.checkFolder(trained.training(), OutputOwnership.TRAINING);
      ownership.checkFolder(trained.checkpoints(), OutputOwnership.CHECKPOINTS);
      ownership.checkModel(trained.model());
    }
    ownership.checkModel(layout.converted());
    ownership.checkReport(layout.report());
  }

  /**
   * Refuses a folder where other files stand in the place of the demo's recordings. Other runs
   * leave what is there alone, and it may well be their data.
   *
   * @throws UserErrorException if they do
   */
  public void requireOwnEvents() {
    new OutputOwnership(conf, OPTION).checkFolder(layout.events(), OutputOwnership.EVENTS);
  }

  /**
   * Refuses a folder with other files in it than those of recorded words that were encoded.
   *
   * @param option what names another folder on the command line
   * @throws UserErrorException if it has some
   */
  public static void requireOwnRecordings(Configuration conf, Path folder, String option) {
    new OutputOwnership(conf, option).checkFolder(folder, OutputOwnership.ENCODED);
  }

  /** Deletes files and folders of this layout, those that are there, in this order. */
  public void remove(List<Path> paths) {
    for (Path path : paths) {
      try {
        FileSystems.of(conf, path).delete(path, true);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot delete " + path, e);
      }
    }
  }

  private List<String> names(Path folder) {
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      if (fs.getFileStatus(folder).isFile()) {
        throw new UserErrorException(
            "Output %s is a file: name a folder with -D output.path=...".formatted(folder));
      }
      return Arrays.stream(fs.listStatus(folder))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw unreachable(folder, e);
    }
  }

  static UserErrorException foreign(Path folder, String name, String option) {
    return new UserErrorException(
        "Output %s has something that Spiketrain did not write, %s: move it away, or name another output with %s"
            .formatted(folder, name, option));
  }

  static UserErrorException unreachable(Path path, IOException cause) {
    return new UserErrorException(
        "Cannot reach %s: %s. Name a folder on a file system that Hadoop knows"
            .formatted(path, cause.getMessage()),
        cause);
  }
}
