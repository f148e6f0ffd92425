package org.spiketrain.score;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Texts of one file that follow on each other, as they travel from task to task: of objects Java
 * would write the classes over and over, and Spark would estimate the sizes one by one.
 *
 * @param packed number of texts and of columns; of each text its row, itself, its problem and its
 *     columns, strings with their lengths before them
 */
@SuppressWarnings("ArrayRecordComponent")
record TextBlock(String file, byte[] packed) implements Serializable {
  private static final int NULL = -1;

  /** At least one text; their columns are strings. */
  static TextBlock of(List<RawText> texts) {
    try {
      return new TextBlock(texts.get(0).file(), packed(texts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] packed(List<RawText> texts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(texts.size());
    out.writeInt(texts.get(0).columns().length());
    for (RawText text : texts) {
      out.writeLong(text.row());
      write(out, text.text());
      write(out, text.problem());
      for (int c = 0; c < text.columns().length(); c++) {
        write(out, text.columns().getString(c));
      }
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    if (text == null) {
      out.writeInt(NULL);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /** The texts, in their order. */
  Iterator<RawText> texts() throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed));
    int count = in.readInt();
    int width = in.readInt();
    List<RawText> texts = new ArrayList<>(count);
    for (int k = 0; k < count; k++) {
      texts.add(new RawText(file, in.readLong(), read(in), read(in), columns(in, width)));
    }
    return texts.iterator();
  }

  private static Row columns(DataInputStream in, int width) throws IOException {
    Object[] columns = new Object[width];
    for (int c = 0; c < width; c++) {
      columns[c] = read(in);
    }
    return RowFactory.create(columns);
  }

  private static String read(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == NULL ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
