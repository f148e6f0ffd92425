package org.spiketrain.data.io;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The local disk under another scheme, {@code strict://}, that like HDFS does not rename a file
 * onto another, and can be told to fail renames.
 */
public class StrictFileSystem extends RawLocalFileSystem {
  /** The same as {@code s3a://} and {@code gs://}, object stores; tells what was renamed last. */
  public static final class Store extends StrictFileSystem {
    static final List<String> RENAMED = Collections.synchronizedList(new ArrayList<>());

    /** The files of what was renamed, each of which an object store copies. */
    static final List<String> COPIED = Collections.synchronizedList(new ArrayList<>());

    private String scheme = "s3a";

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
    public boolean rename(Path from, Path to) throws IOException {
      RENAMED.add(to.getName());
      RemoteIterator<LocatedFileStatus> files = listFiles(from, true);
      while (files.hasNext()) {
        COPIED.add(files.next().getPath().getName());
      }
      return super.rename(from, to);
    }
  }

  /** Renames of paths whose name begins with this value fail. */
  static final String FAILING = "strict.failing-rename-from";

  private static final URI ROOT = URI.create("strict:///");

  /** Makes {@code strict://} known. */
  public static Configuration register(Configuration conf) {
    conf.set("fs.strict.impl", StrictFileSystem.class.getName());
    conf.set("fs.s3a.impl", Store.class.getName());
    conf.set("fs.s3a.impl.disable.cache", "true");
    conf.set("fs.gs.impl", Store.class.getName());
    conf.set("fs.gs.impl.disable.cache", "true");
    conf.set("fs.strict.impl.disable.cache", "true");
    return conf;
  }

  @Override
  public String getScheme() {
    return "strict";
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    String failing = getConf().get(FAILING, "");
    if (!failing.isEmpty() && from.getName().startsWith(failing)) {
      return false;
    }
    return !exists(to) && super.rename(from, to);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return plain(super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return Arrays.stream(super.listStatus(path))
        .map(StrictFileSystem::plain)
        .toArray(FileStatus[]::new);
  }

  /** Without the permissions, which the local file system looks up by a file:// path. */
  private static FileStatus plain(FileStatus local) {
    return new FileStatus(
        local.getLen(),
        local.isDirectory(),
        local.getReplication(),
        local.getBlockSize(),
        local.getModificationTime(),
        local.getPath());
  }
}
