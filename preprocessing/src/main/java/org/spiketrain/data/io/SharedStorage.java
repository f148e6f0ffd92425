package org.spiketrain.data.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.model.Causes;
import org.spiketrain.model.UserErrorException;

/**
 * Storage that all of a cluster must see as one. A path on a local disk names another disk on each
 * machine, unless it is mounted: what executors write there would be missing from the output, and
 * Spark does not notice.
 */
public final class SharedStorage {
  private static final Logger LOG = LoggerFactory.getLogger(SharedStorage.class);

  private static final String TOKEN = "token";
  private static final int TRIES = 3;

  private static final String OTHER_DISKS =
      "not all executors wrote where the driver looks. Name a folder that all machines see, on HDFS, an object store or a mounted disk";

  private SharedStorage() {}

  /**
   * What an executor saw.
   *
   * @param place its host and port
   * @param token name of what it wrote
   * @param refusal why it could not write, empty if it could
   */
  private record Sight(
      String executor,
      String host,
      String place,
      String user,
      boolean seesDriver,
      String token,
      String refusal)
      implements Serializable {}

  /**
   * Returns whether executors may see something else at a path than the driver does: where it is on
   * a local disk, and executors are not in the driver's JVM.
   */
  public static boolean isDoubtful(SparkSession spark, Path path) {
    try {
      FileSystem fs = FileSystems.of(spark.sessionState().newHadoopConf(), path);
      return !spark.sparkContext().isLocal() && fs.getScheme().equals("file");
    } catch (IOException e) {
      throw AtomicOutput.notWritable(path, e);
    }
  }

  /**
   * Proves that each executor at work reads what the driver writes beside a path, and the driver
   * what that executor writes.
   *
   * @param path a file or folder, which need not be there
   * @throws UserErrorException if not, naming the executor
   */
  public static void check(SparkSession spark, Path path) {
    if (!isDoubtful(spark, path)) {
      return;
    }
    Configuration conf = spark.sessionState().newHadoopConf();
    try {
      FileSystem fs = FileSystems.of(conf, path);
      Path folder = StagingCleanup.temporary(fs.makeQualified(path));
      try {
        List<Sight> sights = checkAll(spark, fs, folder, path);
        if (!fs.delete(folder, true)) {
          throw otherUser(folder, sights.get(0), "what it writes cannot be moved or deleted");
        }
      } finally {
        fs.delete(folder, true);
      }
    } catch (IOException e) {
      throw AtomicOutput.notWritable(path, e);
    }
  }

  private static List<Sight> checkAll(SparkSession spark, FileSystem fs, Path folder, Path output)
      throws IOException {
    String token = UUID.randomUUID().toString();
    write(fs, new Path(folder, TOKEN), token);
    int processors = ClusterProcessors.count(spark.sparkContext());
    List<Sight> sights = new ArrayList<>();
    Set<String> blind = ClusterProcessors.executors(spark.sparkContext());
    // Where other tasks keep an executor busy, the next one may come to it.
    for (int tries = 1; tries <= TRIES && (sights.isEmpty() || !blind.isEmpty()); tries++) {
      int tasks = 2 * tries * processors;
      JavaRDD<Sight> looks = looks(spark, folder, token, tasks);
      sights.addAll(agreed(fs, folder, OutputNaming.written(output.toString(), looks::collect)));
      sights.forEach(sight -> blind.remove(sight.place()));
    }
    if (!blind.isEmpty()) {
      LOG.info("Whether {} share {} is not known: they are busy", blind, folder.getParent());
    }
    return sights;
  }

  private static JavaRDD<Sight> looks(SparkSession spark, Path folder, String token, int tasks) {
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    String place = folder.toString();
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .map(task -> look(conf.value(), new Path(place), token, task));
  }

  private static List<Sight> agreed(FileSystem fs, Path folder, List<Sight> sights)
      throws IOException {
    for (Sight sight : sights) {
      if (!sight.refusal().isEmpty()) {
        throw otherUser(folder, sight, sight.refusal());
      }
      if (!sight.seesDriver() || !fs.exists(new Path(new Path(folder, sight.token()), TOKEN))) {
        throw new UserErrorException(
            "Executor %s on %s does not share the disk of %s with the driver: what it writes there would be lost. Name a folder that all machines see, on HDFS, an object store or a mounted disk"
                .formatted(sight.executor(), sight.host(), folder.getParent()));
      }
    }
    return sights;
  }

  private static UserErrorException otherUser(Path folder, Sight sight, String problem) {
    return new UserErrorException(
        "Executor %s on %s (user %s) and the driver (user %s) cannot both write to %s: %s. Run both as the same user, or name a folder on HDFS or an object store"
            .formatted(
                sight.executor(),
                sight.host(),
                sight.user(),
                System.getProperty("user.name"),
                folder.getParent(),
                problem));
  }

  private static Sight look(Configuration conf, Path folder, String token, int task)
      throws IOException {
    FileSystem fs = FileSystems.of(conf, folder);
    BlockManagerId own = SparkEnv.get().blockManager().blockManagerId();
    String name = own.executorId() + "-" + task;
    boolean seesDriver = read(fs, new Path(folder, TOKEN)).equals(token);
    String refusal = "";
    if (seesDriver) {
      try {
        // In a folder of its own, as tasks write.
        write(fs, new Path(new Path(folder, name), TOKEN), token);
      } catch (IOException e) {
        if (FileSystems.isFull(e)) {
          throw e;
        }
        refusal = String.valueOf(e.getMessage());
      }
    }
    String user = System.getProperty("user.name");
    return new Sight(own.executorId(), own.host(), own.hostPort(), user, seesDriver, name, refusal);
  }

  private static String read(FileSystem fs, Path file) throws IOException {
    try (InputStream in = fs.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return "";
    }
  }

  private static void write(FileSystem fs, Path file, String text) throws IOException {
    try (OutputStream out = fs.create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Counts what an output has.
   *
   * @param written number of the rows that were written
   * @param count reads those that are there
   * @throws UserErrorException if their number is another one, or an executor does not find a file
   *     of them
   */
  public static void requireWritten(Path folder, long written, LongSupplier count) {
    long found = found(folder, written, count);
    if (found != written) {
      throw new UserErrorException(
          "%,d rows were written to %s, but %,d are there: %s"
              .formatted(written, folder, found, OTHER_DISKS));
    }
  }

  private static long found(Path folder, long written, LongSupplier count) {
    try {
      return count.getAsLong();
    } catch (Exception e) { // Scala does not declare Spark's exceptions.
      if (e instanceof AnalysisException) {
        // There is not even a file to learn the columns from.
        return 0;
      }
      if (Causes.of(e).any(FileNotFoundException.class::isInstance)) {
        throw new UserErrorException(
            "%,d rows were written to %s, and not every executor finds them there: %s"
                .formatted(written, folder, OTHER_DISKS),
            e);
      }
      throw e;
    }
  }
}
