package org.spiketrain.data.io;

import io.jhdf.HdfFile;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts of a data set of one dimension, in UTF-8 whatever the file calls them: NumPy's bytes are
 * stored as if they were ASCII.
 */
final class TextColumn {
  private TextColumn() {}

  static boolean canRead(StoredData data) {
    return data.hasOneDimension()
        && (data.type() instanceof StringData
            || (data.type() instanceof VariableLength rows && rows.isVariableLengthString()));
  }

  /**
   * Reads all texts, without the spaces around them.
   *
   * @throws FileFaultException if one is not of UTF-8
   */
  static List<String> read(HdfFile file, StoredData data) throws FileFaultException {
    int count = Math.toIntExact(data.dataset().getSize());
    List<String> texts = new ArrayList<>();
    if (data.type() instanceof VariableLength) {
      RowColumn rows = new RowColumn(file, data.dataset());
      for (int k = 0; k < count; k++) {
        texts.add(text(rows.bytes(k), data.path(), k));
      }
      return texts;
    }
    int size = data.type().getSize();
    ByteBuffer all = data.dataset().getSliceDataBuffer(new long[] {0}, new int[] {count});
    for (int k = 0; k < count; k++) {
      texts.add(text(all.slice(all.position() + k * size, size), data.path(), k));
    }
    return texts;
  }

  private static String text(ByteBuffer bytes, String path, int row) throws FileFaultException {
    int end = 0;
    while (end < bytes.remaining() && bytes.get(bytes.position() + end) != 0) {
      end++;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(bytes.slice(bytes.position(), end))
          .toString()
          .strip();
    } catch (CharacterCodingException e) {
      throw new FileFaultException(
          "has a text in /%s, number %d from 0, that is not UTF-8: write it in UTF-8"
              .formatted(path, row),
          e);
    }
  }
}
