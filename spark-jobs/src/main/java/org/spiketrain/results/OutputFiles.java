package org.spiketrain.results;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;

/** Small files of an output folder that is being made. */
public final class OutputFiles {
  private OutputFiles() {}

  /**
   * Writes files into a folder.
   *
   * @param files their bytes by name
   * @throws UncheckedIOException if one is there already, or the file system fails
   */
  public static void write(Configuration conf, Path folder, Map<String, byte[]> files) {
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        try (OutputStream out = fs.create(new Path(folder, file.getKey()), false)) {
          out.write(file.getValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }

  /** Fields of CSV files as RFC 4180 has them. */
  public static final class CsvField {
    private CsvField() {}

    /** A field in quotes where it needs them. */
    public static String quoted(String field) {
      boolean special = field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      return special ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }
  }
}
