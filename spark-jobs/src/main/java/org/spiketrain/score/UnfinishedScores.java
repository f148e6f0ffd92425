package org.spiketrain.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;

/**
 * A scoring on its way into a folder, which one program at a time works on: the plan, the part
 * files that are there, and for pieces of which all part files are there a small file each that
 * says so. It is written last, and whole or not at all; what no such file knows of is deleted by
 * whoever goes on.
 */
final class UnfinishedScores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedScores.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PART =
      Pattern.compile("part-(?<number>\\d+)-(?<id>[0-9a-f-]{36}).*");

  private final Configuration conf;
  private final FileSystem fs;
  private final Path root;
  private final OutputLease lease;
  private boolean kept;

  private UnfinishedScores(Configuration conf, FileSystem fs, Path root, OutputLease lease) {
    this.conf = conf;
    this.fs = fs;
    this.root = root;
    this.lease = lease;
  }

  /**
   * Opens what there is beside a target, or nothing yet.
   *
   * @throws UserErrorException if another program works on it
   */
  static UnfinishedScores open(SparkSession spark, Path target) {
    Configuration conf = spark.sessionState().newHadoopConf();
    Path root = AtomicOutput.unfinished(conf, target);
    OutputLease lease = OutputLease.take(spark, root);
    try {
      return new UnfinishedScores(conf, FileSystems.of(conf, root), root, lease);
    } catch (IOException e) {
      lease.close();
      throw new UncheckedIOException("Cannot reach " + root, e);
    }
  }

  /** Whether an earlier driver of this application, which was killed, has worked on it. */
  boolean isOfSecondAttempt() {
    return lease.isOfSecondAttempt();
  }

  /** Folder of the scores, which becomes the target. */
  Path scores() {
    return new Path(root, "scores");
  }

  /** Folder for recordings that have to be unpacked, where all executors see them. */
  Path unpacked() {
    return new Path(root, "unpacked");
  }

  private Path plan() {
    return new Path(root, "plan.json");
  }

  private Path done() {
    return new Path(root, "done");
  }

  /** The plan of what was begun, which stays unless it is discarded. */
  Optional<ScorePlan> begun() {
    try {
      byte[] bytes = FileSystems.readWhole(fs, plan());
      kept = true;
      return Optional.of(ScorePlan.read(bytes));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be read (%s): delete %s, and begin anew"
              .formatted(plan(), e.getMessage(), root),
          e);
    }
  }

  /** Writes the plan of a scoring that begins. */
  void begin(ScorePlan plan) {
    try {
      fs.mkdirs(scores());
      fs.mkdirs(done());
    } catch (IOException e) {
      throw failed(e);
    }
    AtomicOutput.writeFile(conf, plan(), plan.toBytes(), OutputMode.REFUSE_EXISTING);
  }

  /** What is done, in its order. */
  List<ScoreCounts> counted() {
    List<ScoreCounts> counts = new ArrayList<>();
    try {
      for (FileStatus file : listed(done())) {
        if (file.getPath().getName().endsWith(".json")) {
          byte[] bytes = FileSystems.readWhole(fs, file.getPath());
          counts.add(JSON.readValue(bytes, ScoreCounts.class));
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    counts.sort(Comparator.comparingInt(ScoreCounts::first));
    int end = 0;
    for (ScoreCounts wave : counts) {
      if (wave.first() != end) {
        throw new UserErrorException(
            "%s has pieces %d and on, but not those from %d: files were deleted there; delete it all, and begin anew"
                .formatted(done(), wave.first(), end));
      }
      end = wave.end();
    }
    return counts;
  }

  /** Says that all part files of some pieces are there. */
  void commit(ScoreCounts counts) {
    String name = String.format(Locale.ROOT, "%07d-%07d.json", counts.first(), counts.end() - 1);
    try {
      byte[] bytes = JSON.writeValueAsBytes(counts);
      AtomicOutput.writeFile(conf, new Path(done(), name), bytes, OutputMode.REFUSE_EXISTING);
    } catch (IOException e) {
      throw failed(e);
    }
    kept = true;
  }

  /**
   * Deletes what jobs that were killed have left in the folders of scores and of rejects.
   *
   * @param end number of the piece from which on nothing is there
   */
  void sweep(ScorePlan plan, int end, List<Path> folders) {
    try {
      for (Path folder : folders) {
        for (FileStatus file : listed(folder)) {
          // Of Hadoop's committers, for what is not committed.
          if (file.isDirectory() && file.getPath().getName().matches("_temporary|__magic.*")) {
            fs.delete(file.getPath(), true);
          }
        }
        for (Path file : parts(folder)) {
          Matcher name = PART.matcher(file.getName());
          if (name.matches()
              && name.group("id").equals(plan.id())
              && Integer.parseInt(name.group("number")) >= end) {
            fs.delete(file, false);
          }
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The part files in a folder and in those below it, sorted. */
  List<Path> parts(Path folder) throws IOException {
    List<Path> parts = new ArrayList<>();
    if (!fs.exists(folder)) {
      return parts;
    }
    RemoteIterator<LocatedFileStatus> all = fs.listFiles(folder, true);
    while (all.hasNext()) {
      Path file = all.next().getPath();
      if (PART.matcher(file.getName()).matches()) {
        parts.add(file);
      }
    }
    parts.sort(Comparator.naturalOrder());
    return parts;
  }

  private FileStatus[] listed(Path folder) throws IOException {
    return fs.exists(folder) ? fs.listStatus(folder) : new FileStatus[0];
  }

  /** Forgets what was begun; its rejects may lie elsewhere. */
  void discard(ScorePlan plan, List<Path> folders) {
    sweep(plan, 0, folders);
    // The plan last: without it nobody would know whose files these are.
    all().forEach(path -> FileSystems.delete(conf, path));
    kept = false;
  }

  private List<Path> all() {
    return List.of(moving(root), scores(), unpacked(), done(), plan());
  }

  private static Path moving(Path root) {
    return new Path(root, "moving.json");
  }

  /**
   * Whether the scores of a target were whole, and a program was killed while it made them the
   * target: of object stores, whose folders are moved file by file, some are there then.
   */
  static boolean isMoving(Configuration conf, Path target) {
    return FileSystems.exists(conf, moving(AtomicOutput.unfinished(conf, target)));
  }

  /** Makes the scores the target, or goes on with that. */
  void finish(Path target, OutputMode mode) {
    FileSystems.delete(conf, unpacked());
    lease.requireKept();
    kept = true;
    if (!FileSystems.exists(conf, moving(root))) {
      AtomicOutput.moveFolder(conf, scores(), target, mode, moving(root));
    } else if (!AtomicOutput.isWhole(conf, target)) {
      AtomicOutput.moveRest(conf, scores(), target);
    }
    kept = false;
  }

  /** Has everything deleted at the end, although some of it is done. */
  void abandon() {
    kept = false;
  }

  /** Gives the right to work on it back; what can be gone on with stays. */
  @Override
  public void close() {
    try {
      if (kept) {
        LOG.info("What is scored already is kept in {}: go on with --resume", root);
      } else {
        all().forEach(path -> FileSystems.delete(conf, path));
      }
    } finally {
      lease.close();
    }
    try {
      if (!kept && fs.exists(root) && fs.listStatus(root).length == 0) {
        fs.delete(root, false);
      }
    } catch (IOException e) {
      LOG.warn("Could not delete {}, delete it by hand: {}", root, e.toString());
    }
  }

  private UserErrorException failed(IOException e) {
    return new UserErrorException(
        "Cannot write to %s: %s. Name an output that can be written to"
            .formatted(root, e.getMessage()),
        e);
  }
}
