package org.spiketrain.data.table;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.spiketrain.data.FrameWeights;
import org.spiketrain.data.io.SourceFiles;

/**
 * The rows of a table, kept by Spark until they are closed.
 *
 * @param name what the table is called
 * @param rows the rows in their order
 * @param fingerprint of their content, in hexadecimal; their order does not matter to it
 */
public record LabelledRows(String name, JavaRDD<LabelledRow> rows, String fingerprint)
    implements AutoCloseable {
  /** Sums that no order of the rows changes. */
  private record Sums(long count, long first, long second) implements java.io.Serializable {
    static Sums of(LabelledRow row, FrameWeights weights) {
      String line = String.join("\n", row.label(), row.split(), row.text());
      if (weights == FrameWeights.PRESENT) {
        line += "\n" + row.weight();
      }
      ByteBuffer digest = ByteBuffer.wrap(DigestUtils.sha256(line));
      return new Sums(1, digest.getLong(), digest.getLong());
    }

    Sums and(Sums other) {
      return new Sums(count + other.count, first + other.first, second + other.second);
    }
  }

  static LabelledRows of(String name, JavaRDD<LabelledRow> rows, FrameWeights weights) {
    JavaRDD<LabelledRow> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
    Sums sums = kept.map(row -> Sums.of(row, weights)).fold(new Sums(0, 0, 0), Sums::and);
    String fingerprint =
        SourceFiles.fingerprint(
            Stream.of(sums.count, sums.first, sums.second).map(Long::toHexString));
    return new LabelledRows(name, kept, fingerprint);
  }

  /** Returns whether there are rows, none of which has a weight that can be used. */
  boolean lackWeights() {
    return !rows.isEmpty() && rows.filter(row -> row.weight().fault().isEmpty()).isEmpty();
  }

  /** Name of the table, or of the file or folder alone. */
  public String shortName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
