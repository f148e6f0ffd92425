package org.spiketrain.pipeline;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/**
 * A local disk that all machines share, and on which driver and executors are different users.
 * Which of them is kept from what, the name of a folder says.
 */
public final class OtherUsersDisk extends LocalFileSystem {
  /** A folder in which the driver alone may write. */
  static final String OF_DRIVER = "of-driver";

  /** A folder in which nobody but its writer deletes a file, as in /tmp. */
  static final String STICKY = "sticky";

  /** Public for Hadoop alone. */
  public OtherUsersDisk() {}

  /** A session of the same Spark that has this one for its local disk. */
  static SparkSession session(SparkSession spark) {
    SparkSession session = spark.newSession();
    session.conf().set("fs.file.impl", OtherUsersDisk.class.getName());
    session.conf().set("fs.file.impl.disable.cache", "true");
    return session;
  }

  private static boolean isDriver() {
    return SparkEnv.get().executorId().equals("driver");
  }

  private static boolean isIn(String folder, Path path) {
    return path.toUri().getPath().contains("/" + folder + "/");
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (isIn(OF_DRIVER, path) && !isDriver()) {
      throw new IOException("Permission denied");
    }
    return super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return !(isIn(STICKY, path) && isDriver()) && super.delete(path, recursive);
  }
}
