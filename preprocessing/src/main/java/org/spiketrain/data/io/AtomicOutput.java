package org.spiketrain.data.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.model.UserErrorException;

/**
 * An output folder that appears whole or not at all, on any Hadoop file system. Write everything
 * below {@link #staging()}, a hidden sibling {@code .<name>.tmp-<uuid>} of the target, then {@link
 * #commit()}; closing without a commit deletes what was written.
 *
 * <pre>{@code
 * try (AtomicOutput output = AtomicOutput.directory(conf, target, OutputMode.REFUSE_EXISTING)) {
 *   write(output.staging());
 *   output.commit();
 * }
 * }</pre>
 *
 * <p>The swap is a rename: atomic on local disks and HDFS. Object stores rename by copying file by
 * file; there the folder's marker ({@code _manifest.json}, {@code _scores.json}, {@code
 * version.json}) follows last, so that a folder with its marker is complete. A file is replaced
 * there by writing the object anew, which is one step.
 */
public final class AtomicOutput implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AtomicOutput.class);

  /** Object stores whose rename copies one file after the other. */
  private static final Set<String> COPYING =
      Set.of("s3", "s3a", "s3n", "gs", "wasb", "wasbs", "oss", "obs", "cosn", "swift");

  private static final List<String> MARKERS =
      List.of("_manifest.json", "_scores.json", "version.json");

  private final FileSystem fs;
  private final Path target;
  private final Path staging;
  private final OutputMode mode;
  private final CreatedFolders created;
  private boolean committed;

  private AtomicOutput(FileSystem fs, Path target, Path staging, OutputMode mode)
      throws IOException {
    this.fs = fs;
    this.target = target;
    this.staging = staging;
    this.mode = mode;
    this.created = CreatedFolders.of(fs, target.getParent());
  }

  /**
   * Begins an output folder and creates its staging folder.
   *
   * @throws UserErrorException if the target exists and the mode refuses that, or if the path
   *     cannot be written to
   */
  public static AtomicOutput directory(Configuration conf, Path target, OutputMode mode) {
    FileSystem fs = fileSystem(conf, target);
    Path qualified = fs.makeQualified(target);
    try {
      AtomicOutput output =
          new AtomicOutput(fs, qualified, StagingCleanup.temporary(qualified), mode);
      prepare(conf, qualified, mode);
      if (!fs.mkdirs(output.staging)) {
        throw new IOException("folder " + output.staging + " was not created");
      }
      return output;
    } catch (IOException e) {
      throw notWritable(qualified, e);
    }
  }

  /**
   * The hidden folder {@code .<name>.unfinished} beside a target, for an output that a later run
   * may go on with: it is always the same one, and nobody clears it away.
   *
   * @throws UserErrorException if the path cannot be written to
   */
  public static Path unfinished(Configuration conf, Path target) {
    return StagingCleanup.unfinished(fileSystem(conf, target).makeQualified(target));
  }

  /**
   * Makes a folder that is complete the target.
   *
   * @param staging on the same file system, such as in the {@link #unfinished} folder
   * @throws UserErrorException if the target exists and the mode refuses that, or if the path
   *     cannot be written to
   */
  public static void moveFolder(Configuration conf, Path staging, Path target, OutputMode mode) {
    FileSystem fs = fileSystem(conf, target);
    Path qualified = fs.makeQualified(target);
    try {
      // What was not committed stays, for whoever has made it.
      new AtomicOutput(fs, qualified, fs.makeQualified(staging), mode).commit();
    } catch (IOException e) {
      throw notWritable(qualified, e);
    }
  }

  /**
   * Refuses a target that may not be replaced, and tidies up beside it what was left by others.
   *
   * @throws UserErrorException if it exists and the mode refuses that, or cannot be looked for
   */
  public static void prepare(Configuration conf, Path target, OutputMode mode) {
    FileSystem fs = fileSystem(conf, target);
    Path qualified = fs.makeQualified(target);
    try {
      StagingCleanup.tidy(fs, qualified.getParent(), name -> false);
      refuseExisting(fs, qualified, mode);
    } catch (IOException e) {
      throw notWritable(qualified, e);
    }
  }

  /**
   * Writes small files, each as {@link #writeFile} does, in place of what was there.
   *
   * @param files their bytes, by their names below the folder
   * @throws UserErrorException if one of them cannot be written
   */
  public static void replaceFiles(Configuration conf, Path folder, Map<String, byte[]> files) {
    files.forEach(
        (name, bytes) -> writeFile(conf, new Path(folder, name), bytes, OutputMode.OVERWRITE));
  }

  /**
   * Writes a small file that readers see either whole or not at all; with {@link
   * OutputMode#OVERWRITE} they see either the old bytes or the new.
   *
   * @throws UserErrorException if the file exists and the mode refuses that, or if the path cannot
   *     be written to
   */
  public static void writeFile(Configuration conf, Path target, byte[] bytes, OutputMode mode) {
    writeFile(conf, target, out -> out.write(bytes), mode);
  }

  /**
   * Likewise a file that is too large to lie in memory besides.
   *
   * @param contents writes it; on an object store all of it is in memory first, since what has been
   *     written there appears even if the rest fails
   * @throws UserErrorException likewise
   */
  public static void writeFile(
      Configuration conf, Path target, FileSystems.Contents contents, OutputMode mode) {
    FileSystem fs = fileSystem(conf, target);
    Path qualified = fs.makeQualified(target);
    Path temporary = StagingCleanup.temporary(qualified);
    try {
      OutputLease.requireKept(qualified);
      refuseExisting(fs, qualified, mode);
      if (renamesByCopying(fs)) {
        refuseFolder(fs, qualified);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        contents.write(whole);
        write(fs, qualified, mode, whole::writeTo);
        return;
      }
      try {
        write(fs, temporary, OutputMode.REFUSE_EXISTING, contents);
        swapFile(conf, fs, temporary, qualified, mode);
      } finally {
        // Gone already if the swap went well.
        fs.delete(temporary, false);
      }
    } catch (IOException e) {
      throw notWritable(qualified, e);
    }
  }

  /** Returns whether a folder is there with its marker, so that it is complete. */
  public static boolean isWhole(Configuration conf, Path folder) {
    return MARKERS.stream().anyMatch(name -> FileSystems.exists(conf, new Path(folder, name)));
  }

  /**
   * Makes a folder with a marker the target, and goes on with that where a program was killed at
   * it: on an object store some of the files are there then, and the others still here.
   *
   * @throws UserErrorException if it cannot be moved
   */
  public static void goOnMoving(Configuration conf, Path from, Path target) {
    FileSystem fs = fileSystem(conf, target);
    Path qualified = fs.makeQualified(target);
    if (renamesByCopying(fs)) {
      moveRest(conf, from, target);
      return;
    }
    try {
      new AtomicOutput(fs, qualified, fs.makeQualified(from), OutputMode.REFUSE_EXISTING).commit();
    } catch (UncheckedIOException e) {
      throw notWritable(qualified, e.getCause());
    } catch (IOException e) {
      throw notWritable(qualified, e);
    }
  }

  /**
   * Makes a folder with a marker the target: in one step where the file system can, else file by
   * file, and then {@link #moveRest} goes on with it.
   *
   * @param moving file that is written once nothing else is in the target and files begin to move
   * @throws UserErrorException if the target exists and the mode refuses that, or if the path
   *     cannot be written to
   */
  public static void moveFolder(
      Configuration conf, Path from, Path target, OutputMode mode, Path moving) {
    FileSystem fs = fileSystem(conf, target);
    Path qualified = fs.makeQualified(target);
    if (!renamesByCopying(fs)) {
      moveFolder(conf, from, target, mode);
      return;
    }
    try {
      OutputLease.requireKept(qualified);
      refuseExisting(fs, qualified, mode);
      fs.delete(qualified, true);
    } catch (IOException e) {
      throw notWritable(qualified, e);
    }
    writeFile(conf, moving, new byte[] {'{', '}'}, OutputMode.OVERWRITE);
    moveRest(conf, from, target);
  }

  /**
   * Goes on with a move into a target of which it is known that nothing but some of these files is
   * there, on any file system.
   *
   * @throws UserErrorException if they cannot be moved
   */
  public static void moveRest(Configuration conf, Path from, Path target) {
    FileSystem fs = fileSystem(conf, target);
    Path qualified = fs.makeQualified(target);
    try {
      OutputLease.requireKept(qualified);
      moveFiles(fs, fs.makeQualified(from), qualified);
      fs.delete(from, true);
    } catch (UncheckedIOException e) {
      throw notWritable(qualified, e.getCause());
    } catch (IOException e) {
      throw notWritable(qualified, e);
    }
  }

  /** One file after the other, each of which is there whole or not at all; markers last. */
  private static void moveFiles(FileSystem fs, Path from, Path to) throws IOException {
    fs.mkdirs(to);
    List<FileStatus> markersLast =
        Stream.of(fs.listStatus(from))
            .sorted(Comparator.comparing(one -> MARKERS.contains(one.getPath().getName())))
            .toList();
    for (FileStatus one : markersLast) {
      Path target = FileSystems.child(to, one.getPath().getName());
      if (one.isDirectory()) {
        moveFiles(fs, one.getPath(), target);
      } else {
        // The same bytes: it was copied, and not yet deleted here.
        fs.delete(target, false);
        if (!fs.rename(one.getPath(), target)) {
          throw new IOException("the file system refused to rename " + one.getPath());
        }
      }
    }
  }

  /**
   * Makes a file that is complete the target, in one step where the file system can; it must be on
   * the same one.
   *
   * @throws UserErrorException if the target exists and the mode refuses that, or if the path
   *     cannot be written to
   */
  public static void moveFile(Configuration conf, Path from, Path target, OutputMode mode) {
    FileSystem fs = fileSystem(conf, target);
    Path qualified = fs.makeQualified(target);
    try {
      OutputLease.requireKept(qualified);
      refuseExisting(fs, qualified, mode);
      swapFile(conf, fs, fs.makeQualified(from), qualified, mode);
    } catch (IOException e) {
      throw notWritable(qualified, e);
    }
  }

  /**
   * Puts back outputs in a folder whose replacement was cut off, and deletes what runs that were
   * killed have left there unfinished: more than a day ago, or whatever the caller knows of.
   *
   * @param abandoned tells of a target by its name whether it is certain that nobody writes it
   */
  public static void tidy(Configuration conf, Path folder, Predicate<String> abandoned) {
    FileSystem fs = fileSystem(conf, folder);
    try {
      StagingCleanup.tidy(fs, folder, abandoned);
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  /** Path to write to: an existing, empty folder until the caller fills it. */
  public Path staging() {
    return staging;
  }

  /** Path at which the output will appear. */
  public Path target() {
    return target;
  }

  /**
   * Makes the staging folder the target.
   *
   * @throws UserErrorException if the target has come into being meanwhile and the mode refuses
   *     that
   * @throws UncheckedIOException if the file system fails; an old target is put back
   */
  public void commit() {
    commit(List.of());
  }

  /**
   * Makes the staging folder the target, like {@link #commit()}.
   *
   * @param dependants files and folders made of the old target; where it may be replaced they are
   *     deleted first, in this order, so that they never stand beside the new one
   */
  public void commit(List<Path> dependants) {
    try {
      OutputLease.requireKept(target);
      refuseExisting(fs, target, mode);
      if (mode == OutputMode.OVERWRITE) {
        for (Path dependant : dependants) {
          fs.delete(dependant, true);
        }
      }
      if (fs.exists(target)) {
        replaceTarget();
      } else {
        moveIntoPlace();
      }
      committed = true;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot move " + staging + " to " + target, e);
    }
  }

  private void replaceTarget() throws IOException {
    Path old = StagingCleanup.replaced(target);
    rename(target, old);
    try {
      moveIntoPlace();
    } catch (IOException e) {
      rename(old, target);
      throw e;
    }
    if (!fs.delete(old, true)) {
      LOG.warn("Could not delete the replaced output {}; delete it by hand", old);
    }
  }

  /** Deletes the staging folder, and the folders made for it, unless it was committed. */
  @Override
  public void close() {
    if (committed) {
      return;
    }
    try {
      fs.delete(staging, true);
      created.deleteEmpty();
    } catch (IOException e) {
      // The reason why there was no commit matters more than the litter.
      LOG.warn(
          "Could not delete the unfinished output {}, delete it by hand: {}",
          staging,
          e.toString());
    }
  }

  private void moveIntoPlace() throws IOException {
    if (!renamesByCopying(fs)) {
      rename(staging, target);
      refuseNested();
      return;
    }
    Map<Path, Path> markers = new LinkedHashMap<>();
    for (String name : MARKERS) {
      Path staged = new Path(staging, name);
      if (fs.exists(staged)) {
        Path aside = StagingCleanup.temporary(target);
        rename(staged, aside);
        markers.put(aside, new Path(target, name));
      }
    }
    rename(staging, target);
    refuseNested();
    for (Map.Entry<Path, Path> marker : markers.entrySet()) {
      rename(marker.getKey(), marker.getValue());
    }
  }

  /** A folder that is renamed onto one which came into being just now goes into that one. */
  private void refuseNested() throws IOException {
    Path nested = FileSystems.child(target, staging.getName());
    if (fs.exists(nested)) {
      fs.delete(nested, true);
      throw alreadyThere(target);
    }
  }

  /** Returns whether a file system renames by copying one file after the other. */
  static boolean renamesByCopying(FileSystem fs) {
    return COPYING.contains(fs.getUri().getScheme());
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("the file system refused to rename " + from + " to " + to);
    }
  }

  private static void write(
      FileSystem fs, Path path, OutputMode mode, FileSystems.Contents contents) throws IOException {
    // Two files cannot be swapped in one step.
    FileSystem plain = FileSystems.withoutChecksumFiles(fs);
    FileSystems.write(plain, path, mode == OutputMode.OVERWRITE, contents);
  }

  private static void refuseFolder(FileSystem fs, Path target) throws IOException {
    if (fs.exists(target) && fs.getFileStatus(target).isDirectory()) {
      throw new IOException("it is a folder");
    }
  }

  private static void swapFile(
      Configuration conf, FileSystem fs, Path from, Path to, OutputMode mode) throws IOException {
    refuseFolder(fs, to);
    if (FileSystems.isLocal(fs)) {
      FileSystems.replaceLocal(from, to);
      return;
    }
    if (mode == OutputMode.REFUSE_EXISTING || !fs.exists(to)) {
      if (!fs.rename(from, to)) {
        throw new IOException("the file system refused to rename " + from);
      }
      return;
    }
    try {
      FileContext.getFileContext(to.toUri(), conf).rename(from, to, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException e) {
      // A file system without that call; a reader may meet a moment without the file.
      if (!fs.delete(to, false) || !fs.rename(from, to)) {
        throw new IOException("the file system refused to rename " + from, e);
      }
    }
  }

  private static FileSystem fileSystem(Configuration conf, Path path) {
    try {
      return FileSystems.of(conf, path);
    } catch (IOException e) {
      throw notWritable(path, e);
    }
  }

  private static void refuseExisting(FileSystem fs, Path target, OutputMode mode)
      throws IOException {
    if (mode == OutputMode.REFUSE_EXISTING && fs.exists(target)) {
      throw alreadyThere(target);
    }
  }

  private static UserErrorException alreadyThere(Path target) {
    return new UserErrorException(
        "Output %s exists already: name another output, or say that it may be overwritten"
            .formatted(target));
  }

  /** The refusal of an output that cannot be written. */
  static UserErrorException notWritable(Path target, IOException cause) {
    return new UserErrorException(
        "Cannot write to %s: %s. %s"
            .formatted(
                target,
                cause.getMessage(),
                FileSystems.isFull(cause)
                    ? "Make room there and run it again, a training with --resume, or name another output"
                    : "Name an output that can be written to"),
        cause);
  }
}
