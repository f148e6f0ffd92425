package org.spiketrain.train;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.OtherSchemeFileSystem;

/**
 * The local disk as a program leaves it that is killed between two of its steps, or in the middle
 * of a file: from then on nothing changes any more, whatever the program tries.
 */
public final class MortalFileSystem extends OtherSchemeFileSystem {
  /** A scheme that is served by this class alone, by its own renames. */
  static final String SCHEME = "mortal";

  private static final AtomicInteger STEPS = new AtomicInteger();

  private static volatile String from = "";
  private static volatile String until = "";
  private static volatile boolean counts;
  private static volatile boolean dead;

  private String scheme = SCHEME;

  /** Public for Hadoop alone. */
  public MortalFileSystem() {}

  /** A configuration in which this serves local files, and its own scheme. */
  static Configuration configuration() {
    Configuration conf = new Configuration();
    for (String served : List.of("file", SCHEME)) {
      serve(served, conf::set);
    }
    return conf;
  }

  /** A session of the same Spark that knows its scheme too. */
  static SparkSession known(SparkSession spark) {
    SparkSession session = spark.newSession();
    serve(SCHEME, session.conf()::set);
    return session;
  }

  private static void serve(String scheme, BiConsumer<String, String> settings) {
    settings.accept("fs.%s.impl".formatted(scheme), MortalFileSystem.class.getName());
    settings.accept("fs.%s.impl.disable.cache".formatted(scheme), "true");
  }

  /**
   * Lets it die after so many steps, counted from the first one on a path with {@code from} in its
   * name; not at all if one with {@code until} comes before.
   */
  static synchronized void dieAfter(int steps, String from, String until) {
    live();
    MortalFileSystem.from = from;
    MortalFileSystem.until = until;
    STEPS.set(steps);
  }

  static synchronized void live() {
    from = "";
    counts = false;
    dead = false;
  }

  static boolean isDead() {
    return dead;
  }

  /** Returns whether the program is killed in the midst of this step */
  private static synchronized boolean dies(Path path) throws IOException {
    if (dead) {
      throw new IOException("the program was killed before");
    }
    String name = path.toString();
    if (!from.isEmpty() && name.contains(from)) {
      counts = true;
    } else if (counts && name.contains(until)) {
      live();
    }
    dead = counts && STEPS.getAndDecrement() == 0;
    return dead;
  }

  private static void step(Path path) throws IOException {
    if (dies(path)) {
      throw new IOException("the program is killed at " + path);
    }
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    scheme = uri.getScheme();
    super.initialize(uri, conf);
  }

  @Override
  public String getScheme() {
    return scheme;
  }

  @Override
  public URI getUri() {
    return URI.create(scheme + ":///");
  }

  @Override
  public FSDataOutputStream create(Path path, boolean overwrite) throws IOException {
    step(path);
    return new FSDataOutputStream(new Written(super.create(path, overwrite), path), null);
  }

  /** A file of which half of the bytes are there when the program is killed. */
  private static final class Written extends FilterOutputStream {
    private final Path path;

    Written(OutputStream out, Path path) {
      super(out);
      this.path = path;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      boolean dies = dies(path);
      out.write(bytes, offset, dies ? length / 2 : length);
      if (dies) {
        out.flush();
        throw new IOException("the program is killed in the midst of " + path);
      }
    }
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    if (!exists(path)) {
      step(path);
    }
    return super.mkdirs(path);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    step(to);
    return super.rename(from, to);
  }

  /** One file of a folder after the other. */
  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (recursive && exists(path) && getFileStatus(path).isDirectory()) {
      for (FileStatus child : listStatus(path)) {
        delete(child.getPath(), true);
      }
    }
    step(path);
    return super.delete(path, recursive);
  }
}
