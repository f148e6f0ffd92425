package org.spiketrain.data.text;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.spiketrain.data.io.FileFaultException;

/** Reads word2vec's binary form: a header, then words, each followed by its floats. */
final class VectorBinary {
  private static final int LONGEST_WORD = 1 << 16;

  private VectorBinary() {}

  /**
   * The vectors of the wanted words.
   *
   * @param in the file from its beginning, unpacked
   * @param header its first line
   * @throws FileFaultException if there is more than the header counts
   * @throws EOFException if it ends before its last vector
   */
  static List<FoundVector> read(InputStream in, VectorHeader header, Set<String> words)
      throws IOException, FileFaultException {
    textUntil(in, '\n');
    int bytes = header.dimensions() * Float.BYTES;
    List<FoundVector> found = new ArrayList<>();
    for (long k = 0; k < header.vectors(); k++) {
      // Some writers end each vector with a line end, some do not.
      String word = textUntil(in, ' ').stripLeading();
      if (words.contains(word)) {
        found.add(FoundVector.of(word, floats(in.readNBytes(bytes), bytes)));
      } else {
        in.skipNBytes(bytes);
      }
    }
    if (!new String(in.readNBytes(2), StandardCharsets.UTF_8).isBlank()) {
      throw new FileFaultException(
          "goes on behind the %d vectors of %d numbers that its first line counts"
              .formatted(header.vectors(), header.dimensions()));
    }
    return found;
  }

  private static String textUntil(InputStream in, char end) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int next = in.read(); next != end; next = in.read()) {
      if (next < 0 || text.size() > LONGEST_WORD) {
        throw new EOFException("no end of a word");
      }
      text.write(next);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static float[] floats(byte[] read, int expected) throws EOFException {
    if (read.length < expected) {
      throw new EOFException("no end of a vector");
    }
    float[] vector = new float[expected / Float.BYTES];
    ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
