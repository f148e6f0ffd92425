package org.spiketrain.data.text;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;

/** Reads word2vec's binary form, word after word; only the wanted vectors are kept. */
final class BinaryVectors {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int LONGEST_WORD = 1 << 16;
  private static final String REMEDY =
      "set data.text.vectors-format to the file's, or fetch it again";

  private final InputStream in;
  private final Set<String> words;

  private BinaryVectors(InputStream in, Set<String> words) {
    this.in = in;
    this.words = words;
  }

  /** The vectors of the wanted words, or the one fault of the file. */
  static List<FoundVector> read(Configuration conf, String location, Set<String> words) {
    Path path = new Path(location);
    try (InputStream raw = FileSystems.of(conf, path).open(path);
        InputStream in = new BufferedInputStream(unpacking(raw, path), BUFFER_BYTES)) {
      return new BinaryVectors(in, words).all();
    } catch (EOFException | ZipException e) {
      return List.of(
          FoundVector.bad("is cut off or no word2vec binary file (%s): %s".formatted(e, REMEDY)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + location, e);
    }
  }

  private static InputStream unpacking(InputStream in, Path path) throws IOException {
    return path.getName().endsWith(".gz") ? new GZIPInputStream(in, BUFFER_BYTES) : in;
  }

  private List<FoundVector> all() throws IOException {
    String header = textUntil('\n');
    if (!TextVectorLine.isHeader(header)) {
      return List.of(FoundVector.bad("does not begin with two numbers and a line end: " + REMEDY));
    }
    long vectors = TextVectorLine.vectors(header);
    int dimensions = TextVectorLine.dimensions(header);
    List<FoundVector> found = new ArrayList<>();
    for (long k = 0; k < vectors; k++) {
      // Some writers end each vector with a line end, some do not.
      String word = textUntil(' ').stripLeading();
      if (words.contains(word)) {
        found.add(FoundVector.of(word, floats(dimensions)));
      } else {
        in.skipNBytes((long) dimensions * Float.BYTES);
      }
    }
    return found;
  }

  private String textUntil(char end) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int next = in.read(); next != end; next = in.read()) {
      if (next < 0 || text.size() > LONGEST_WORD) {
        throw new EOFException("no end of a word");
      }
      text.write(next);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private float[] floats(int dimensions) throws IOException {
    byte[] bytes = in.readNBytes(dimensions * Float.BYTES);
    if (bytes.length < dimensions * Float.BYTES) {
      throw new EOFException("no end of a vector");
    }
    float[] vector = new float[dimensions];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
