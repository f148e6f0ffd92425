package org.spiketrain.data.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.model.UserErrorException;

/**
 * The right to write into an output folder, which one program at a time has. It is a file {@code
 * .lease-<uuid>} there, touched every ten seconds; one that has not been touched for a minute, or
 * whose process is known to be dead, is taken over.
 *
 * <p>Every claim is a file of its own name: who writes one and then lists the folder sees whoever
 * has written before, so that of two at most one goes on, and nobody can delete or replace a lease
 * that he has not seen. This needs no file that is created atomically, only listings that show what
 * has been written, as those of local disks, HDFS and the large object stores do. Times are those
 * of the file system, whatever the clocks of hosts say. Whoever was stopped for long between
 * looking and taking sees by a second look that another one has taken over. One thing is not
 * certain on a file system without {@link FileSystem#setTimes}, which object stores are: a holder
 * that was stopped for a minute just between looking for its lease and writing it anew.
 */
public final class OutputLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputLease.class);

  /** What the name of a lease begins with. */
  public static final String PREFIX = ".lease-";

  private static final int BEAT_SECONDS = 10;
  private static final int TRIES = 20;
  private static final int VANISHED_TRIES = 5;
  private static final int LONGEST_PAUSE_MILLIS = 200;

  /** Those of this program, by their folders. */
  private static final Map<Path, OutputLease> HELD = new ConcurrentHashMap<>();

  private final FileSystem fs;
  private final Path folder;
  private final Path file;
  private final LeaseHolder holder;
  private final CreatedFolders created;
  private final Optional<LeaseHolder> previous;
  private final long offsetMillis;
  private final ExecutorService heart;
  private volatile boolean lost;

  /** A lease that was found. */
  private record Found(Path file, LeaseHolder holder, long touched) {
    /** Returns whether it may be taken over; the file system is so many milliseconds ahead. */
    boolean isOver(LeaseHolder looking, long offsetMillis) {
      long now = System.currentTimeMillis() + offsetMillis;
      return touched + 1000L * holder.expirySeconds() < now
          || holder.isDead(looking)
          || looking.follows(holder);
    }

    Instant expiry() {
      return Instant.ofEpochMilli(touched)
          .plusSeconds(holder.expirySeconds())
          .truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /** Somebody else has the lease. */
  private static final class HeldException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Found other;

    HeldException(Found other) {
      super(other.toString());
      this.other = other;
    }
  }

  private OutputLease(
      FileSystem fs,
      Path folder,
      Path file,
      LeaseHolder holder,
      CreatedFolders created,
      Optional<LeaseHolder> previous,
      long offsetMillis) {
    this.fs = fs;
    this.folder = folder;
    this.file = file;
    this.holder = holder;
    this.created = created;
    this.previous = previous;
    this.offsetMillis = offsetMillis;
    this.heart =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "output lease");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the lease of a folder, which is made if it is not there.
   *
   * @throws UserErrorException if somebody else has it, or if nothing can be written there
   */
  public static OutputLease take(SparkSession spark, Path folder) {
    try {
      return take(
          spark.sessionState().newHadoopConf(), folder, LeaseHolder.of(spark.sparkContext()));
    } catch (IOException e) {
      throw AtomicOutput.notWritable(folder, e);
    }
  }

  /**
   * Takes the lease of a folder without Spark, as soon as whoever has it gives it back.
   *
   * @param patience how long that may take
   * @throws UserErrorException if somebody else has it longer, or if nothing can be written there
   */
  public static OutputLease take(Configuration conf, Path folder, Duration patience) {
    Instant end = Instant.now().plus(patience);
    try {
      LeaseHolder claim = LeaseHolder.withoutSpark();
      while (true) {
        try {
          return tryTake(conf, folder, claim);
        } catch (HeldException e) {
          if (Instant.now().isAfter(end)) {
            throw new UserErrorException(
                "%s is being written to by another program (%s): wait until it ends. If it was killed, this works after %s"
                    .formatted(folder, e.other.holder.description(), e.other.expiry()),
                e);
          }
          pause();
        }
      }
    } catch (IOException e) {
      throw AtomicOutput.notWritable(folder, e);
    }
  }

  static OutputLease take(Configuration conf, Path folder, LeaseHolder claim) throws IOException {
    try {
      return tryTake(conf, folder, claim);
    } catch (HeldException e) {
      throw new UserErrorException(
          "Output %s is in use by another run (%s): wait until it ends, or name another folder with -D output.path=.... If it was killed, this one can begin, or go on with --resume, after %s"
              .formatted(
                  FileSystems.of(conf, folder).makeQualified(folder),
                  e.other.holder.description(),
                  e.other.expiry()),
          e);
    }
  }

  private static OutputLease tryTake(Configuration conf, Path folder, LeaseHolder claim)
      throws IOException, HeldException {
    FileSystem fs = FileSystems.withoutChecksumFiles(FileSystems.of(conf, folder));
    Path root = fs.makeQualified(folder);
    CreatedFolders created = CreatedFolders.of(fs, root);
    if (created.highest().isEmpty() && fs.getFileStatus(root).isFile()) {
      throw new UserErrorException(
          "Output %s is a file: name a folder with -D output.path=...".formatted(root));
    }
    try {
      return take(fs, root, claim, created);
    } catch (IOException | HeldException | RuntimeException e) {
      created.deleteEmpty();
      throw e;
    }
  }

  private static OutputLease take(
      FileSystem fs, Path root, LeaseHolder claim, CreatedFolders created)
      throws IOException, HeldException {
    for (int tries = 1; ; tries++) {
      Path file = claim(fs, root, claim);
      long offset = fs.getFileStatus(file).getModificationTime() - System.currentTimeMillis();
      List<Found> live = new ArrayList<>(others(fs, root, file));
      List<Found> over = live.stream().filter(one -> one.isOver(claim, offset)).toList();
      live.removeAll(over);
      if (live.isEmpty()) {
        Optional<LeaseHolder> previous = takeOver(fs, root, over);
        LeaseHolder holder = claim.holding();
        write(fs, file, holder);
        // Whoever was stopped for long since it looked was taken for dead, and has a successor.
        live.addAll(others(fs, root, file).stream().filter(one -> one.holder.held()).toList());
        if (live.isEmpty()) {
          OutputLease lease = new OutputLease(fs, root, file, holder, created, previous, offset);
          lease.begin();
          return lease;
        }
      }
      fs.delete(file, false);
      Found other = live.get(0);
      if (other.holder.held() || tries == TRIES) {
        throw new HeldException(other);
      }
      pause();
    }
  }

  private static Path claim(FileSystem fs, Path root, LeaseHolder claim) throws IOException {
    Path file = FileSystems.child(root, PREFIX + UUID.randomUUID());
    for (int tries = 1; ; tries++) {
      try {
        FileSystems.write(fs, file, false, out -> out.write(claim.toBytes()));
        return file;
      } catch (IOException | RuntimeException e) {
        // On a full disk an empty file would stay, and keep this user away from the folder.
        fs.delete(file, false);
        // Those before take the folder away that they have made, while this one comes.
        boolean vanished = e instanceof FileNotFoundException || !fs.exists(root);
        if (!vanished || tries == VANISHED_TRIES) {
          throw e;
        }
        LOG.debug("{} is gone", root, e);
      }
    }
  }

  private static Optional<LeaseHolder> takeOver(FileSystem fs, Path root, List<Found> over)
      throws IOException {
    for (Found one : over) {
      LOG.info("The run before this one in {} ended early: {}", root, one.holder.description());
      fs.delete(one.file, false);
    }
    return over.stream().map(Found::holder).filter(LeaseHolder::held).findFirst();
  }

  private static List<Found> others(FileSystem fs, Path root, Path own) throws IOException {
    List<Found> found = new ArrayList<>();
    for (FileStatus one : fs.listStatus(root)) {
      Path path = one.getPath();
      if (path.getName().startsWith(PREFIX) && !path.getName().equals(own.getName())) {
        try {
          LeaseHolder holder = LeaseHolder.read(FileSystems.readWhole(fs, path));
          found.add(new Found(path, holder, one.getModificationTime()));
        } catch (FileNotFoundException e) {
          LOG.debug("Gone meanwhile: {}", path);
        } catch (IOException e) {
          // It is just being written, or a disk was full.
          found.add(new Found(path, LeaseHolder.UNKNOWN, one.getModificationTime()));
        }
      }
    }
    return found;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void begin() throws IOException {
    if (holder.attempt() == 0) {
      // A second attempt knows by it that the first one was killed.
      fs.deleteOnExit(file);
    }
    HELD.put(folder, this);
    heart.execute(this::beatUntilClosed);
  }

  private static void write(FileSystem fs, Path file, LeaseHolder holder) throws IOException {
    FileSystems.write(fs, file, true, out -> out.write(holder.toBytes()));
  }

  private void beatUntilClosed() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(BEAT_SECONDS);
        beat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Touches the file; one that is gone is not made again. */
  void beat() {
    try {
      long before = fs.getFileStatus(file).getModificationTime();
      fs.setTimes(file, System.currentTimeMillis() + offsetMillis, -1);
      if (fs.getFileStatus(file).getModificationTime() == before) {
        write(fs, file, holder);
      }
    } catch (FileNotFoundException e) {
      lost = true;
    } catch (IOException | RuntimeException e) {
      // The next one may go well, long before the lease expires.
      LOG.debug("The lease of {} could not be touched", folder, e);
    }
  }

  /** Returns whether an earlier driver of the same application, which was killed, had it. */
  public boolean isOfSecondAttempt() {
    return previous.filter(holder::follows).isPresent();
  }

  /**
   * Looks before something is committed whether this program still has the leases that it took of
   * the folders above.
   *
   * @param target qualified path of what is to be committed
   * @throws UserErrorException if somebody else has taken over
   */
  static void requireKept(Path target) {
    for (OutputLease lease : HELD.values()) {
      if (OutputGuard.holds(lease.folder, target)) {
        lease.requireKept();
      }
    }
  }

  /** The same of a path that may be relative. */
  public static void requireKept(Configuration conf, Path target) {
    if (!HELD.isEmpty()) {
      try {
        requireKept(FileSystems.of(conf, target).makeQualified(target));
      } catch (IOException e) {
        throw AtomicOutput.notWritable(target, e);
      }
    }
  }

  /**
   * Looks whether the lease is still there.
   *
   * @throws UserErrorException if not
   */
  public void requireKept() {
    if (isLost()) {
      throw new UserErrorException(lossMessage());
    }
  }

  /** Returns whether somebody has taken the lease away. */
  public boolean isLost() {
    try {
      lost = lost || !fs.exists(file);
    } catch (IOException e) {
      LOG.debug("It was not found out whether the lease of {} is there", folder, e);
    }
    return lost;
  }

  /**
   * Does what needs the lease.
   *
   * @throws UserErrorException if it fails and the lease is gone, whatever it failed by
   */
  public <T> T whileHeld(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (isLost()) {
        throw new UserErrorException(lossMessage(), e);
      }
      throw e;
    }
  }

  private String lossMessage() {
    return "Output %s is no longer this run's: %s. It stops here and writes nothing more; name another folder with -D output.path=..."
        .formatted(folder, successor());
  }

  private String successor() {
    try {
      return others(fs, folder, file).stream()
          .findFirst()
          .map(
              one ->
                  "another one (%s) took it over, since this one did not answer for %d s"
                      .formatted(one.holder.description(), holder.expirySeconds()))
          .orElse("its lease, " + file.getName() + ", was deleted");
    } catch (IOException e) {
      return "its lease is gone (" + e.getMessage() + ")";
    }
  }

  /** A beat that is under way could write the file anew after it was deleted. */
  private void stopHeart() {
    heart.shutdownNow();
    try {
      if (!heart.awaitTermination(BEAT_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("The file system of {} does not answer", folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives the lease back, and takes folders away that were made for it alone. */
  @Override
  public void close() {
    stopHeart();
    HELD.remove(folder, this);
    if (holder.attempt() > 0 && ShutdownHookManager.get().isShutdownInProgress()) {
      return;
    }
    try {
      fs.delete(file, false);
      fs.cancelDeleteOnExit(file);
      created.deleteEmpty();
    } catch (IOException e) {
      LOG.warn("Could not delete {}, delete it by hand: {}", file, e.toString());
    }
  }
}
