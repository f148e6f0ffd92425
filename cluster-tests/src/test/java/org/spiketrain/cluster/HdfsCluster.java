package org.spiketrain.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.DFSConfigKeys;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;

/** A name node and two data nodes, within the JVM of the test, on free ports of this machine. */
final class HdfsCluster implements Storage, AutoCloseable {
  private final MiniDFSCluster cluster;

  private HdfsCluster(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  static HdfsCluster start(Path logs) throws IOException {
    Configuration conf = new Configuration();
    Path disks = Files.createDirectories(logs.resolve("hdfs"));
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disks.toString());
    conf.setLong(DFSConfigKeys.DFS_NAMENODE_MIN_BLOCK_SIZE_KEY, 0);
    return new HdfsCluster(new MiniDFSCluster.Builder(conf).numDataNodes(2).build());
  }

  @Override
  public String path(String absolute) {
    return cluster.getURI() + absolute;
  }

  DistributedFileSystem files() throws IOException {
    return cluster.getFileSystem();
  }

  @Override
  public byte[] read(String absolute) throws IOException {
    try (InputStream in = files().open(new org.apache.hadoop.fs.Path(absolute))) {
      return in.readAllBytes();
    }
  }

  @Override
  public void write(String absolute, String text) throws IOException {
    try (OutputStream out = files().create(new org.apache.hadoop.fs.Path(absolute))) {
      out.write(text.getBytes(UTF_8));
    }
  }

  boolean exists(String absolute) throws IOException {
    return files().exists(new org.apache.hadoop.fs.Path(absolute));
  }

  /** The names in a folder. */
  @Override
  public List<String> list(String absolute) throws IOException {
    FileStatus[] found = files().listStatus(new org.apache.hadoop.fs.Path(absolute));
    return Stream.of(found).map(status -> status.getPath().getName()).toList();
  }

  /** Leaves a folder no room for anything more. */
  void fill(String absolute) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(absolute);
    long taken = files().getContentSummary(folder).getSpaceConsumed();
    files().setQuota(folder, HdfsConstants.QUOTA_DONT_SET, taken + 1);
  }

  void makeRoom(String absolute) throws IOException {
    files()
        .setQuota(
            new org.apache.hadoop.fs.Path(absolute),
            HdfsConstants.QUOTA_DONT_SET,
            HdfsConstants.QUOTA_RESET);
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
