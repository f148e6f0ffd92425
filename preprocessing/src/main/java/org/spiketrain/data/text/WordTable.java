package org.spiketrain.data.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.io.ParquetFooter;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.RateTable;

/**
 * The vocabulary of a folder of frames: its words by number with their rates, in {@code
 * _words.parquet} beside the splits. Columns: {@code word}, and {@code rates}, 32-bit floats in
 * little-endian order one after the other. Row 0 is the unknown word, written as an empty text.
 */
public record WordTable(List<String> words, RateTable rates) {
  private static final String FILE = "_words.parquet";
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message words { required binary word (STRING); required binary rates; }");
  private static final long SMALL = 16 << 20;
  private static final long LARGEST_RATIO = 100;
  private static final int WORD = 0;
  private static final int RATES = 1;

  public WordTable {
    words = List.copyOf(words);
    rates.checkWords(words);
  }

  /** The number of each word but the unknown one. */
  Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int k = 1; k < words.size(); k++) {
      numbers.put(words.get(k), k);
    }
    return numbers;
  }

  /**
   * Reads the vocabulary of a folder of frames.
   *
   * @throws UserErrorException if the folder is no folder of frames of sentences, or the file is
   *     missing or has another length than its manifest says
   */
  static WordTable read(Configuration conf, Path frames, Manifest manifest) {
    TextCorpus.VocabularyFacts facts = manifest.corpus(TextCorpus.class).words();
    int dimensions = facts.dimensions();
    FileStatus file = FrameParquet.checkFile(conf, frames, FILE, manifest);
    ParquetFooter.check(conf, file.getPath());
    List<String> words = new ArrayList<>();
    float[] rates = new float[numbers(manifest, frames, file.getLen())];
    try (ParquetReader<Group> rows =
        ParquetReader.builder(new GroupReadSupport(), file.getPath()).withConf(conf).build()) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        floats(row.getBinary(RATES, 0)).get(rates, words.size() * dimensions, dimensions);
        words.add(row.getString(WORD, 0));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the words of " + frames, e);
    } catch (RuntimeException e) {
      // Whatever Parquet throws over bytes that are not as its footer says.
      throw damaged(frames, e.getMessage(), e);
    }
    return new WordTable(words, new RateTable(dimensions, rates));
  }

  /**
   * The manifest's numbers of all words; rates hardly shrink, so that the file's length shows how
   * many there are.
   */
  private static int numbers(Manifest manifest, Path frames, long bytes) {
    TextCorpus.VocabularyFacts words = manifest.corpus(TextCorpus.class).words();
    long most = SMALL + LARGEST_RATIO * bytes;
    if (words.count() < 1
        || words.dimensions() < 1
        || (long) words.count() * words.dimensions() > most) {
      throw damaged(
          frames,
          "%d words of %d dimensions in %d bytes"
              .formatted(words.count(), words.dimensions(), bytes),
          null);
    }
    return words.count() * words.dimensions();
  }

  private static UserErrorException damaged(Path frames, String reason, Exception cause) {
    return new UserErrorException(
        "%s is damaged (%s): run preprocess again".formatted(new Path(frames, FILE), reason),
        cause);
  }

  private static FloatBuffer floats(Binary bytes) {
    return bytes.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  void write(Configuration conf, Path frames) {
    SimpleGroupFactory rows = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> out =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(new Path(frames, FILE), conf))
            .withConf(conf)
            .withType(SCHEMA)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      for (int k = 0; k < words.size(); k++) {
        Binary bytes = Binary.fromConstantByteArray(bytes(k));
        out.write(rows.newGroup().append("word", words.get(k)).append("rates", bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the words of " + frames, e);
    }
  }

  private byte[] bytes(int word) {
    int dimensions = rates.dimensions();
    ByteBuffer bytes = ByteBuffer.allocate(dimensions * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(rates.rates(), word * dimensions, dimensions);
    return bytes.array();
  }
}
