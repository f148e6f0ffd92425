package org.spiketrain.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.zoo.TrainedModel;

/**
 * Distinguishes what a run has written from what somebody else has put in its place: by the names
 * in a folder, and by how a file begins.
 */
final class OutputOwnership {
  static final Pattern EVENTS = Pattern.compile("synthetic_(train|valid|test)\\.h5");
  static final Pattern ENCODED =
      Pattern.compile("words-[0-9]{5}_(train|valid|test)\\.h5|recordings\\.csv");
  static final Pattern FRAMES =
      Pattern.compile("_manifest\\.json|_words\\.parquet|_rejects|_SUCCESS|split=[a-z]+");
  static final Pattern TRAINING =
      Pattern.compile(
          "checkpoints|(history|epochs)\\.csv|(history|loss-[a-z]+|accuracy)\\.(svg|png)");
  static final Pattern ARTIFICIAL = Pattern.compile("training|model\\.zip");
  static final Pattern CHECKPOINTS = Pattern.compile("round-[0-9]{10}\\.zip");
  static final Pattern EVALUATION =
      Pattern.compile("metrics\\.json|(confusion[a-z-]*|recording)\\.(csv|svg|png)");
  static final Pattern PROFILE =
      Pattern.compile("(time-steps|neurons|energy)\\.(csv|svg|png)|report\\.html");
  static final Pattern ABLATION =
      Pattern.compile("ablation(-summary)?\\.(csv|svg|png)|report\\.html");

  static final Pattern ATTACK = Pattern.compile("sentences\\.csv|scores\\.json|report\\.html");

  /** Checksums, what an unfinished run has left, and what a desktop leaves everywhere. */
  private static final Pattern HIDDEN =
      Pattern.compile("\\.(.+\\.crc|.+\\.(tmp|old)-[0-9a-f-]{36}|DS_Store)");

  private static final int BEGINNING_BYTES = 1024;

  private final Configuration conf;
  private final String option;

  /**
   * @param option what names another output on the command line
   */
  OutputOwnership(Configuration conf, String option) {
    this.conf = conf;
    this.option = option;
  }

  /**
   * Refuses a folder with other names in it; one that is not there is fine.
   *
   * @throws org.spiketrain.model.UserErrorException if it has one, or is a file
   */
  void checkFolder(Path folder, Pattern ours) {
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      for (FileStatus status : fs.listStatus(folder)) {
        String name = status.getPath().getName();
        // The status of a file is its own list.
        boolean file = status.getPath().equals(fs.makeQualified(folder));
        boolean known = ours.matcher(name).matches() || HIDDEN.matcher(name).matches();
        if (file || !known) {
          throw RunOutputs.foreign(file ? folder.getParent() : folder, name, option);
        }
      }
    } catch (FileNotFoundException e) {
      return;
    } catch (IOException e) {
      throw RunOutputs.unreachable(folder, e);
    }
  }

  /** Refuses a file that does not begin as a model does. */
  void checkModel(Path model) {
    checkFile(model, TrainedModel::beginsLikeOne);
  }

  /** Refuses a file that does not begin as a report does. */
  void checkReport(Path report) {
    checkFile(report, OutputOwnership::beginsLikeAReport);
  }

  private static boolean beginsLikeAReport(InputStream in) throws IOException {
    String beginning = new String(in.readNBytes(BEGINNING_BYTES), StandardCharsets.UTF_8);
    return beginning.contains("<title>" + ReportContent.TITLE_PREFIX);
  }

  private void checkFile(Path path, Beginning ours) {
    try {
      FileSystem fs = FileSystems.of(conf, path);
      if (fs.getFileStatus(path).isDirectory()) {
        throw RunOutputs.foreign(path.getParent(), path.getName(), option);
      }
      try (InputStream in = fs.open(path)) {
        if (!ours.isOurs(in)) {
          throw RunOutputs.foreign(path.getParent(), path.getName(), option);
        }
      }
    } catch (FileNotFoundException e) {
      return;
    } catch (IOException e) {
      throw RunOutputs.unreachable(path, e);
    }
  }

  private interface Beginning {
    boolean isOurs(InputStream in) throws IOException;
  }
}
