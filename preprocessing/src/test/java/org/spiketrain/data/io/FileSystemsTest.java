package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;

/** Paths, file systems and disks as they are elsewhere. */
class FileSystemsTest {
  private static final String TIMED = "of 2024-05-01T02:30:00";

  @TempDir Path temp;
  private final Configuration conf = new Configuration();

  private org.apache.hadoop.fs.Path timed(String name) {
    return FileSystems.child(new org.apache.hadoop.fs.Path(temp.toUri()), name);
  }

  @Test
  void aFileWithAColonInItsNameIsRead() throws IOException {
    Files.writeString(temp.resolve(TIMED), "text");
    try (InputStream in = FileSystems.open(conf, timed(TIMED))) {
      assertThat(in).hasContent("text");
    }
    assertThat(FileSystems.readWhole(FileSystem.getLocal(conf), timed(TIMED))).hasSize(4);
    assertThatThrownBy(() -> ParquetFooter.check(conf, timed(TIMED)))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            "%s has a colon in its name, with which Hadoop's readers cannot read it: rename it",
            timed(TIMED));
  }

  @Test
  void anOutputWithAColonInItsNameAppearsIsReplacedAndPutBack() throws IOException {
    for (String text : new String[] {"first", "second"}) {
      try (AtomicOutput output = AtomicOutput.directory(conf, timed(TIMED), OutputMode.OVERWRITE)) {
        Files.writeString(Path.of(output.staging().toUri().getPath(), "data"), text);
        output.commit();
      }
      assertThat(temp.resolve(TIMED).resolve("data")).hasContent(text);
    }
    Path old = temp.resolve(".%s.old-01234567-89ab-cdef-0123-456789abcdef".formatted(TIMED));
    Files.move(temp.resolve(TIMED), old);
    AtomicOutput.tidy(conf, new org.apache.hadoop.fs.Path(temp.toUri()), name -> false);
    assertThat(temp).isDirectoryContaining(file -> file.endsWith(TIMED));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-05-01T02:30:00.txt, 2024-05-01T02:30:00.txt",
    "names_02:30/a:b, names_02:30/a:b",
    "./names-02:30, names-02:30",
    "file:/names-02:30, /names-02:30"
  })
  void aPathMayHaveColonsWhereNoSchemeCanStand(String written, String path) throws IOException {
    FileSystem fs = FileSystem.getLocal(conf);
    assertThat(fs.makeQualified(PathSetting.parse("--input", written)).toUri().getPath())
        .isEqualTo(path.startsWith("/") ? path : Path.of("").toAbsolutePath() + "/" + path);
  }

  @Test
  void whatLooksLikeASchemeIsRefusedWithTheWayToWriteIt() {
    assertThatThrownBy(() -> PathSetting.parse("--input", "names-02:30"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("--input \"names-02:30\" is not a path")
        .hasMessageEndingWith("name a folder, with ./ before one that has a colon");
  }

  private void assertUnknown(String path, String message) {
    assertThatThrownBy(() -> FileSystems.of(conf, new org.apache.hadoop.fs.Path(path)))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  /** As Hadoop's s3a is without Amazon's library. */
  public static final class Incomplete extends RawLocalFileSystem {
    static final Object LIBRARY = library();

    private static Object library() {
      throw new NoClassDefFoundError("com/amazonaws/Request");
    }
  }

  @Test
  void aFileSystemWhoseJarsAreMissingIsNamedWithThem() {
    assertUnknown(
        "s3a://bucket/a",
        "what reads s3a:// is not there (Class org.apache.hadoop.fs.s3a.S3AFileSystem not found),"
            + " add --packages org.apache.hadoop:hadoop-aws:"
            + VersionInfo.getVersion());
    conf.set("fs.s3a.impl", Incomplete.class.getName());
    assertUnknown(
        "s3a://bucket/a",
        "what reads s3a:// is not there (com/amazonaws/Request), add --packages"
            + " org.apache.hadoop:hadoop-aws:"
            + VersionInfo.getVersion());
    conf.set("fs.mine.impl", "org.mine.FileSystem");
    assertUnknown(
        "mine://a/b",
        "what reads mine:// is not there (Class org.mine.FileSystem not found), add its jars with"
            + " --jars");
    assertUnknown("s3://bucket/a", "No FileSystem for scheme \"s3\", write s3a://");
  }

  /** A disk without room. */
  public static final class Full extends RawLocalFileSystem {
    @Override
    public FSDataOutputStream create(org.apache.hadoop.fs.Path path, boolean overwrite)
        throws IOException {
      return new FSDataOutputStream(
          new OutputStream() {
            @Override
            public void write(int b) {
              throw full();
            }
          },
          null);
    }

    private static FSError full() {
      try {
        var maker = FSError.class.getDeclaredConstructor(Throwable.class);
        maker.setAccessible(true);
        return maker.newInstance(new IOException("No space left on device"));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aFullDiskIsNamedByTheFile() {
    conf.setClass("fs.file.impl", Full.class, FileSystem.class);
    conf.setBoolean("fs.file.impl.disable.cache", true);
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(temp.toUri() + "model.zip");
    assertThatThrownBy(
            () -> AtomicOutput.writeFile(conf, target, new byte[1], OutputMode.OVERWRITE))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            "Cannot write to %s: No space left on device. Make room there and run it again, a training with --resume, or name another output",
            target);
    assertThat(temp).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The DiskSpace quota of /runs is exceeded: quota = 1048576 B = 1 MB but diskspace consumed = 2 MB",
        "The NameSpace quota (directories and files) of directory /runs is exceeded: quota=10 file count=11",
        "Disk quota exceeded"
      })
  void aQuotaIsToldAsOne(String message) {
    assertThat(FileSystems.isFull(new IOException(message))).isTrue();
  }

  /** As those of HDFS do. */
  private static final class FailingTwice extends RawLocalFileSystem {
    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      IOException same = new IOException("the quota is exceeded");
      return new FSDataOutputStream(
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw same;
            }

            @Override
            public void close() throws IOException {
              throw same;
            }
          },
          null);
    }
  }

  @Test
  void aStreamThatFailsTwiceIsToldByWhatItFailedBy() throws IOException {
    try (FileSystem failing = new FailingTwice()) {
      failing.initialize(URI.create("file:///"), conf);
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(temp.toUri() + "model.zip");
      assertThatThrownBy(() -> FileSystems.write(failing, path, true, out -> out.write(1)))
          .isInstanceOf(IOException.class)
          .hasMessage("the quota is exceeded");
    }
  }

  @Test
  void aFileThatMayNotBeReadIsNoMissingOne() {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(temp.toUri() + "model.zip");
    assertThat(
            FileSystems.isForbidden(
                path, new FileNotFoundException("/a/model.zip (Permission denied)")))
        .isTrue();
    assertThat(FileSystems.isForbidden(path, new FileNotFoundException("does not exist")))
        .isFalse();
  }
}
