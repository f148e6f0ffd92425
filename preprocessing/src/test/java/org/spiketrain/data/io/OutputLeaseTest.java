package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;

class OutputLeaseTest {
  private static final Duration EXPIRED = Duration.ofMinutes(2);

  @TempDir Path temp;
  private final Configuration conf = StrictFileSystem.register(new Configuration());

  private static LeaseHolder holder(String host, String application, int attempt) {
    return new LeaseHolder(
        "ada", host, host, 7, application, attempt, "2026-01-02T03:04:05Z", 60, false);
  }

  private static LeaseHolder ofUser(String user, String machine) {
    return new LeaseHolder(
        user, machine, machine, 7, "app-2", 0, "2026-01-02T03:04:05Z", 60, false);
  }

  private OutputLease take(String scheme, LeaseHolder holder) throws IOException {
    return OutputLease.take(
        conf, new org.apache.hadoop.fs.Path(scheme + temp.resolve("runs/mine")), holder);
  }

  private OutputLease take(LeaseHolder holder) throws IOException {
    return take("file://", holder);
  }

  private List<Path> leases() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("runs/mine"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(".lease-")).toList();
    }
  }

  private void age(Duration by) throws IOException {
    for (Path lease : leases()) {
      Files.setLastModifiedTime(lease, FileTime.from(Instant.now().minus(by)));
    }
  }

  private void write(String file) {
    AtomicOutput.writeFile(
        conf,
        new org.apache.hadoop.fs.Path("file://" + temp.resolve("runs/mine/" + file)),
        file.getBytes(StandardCharsets.UTF_8),
        OutputMode.OVERWRITE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file://", "strict://", "s3a://"})
  void aFolderHasOneHolder(String scheme) throws IOException {
    try (OutputLease lease = take(scheme, holder("one", "app-1", 0))) {
      assertThatThrownBy(() -> take(scheme, holder("two", "app-2", 0)))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining(
              "in use by another run (user ada on one, process 7, application app-1, since 2026-01-02T03:04:05Z)")
          .hasMessageContaining("-D output.path=...")
          .hasMessageContaining("--resume, after");
      assertThat(leases()).hasSize(1);
      lease.requireKept();
    }
    assertThat(temp).isEmptyDirectory();
  }

  /** A disk that has room for an entry in a folder, and none for what is in the file. */
  public static final class Full extends StrictFileSystem {
    @Override
    public FSDataOutputStream create(org.apache.hadoop.fs.Path path, boolean overwrite)
        throws IOException {
      super.create(path, overwrite).close();
      return new FSDataOutputStream(
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("No space left on device");
            }
          },
          null);
    }
  }

  @Test
  void aLeaseThatCouldNotBeWrittenKeepsNobodyAway() throws IOException {
    conf.setClass("fs.strict.impl", Full.class, FileSystem.class);
    assertThatThrownBy(() -> take("strict://", holder("one", "app-1", 0)))
        .hasMessageContaining("No space left on device");
    assertThat(temp).isEmptyDirectory();
  }

  /** Stands still for long just behind the first look at a folder. */
  public static final class Slow extends StrictFileSystem {
    private static Runnable meanwhile = () -> {};

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path folder) throws IOException {
      FileStatus[] seen = super.listStatus(folder);
      Runnable once = meanwhile;
      meanwhile = () -> {};
      once.run();
      return seen;
    }
  }

  @Test
  void whoWasTakenForDeadBetweenLookingAndTakingLeavesItsSuccessorAlone() throws IOException {
    conf.setClass("fs.strict.impl", Slow.class, FileSystem.class);
    List<OutputLease> successor = new ArrayList<>();
    Slow.meanwhile =
        () -> {
          try {
            age(EXPIRED);
            successor.add(take("file://", holder("two", "app-2", 0)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    assertThatThrownBy(() -> take("strict://", holder("one", "app-1", 0)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("user ada on two");
    try (OutputLease lease = successor.get(0)) {
      lease.requireKept();
      assertThat(leases()).hasSize(1);
    }
  }

  @Test
  void whatALeaseSays() throws IOException {
    try (OutputLease lease = take(holder("one", "app-1", 2))) {
      assertThat(lease.isLost()).isFalse();
      assertThat(Files.readString(leases().get(0)))
          .contains("\"user\" : \"ada\"", "\"host\" : \"one\"", "\"application\" : \"app-1\"")
          .contains("\"attempt\" : 2", "\"expirySeconds\" : 60", "\"held\" : true");
    }
  }

  @Test
  void ofManyThatBeginAtOnceOneGoesOn() throws Exception {
    int many = 8;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      for (int round = 0; round < 5; round++) {
        List<Future<OutputLease>> started = new ArrayList<>();
        for (int k = 0; k < many; k++) {
          LeaseHolder holder = holder("host" + k, "app-" + k, 0);
          started.add(threads.submit(() -> take(holder)));
        }
        List<OutputLease> taken = new ArrayList<>();
        for (Future<OutputLease> one : started) {
          try {
            taken.add(one.get());
          } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(UserErrorException.class);
          }
        }
        assertThat(taken).hasSize(1);
        taken.get(0).requireKept();
        assertThat(leases()).hasSize(1);
        taken.get(0).close();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anExpiredLeaseIsTakenOverAndItsHolderWritesNothingMore() throws IOException {
    try (OutputLease first = take(holder("one", "app-1", 0))) {
      write("first");
      age(EXPIRED);
      try (OutputLease second = take(holder("two", "app-2", 0))) {
        assertThat(second.isOfSecondAttempt()).isFalse();
        assertThatThrownBy(first::requireKept)
            .isInstanceOf(UserErrorException.class)
            .hasMessageContaining("no longer this run's: another one (user ada on two");
        // The folder's holder in this program is the second one now.
        write("second");
        second.requireKept();
        assertThatThrownBy(
                () ->
                    first.whileHeld(
                        () -> {
                          throw new IllegalStateException("a consequence");
                        }))
            .hasMessageContaining("no longer this run's")
            .hasCauseInstanceOf(IllegalStateException.class);
        first.beat();
        assertThat(leases()).hasSize(1);
      }
    }
    assertThat(temp.resolve("runs/mine/first")).exists();
  }

  @Test
  void nothingIsCommittedWithoutTheLease() throws IOException {
    try (OutputLease lease = take(holder("one", "app-1", 0));
        AtomicOutput output =
            AtomicOutput.directory(
                conf,
                new org.apache.hadoop.fs.Path(temp.resolve("runs/mine/frames").toString()),
                OutputMode.REFUSE_EXISTING)) {
      Files.delete(leases().get(0));
      assertThatThrownBy(() -> write("model.zip"))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("was deleted");
      assertThatThrownBy(output::commit).isInstanceOf(UserErrorException.class);
      assertThat(lease.isLost()).isTrue();
    }
    assertThat(temp).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file://", "s3a://"})
  void aLeaseThatIsTouchedDoesNotExpire(String scheme) throws IOException {
    try (OutputLease lease = take(scheme, holder("one", "app-1", 0))) {
      age(EXPIRED);
      lease.beat();
      assertThatThrownBy(() -> take(scheme, holder("two", "app-2", 0)))
          .hasMessageContaining("in use");
    }
  }

  @Test
  void theLeaseOfADeadProcessIsTakenOverAtOnce() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    LeaseHolder killed =
        new LeaseHolder(
            "ada", "here", "machine", ended.pid(), "app-1", 0, "2026-01-02T03:04:05Z", 60, true);
    Files.createDirectories(temp.resolve("runs/mine"));
    Path left = temp.resolve("runs/mine/.lease-01234567-89ab-cdef-0123-456789abcdef");
    Files.write(left, killed.toBytes());
    assertThatThrownBy(() -> take(holder("another machine", "app-2", 0)))
        .hasMessageContaining("in use");
    // Processes of others may be hidden.
    assertThat(killed.isDead(holder("machine", "app-2", 0))).isTrue();
    assertThat(killed.isDead(ofUser("eve", "machine"))).isFalse();
    take(holder("machine", "app-2", 0)).close();
    assertThat(left).doesNotExist();
  }

  @Test
  void aSecondDriverOfTheSameApplicationGoesOn() throws IOException {
    try (OutputLease first = take(holder("one", "application_1", 1))) {
      assertThatThrownBy(() -> take(holder("two", "application_1", 1)))
          .hasMessageContaining("in use");
      try (OutputLease second = take(holder("two", "application_1", 2))) {
        assertThat(second.isOfSecondAttempt()).isTrue();
        assertThat(first.isLost()).isTrue();
      }
    }
  }

  @Test
  void aLeaseThatCannotBeReadExpiresToo() throws IOException {
    Files.createDirectories(temp.resolve("runs/mine"));
    Path left = temp.resolve("runs/mine/.lease-01234567-89ab-cdef-0123-456789abcdef");
    Files.writeString(left, "{\"us");
    assertThatThrownBy(() -> take(holder("two", "app-2", 0))).hasMessageContaining("in use");
    age(EXPIRED);
    take(holder("two", "app-2", 0)).close();
    assertThat(left).doesNotExist();
  }

  @Test
  void withPatienceOneWaitsForTheHolder() throws Exception {
    var folder = new org.apache.hadoop.fs.Path("file://" + temp.resolve("runs/mine"));
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (OutputLease first = OutputLease.take(conf, folder, Duration.ZERO)) {
      assertThatThrownBy(() -> OutputLease.take(conf, folder, Duration.ZERO))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("is being written to by another program")
          .hasMessageContaining("application none");
      Future<OutputLease> second =
          pool.submit(() -> OutputLease.take(conf, folder, Duration.ofMinutes(5)));
      first.close();
      try (OutputLease lease = second.get()) {
        assertThat(lease.isLost()).isFalse();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(temp.resolve("runs")).doesNotExist();
  }
}
