package org.spiketrain.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;

/** Small files of an output folder that is being made: tables as CSV, figures as JSON. */
public final class OutputFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private OutputFiles() {}

  /**
   * Writes files into a folder.
   *
   * @throws UncheckedIOException if one is there already, or the file system fails
   */
  public static void write(Configuration conf, Path folder, Map<String, byte[]> files) {
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        FileSystems.write(
            fs, new Path(folder, file.getKey()), false, out -> out.write(file.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }

  /** Maps, lists, records and values as indented JSON. */
  public static byte[] json(Object tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("results are plain records", e);
    }
  }

  /** A table as RFC 4180 has it, below the names of its columns. */
  static byte[] csv(String header, List<? extends List<?>> rows) {
    return rows.stream()
        .map(row -> line(row) + "\n")
        .collect(Collectors.joining("", header + "\n", ""))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The fields of a row of a CSV file. */
  public static String line(Collection<?> row) {
    return row.stream().map(field -> quoted(field.toString())).collect(Collectors.joining(","));
  }

  private static String quoted(String field) {
    boolean special = field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
