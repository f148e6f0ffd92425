package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;

class AtomicOutputTest {
  private static final String LOCAL = "file://";
  private static final String STRICT = "strict://";

  @TempDir Path temp;
  private final Configuration conf = StrictFileSystem.register(new Configuration());

  private org.apache.hadoop.fs.Path target(String scheme) {
    return new org.apache.hadoop.fs.Path(scheme + temp.resolve("out"));
  }

  private static void fill(AtomicOutput output, String text) throws IOException {
    Files.writeString(Path.of(output.staging().toUri().getPath(), "data"), text);
  }

  private List<String> listing() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, STRICT})
  void folderAppearsOnlyWithTheCommit(String scheme) throws IOException {
    try (AtomicOutput output =
        AtomicOutput.directory(conf, target(scheme), OutputMode.REFUSE_EXISTING)) {
      fill(output, "new");
      assertThat(temp.resolve("out")).doesNotExist();
      assertThat(output.staging().getName()).startsWith(".out.tmp-");
      output.commit();
    }
    assertThat(temp.resolve("out/data")).hasContent("new");
    assertThat(listing()).containsExactly("out");
  }

  @Test
  void closingWithoutCommitLeavesNothing() throws IOException {
    try (AtomicOutput output =
        AtomicOutput.directory(conf, target(LOCAL), OutputMode.REFUSE_EXISTING)) {
      fill(output, "unfinished");
    }
    assertThat(listing()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, STRICT})
  void overwritingKeepsTheOldFolderUntilTheCommit(String scheme) throws IOException {
    Files.createDirectory(temp.resolve("out"));
    Files.writeString(temp.resolve("out/data"), "old");
    try (AtomicOutput output = AtomicOutput.directory(conf, target(scheme), OutputMode.OVERWRITE)) {
      fill(output, "new");
      assertThat(temp.resolve("out/data")).hasContent("old");
      output.commit();
    }
    assertThat(temp.resolve("out/data")).hasContent("new");
    assertThat(listing()).containsExactly("out");
  }

  @Test
  void whatWasMadeOfTheOldFolderGoesBeforeTheNewOneComes() throws IOException {
    Path dependant = Files.writeString(temp.resolve("model"), "of the old");
    List<org.apache.hadoop.fs.Path> dependants =
        List.of(new org.apache.hadoop.fs.Path(dependant.toString()));
    try (AtomicOutput output =
        AtomicOutput.directory(conf, target(LOCAL), OutputMode.REFUSE_EXISTING)) {
      output.commit(dependants);
    }
    assertThat(dependant).exists();
    conf.set(StrictFileSystem.FAILING, ".out.tmp-");
    try (AtomicOutput output = AtomicOutput.directory(conf, target(STRICT), OutputMode.OVERWRITE)) {
      assertThatThrownBy(() -> output.commit(dependants)).isInstanceOf(UncheckedIOException.class);
    }
    assertThat(dependant).doesNotExist();
  }

  @Test
  void closingWithoutCommitTakesAwayTheFoldersThatWereMadeForIt() throws IOException {
    Path deep = temp.resolve("runs/today/out");
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(deep.toString());
    Files.createDirectory(temp.resolve("runs"));
    try (AtomicOutput output = AtomicOutput.directory(conf, target, OutputMode.REFUSE_EXISTING)) {
      fill(output, "unfinished");
    }
    assertThat(temp.resolve("runs")).isEmptyDirectory();
    try (AtomicOutput output = AtomicOutput.directory(conf, target, OutputMode.REFUSE_EXISTING)) {
      fill(output, "unfinished");
      Files.writeString(temp.resolve("runs/today/somebody's"), "stays");
    }
    assertThat(temp.resolve("runs/today/somebody's")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"_manifest.json", "_scores.json", "version.json"})
  void onAnObjectStoreTheMarkerComesLast(String marker) throws IOException {
    StrictFileSystem.Store.RENAMED.clear();
    try (AtomicOutput output =
        AtomicOutput.directory(conf, target("s3a://"), OutputMode.REFUSE_EXISTING)) {
      fill(output, "new");
      Files.writeString(Path.of(output.staging().toUri().getPath(), marker), "{}");
      output.commit();
    }
    assertThat(StrictFileSystem.Store.RENAMED).endsWith("out", marker);
    assertThat(temp.resolve("out").resolve(marker)).hasContent("{}");
    assertThat(temp.resolve("out/data")).hasContent("new");
    assertThat(listing()).containsExactly("out");
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, "s3a://"})
  void aMoveThatWasCutOffIsGoneOnWith(String scheme) throws IOException {
    Path from = Files.createDirectories(temp.resolve("from/train")).getParent();
    Files.writeString(from.resolve("_manifest.json"), "{}");
    Files.writeString(from.resolve("train/part-1"), "one");
    Files.writeString(from.resolve("train/part-2"), "two");
    if (!scheme.equals(LOCAL)) {
      // The first one was moved, the second one copied and not yet deleted.
      Path moved = Files.createDirectories(temp.resolve("out/train"));
      Files.move(from.resolve("train/part-1"), moved.resolve("part-1"));
      Files.writeString(moved.resolve("part-2"), "two");
    }
    assertThat(AtomicOutput.isWhole(conf, target(scheme))).isFalse();

    StrictFileSystem.Store.RENAMED.clear();
    org.apache.hadoop.fs.Path source =
        new org.apache.hadoop.fs.Path(target(scheme).getParent(), "from");
    AtomicOutput.goOnMoving(conf, source, target(scheme));

    assertThat(AtomicOutput.isWhole(conf, target(scheme))).isTrue();
    assertThat(temp.resolve("out/train/part-1")).hasContent("one");
    assertThat(temp.resolve("out/train/part-2")).hasContent("two");
    assertThat(listing()).containsExactly("out");
    if (!scheme.equals(LOCAL)) {
      assertThat(StrictFileSystem.Store.RENAMED).containsExactly("part-2", "_manifest.json");
    }
  }

  @Test
  void theNextOutputTidiesUpAfterRunsThatWereKilledLongAgo() throws IOException {
    String id = "-01234567-89ab-cdef-0123-456789abcdef";
    for (String name : List.of(".out.tmp" + id, ".model.zip.tmp" + id, ".mine.tmp-1", ".old")) {
      Path stale = Files.createDirectory(temp.resolve(name));
      Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }
    Files.createDirectory(temp.resolve(".running.tmp" + id));
    try (AtomicOutput output =
        AtomicOutput.directory(conf, target(LOCAL), OutputMode.REFUSE_EXISTING)) {
      output.commit();
    }
    assertThat(listing()).containsExactly(".mine.tmp-1", ".old", ".running.tmp" + id, "out");
  }

  @Test
  void aReplacementCutOffBetweenItsRenamesIsUndone() throws IOException {
    Path old = temp.resolve(".out.old-01234567-89ab-cdef-0123-456789abcdef");
    Files.writeString(Files.createDirectory(old).resolve("data"), "old");
    AtomicOutput.tidy(conf, new org.apache.hadoop.fs.Path(temp.toString()), name -> false);
    assertThat(temp.resolve("out/data")).hasContent("old");
    assertThat(listing()).containsExactly("out");
  }

  @Test
  void aFailedSwapPutsTheOldFolderBack() throws IOException {
    Files.createDirectory(temp.resolve("out"));
    Files.writeString(temp.resolve("out/data"), "old");
    conf.set(StrictFileSystem.FAILING, ".out.tmp-");
    try (AtomicOutput output = AtomicOutput.directory(conf, target(STRICT), OutputMode.OVERWRITE)) {
      fill(output, "new");
      assertThatThrownBy(output::commit).isInstanceOf(UncheckedIOException.class);
    }
    assertThat(temp.resolve("out/data")).hasContent("old");
    assertThat(listing()).containsExactly("out");
  }

  @Test
  void refusesATargetThatIsThereOrComesMeanwhile() throws IOException {
    try (AtomicOutput output =
        AtomicOutput.directory(conf, target(LOCAL), OutputMode.REFUSE_EXISTING)) {
      Files.createDirectory(temp.resolve("out"));
      assertThatThrownBy(output::commit)
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("exists already");
    }
    assertThatThrownBy(
            () -> AtomicOutput.directory(conf, target(LOCAL), OutputMode.REFUSE_EXISTING))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("exists already");
    assertThat(listing()).containsExactly("out");
  }

  /** Somebody else makes the target just before it is renamed to, after all looks for it. */
  public static final class OvertakenFileSystem extends RawLocalFileSystem {
    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      Path target = Path.of(to.toUri().getPath());
      Files.writeString(Files.createDirectory(target).resolve("data"), "of somebody else");
      return super.rename(from, to);
    }
  }

  @Test
  void aFolderDoesNotGoIntoOneThatComesInTheLastMoment() throws IOException {
    conf.setClass("fs.file.impl", OvertakenFileSystem.class, FileSystem.class);
    conf.setBoolean("fs.file.impl.disable.cache", true);
    try (AtomicOutput output =
        AtomicOutput.directory(conf, target(LOCAL), OutputMode.REFUSE_EXISTING)) {
      fill(output, "new");
      assertThatThrownBy(output::commit)
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("exists already");
    }
    assertThat(listing()).containsExactly("out");
    assertThat(temp.resolve("out").toFile().list()).containsExactly("data");
    assertThat(temp.resolve("out/data")).hasContent("of somebody else");
  }

  @Test
  void onAnObjectStoreAFileIsReplacedInOneStep() throws IOException {
    AtomicOutput.writeFile(conf, target("s3a://"), bytes("first"), OutputMode.REFUSE_EXISTING);
    StrictFileSystem.Store.RENAMED.clear();
    AtomicOutput.writeFile(conf, target("s3a://"), bytes("second"), OutputMode.OVERWRITE);
    assertThat(StrictFileSystem.Store.RENAMED).isEmpty();
    assertThat(temp.resolve("out")).hasContent("second");
    assertThat(listing()).containsExactly("out");
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Files.writeString(temp.resolve("file"), "in the way");
    org.apache.hadoop.fs.Path below =
        new org.apache.hadoop.fs.Path(temp.resolve("file").resolve("out").toString());
    assertThatThrownBy(() -> AtomicOutput.directory(conf, below, OutputMode.OVERWRITE))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Cannot write to");
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path("file:///");
    assertThatThrownBy(() -> AtomicOutput.directory(conf, root, OutputMode.OVERWRITE))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("root of a file system");
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, STRICT})
  void filesAreWrittenWholeAndReplacedWhenTold(String scheme) throws IOException {
    AtomicOutput.writeFile(conf, target(scheme), bytes("first"), OutputMode.REFUSE_EXISTING);
    assertThat(temp.resolve("out")).hasContent("first");
    assertThatThrownBy(
            () ->
                AtomicOutput.writeFile(
                    conf, target(scheme), bytes("no"), OutputMode.REFUSE_EXISTING))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("exists already");
    AtomicOutput.writeFile(conf, target(scheme), bytes("second"), OutputMode.OVERWRITE);
    assertThat(temp.resolve("out")).hasContent("second");
    assertThat(listing()).containsExactly("out");
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, STRICT})
  void finishedFilesAreMovedAndReplaceOthersWhenTold(String scheme) throws IOException {
    var aside = new org.apache.hadoop.fs.Path(scheme + temp.resolve(".aside"));
    Files.writeString(temp.resolve(".aside"), "first");
    AtomicOutput.moveFile(conf, aside, target(scheme), OutputMode.REFUSE_EXISTING);
    assertThat(temp.resolve("out")).hasContent("first");
    assertThat(listing()).containsExactly("out");
    Files.writeString(temp.resolve(".aside"), "second");
    assertThatThrownBy(
            () -> AtomicOutput.moveFile(conf, aside, target(scheme), OutputMode.REFUSE_EXISTING))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("exists already");
    assertThat(temp.resolve("out")).hasContent("first");
    AtomicOutput.moveFile(conf, aside, target(scheme), OutputMode.OVERWRITE);
    assertThat(temp.resolve("out")).hasContent("second");
    assertThat(listing()).containsExactly("out");
  }

  @Test
  void aFileNeverReplacesAFolder() throws IOException {
    Files.createDirectory(temp.resolve("out"));
    assertThatThrownBy(
            () -> AtomicOutput.writeFile(conf, target(LOCAL), bytes("x"), OutputMode.OVERWRITE))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("it is a folder");
    assertThat(listing()).containsExactly("out");
  }

  /** Hive registers a local file system that refuses to rename a file onto another. */
  public static class RefusingFileSystem extends LocalFileSystem {
    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      return !exists(to) && super.rename(from, to);
    }
  }

  /** Another one behind which the local file system hides. */
  public static final class WrappingFileSystem extends FilterFileSystem {
    public WrappingFileSystem() {
      super(new RefusingFileSystem());
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        LocalFileSystem.class,
        RawLocalFileSystem.class,
        RefusingFileSystem.class,
        WrappingFileSystem.class
      })
  void localFilesAreReplacedInOneStepWhateverClassServesThem(Class<? extends FileSystem> serving)
      throws IOException {
    conf.setClass("fs.file.impl", serving, FileSystem.class);
    conf.setBoolean("fs.file.impl.disable.cache", true);
    assertThat(target(LOCAL).getFileSystem(conf)).isExactlyInstanceOf(serving);
    // An older file with its checksums, which do not fit the new one.
    try (OutputStream out = FileSystem.getLocal(new Configuration()).create(target(LOCAL))) {
      out.write(bytes("first"));
    }
    assertThat(listing()).containsExactly(".out.crc", "out");

    AtomicOutput.writeFile(conf, target(LOCAL), bytes("second"), OutputMode.OVERWRITE);
    assertThat(listing()).containsExactly("out");
    AtomicOutput.writeFile(conf, target(LOCAL), bytes("third"), OutputMode.OVERWRITE);

    assertThat(listing()).containsExactly("out");
    try (InputStream in = target(LOCAL).getFileSystem(conf).open(target(LOCAL))) {
      assertThat(in).hasContent("third");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
