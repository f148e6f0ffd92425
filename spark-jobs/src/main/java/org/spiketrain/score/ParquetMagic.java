package org.spiketrain.score;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.UserErrorException;

/**
 * Looks whether a file is a whole Parquet file before Spark reads it, whose own message is a failed
 * job.
 */
final class ParquetMagic {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private ParquetMagic() {}

  /**
   * Checks the first and the last bytes.
   *
   * @throws UserErrorException if the file is of another kind or truncated
   */
  static void check(Configuration conf, InputFile file) {
    Path path = new Path(file.location());
    try (FSDataInputStream in = FileSystems.of(conf, path).open(path)) {
      boolean whole =
          file.bytes() >= 3L * MAGIC.length && magicAt(in, 0) && magicAt(in, file.bytes() - 4);
      if (!whole) {
        throw new UserErrorException(
            "%s is not a Parquet file, or is truncated: restore it, or rename it by what it is"
                .formatted(file.location()));
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Name a file that can be read"
              .formatted(file.location(), e.getMessage()),
          e);
    }
  }

  private static boolean magicAt(FSDataInputStream in, long position) throws IOException {
    byte[] bytes = new byte[MAGIC.length];
    in.readFully(position, bytes);
    return Arrays.equals(bytes, MAGIC);
  }
}
