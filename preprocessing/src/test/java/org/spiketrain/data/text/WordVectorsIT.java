package org.spiketrain.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.text.VectorSettings.Format;
import org.spiketrain.data.text.VectorSettings.Missing;
import org.spiketrain.model.UserErrorException;

class WordVectorsIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final List<String> WANTED = List.of("good", "film", "电影", "absent", ".");

  @TempDir private Path temp;

  private WordVectors read(String name, byte[] bytes, Format format) throws IOException {
    Path file = temp.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed = name.endsWith(".gz") ? new GZIPOutputStream(out) : out) {
      packed.write(bytes);
    }
    VectorSettings settings = new VectorSettings(file.toString(), format, Missing.UNKNOWN, 3, 1);
    return VectorFile.open(SPARK, settings, "data.text.vectors").read(WANTED);
  }

  private WordVectors text(String text) throws IOException {
    return read("vectors.txt", text.getBytes(StandardCharsets.UTF_8), Format.TEXT);
  }

  private static byte[] binary(boolean lineEnds) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("3 2\n".getBytes(StandardCharsets.UTF_8));
    float value = 0.5f;
    for (String word : List.of("other", "电影", "film")) {
      bytes.write((word + " ").getBytes(StandardCharsets.UTF_8));
      ByteBuffer numbers = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      bytes.write(numbers.putFloat(value).putFloat(-value).array());
      bytes.write(lineEnds ? "\n".getBytes(StandardCharsets.UTF_8) : new byte[0]);
      value++;
    }
    return bytes.toByteArray();
  }

  @Test
  void takesTheWantedWordsOfGlovesText() throws IOException {
    WordVectors vectors =
        text("the 1 2 3\ngood 0.5 -1 2e-1\nfilm 1 1 1 \n. . . 7 8 9\nfilm 2 2 2\n");
    assertThat(vectors.dimensions()).isEqualTo(3);
    assertThat(vectors.vectors()).containsOnlyKeys("good", "film");
    assertThat(vectors.vectors().get("good")).containsExactly(0.5f, -1, 0.2f);
    assertThat(vectors.vectors().get("film")).containsExactly(1, 1, 1);
    assertThat(vectors.repeated()).isEqualTo(1);
  }

  @Test
  void takesTheWantedWordsOfWord2vecsText() throws IOException {
    byte[] bytes = "2 2\n电影 1 2 \nother 3 4 \n".getBytes(StandardCharsets.UTF_8);
    WordVectors vectors = read("vectors.txt.gz", bytes, Format.TEXT);
    assertThat(vectors.dimensions()).isEqualTo(2);
    assertThat(vectors.vectors().get("电影")).containsExactly(1, 2);
  }

  @Test
  void theWordOfALineIsWhatStandsBeforeItsLastNumbers() throws IOException {
    for (String first : List.of("", "9 3\n", "\uFEFF", ". . . 7 8 9\n", "10 000 7 8 9\n")) {
      WordVectors vectors =
          text(first + "good 1 2 3\r\ngood 10 4 5 6 \r\nfilm\t1\t1\t1\r\n. . . 7 8 9\n  1 2 3\n");
      assertThat(vectors.vectors()).containsOnlyKeys("good", "film");
      assertThat(vectors.vectors().get("good")).containsExactly(1, 2, 3);
      assertThat(vectors.repeated()).isZero();
    }
  }

  @Test
  void wordsAndHeadersOfNumbersAreToldApart() throws IOException {
    assertThat(text("3 2\n17 1 2\n18 1 2\ngood 1 2\n").vectors()).containsOnlyKeys("good");
    assertThat(text("1990 5\ngood 3\n").vectors().get("good")).containsExactly(3);
    assertThat(text("1 2\ngood 1 2\n1 2\nfilm 1 2\n").vectors()).hasSize(2);
  }

  @Test
  void takesTheWantedWordsOfWord2vecsBinaryForm() throws IOException {
    for (boolean lineEnds : new boolean[] {true, false}) {
      WordVectors vectors = read("vectors.bin.gz", binary(lineEnds), Format.WORD2VEC_BINARY);
      assertThat(vectors.vectors()).containsOnlyKeys("电影", "film");
      assertThat(vectors.vectors().get("电影")).containsExactly(1.5f, -1.5f);
      assertThat(vectors.vectors().get("film")).containsExactly(2.5f, -2.5f);
    }
  }

  /** Hadoop takes a comma for the end of a path, and in a pattern a colon for that of a scheme. */
  @Test
  void readsAFileInAFolderWithACommaAndAColon() throws IOException {
    Files.createDirectory(temp.resolve("lab, 02:30"));
    byte[] bytes = "good 1 2\n".getBytes(StandardCharsets.UTF_8);
    assertThat(read("lab, 02:30/a, b.txt", bytes, Format.TEXT).vectors()).containsOnlyKeys("good");
    assertThat(read("lab, 02:30/a:b.bin", binary(true), Format.WORD2VEC_BINARY).vectors())
        .hasSize(2);
    assertThatThrownBy(() -> read("lab, 02:30/a:b.txt", bytes, Format.TEXT))
        .isInstanceOf(UserErrorException.class)
        .hasMessageEndingWith(
            "a:b.txt has a colon in its name, with which Hadoop's readers cannot read it: rename it");
  }

  private void assertRefused(String text, String message) {
    assertThatThrownBy(() -> text(text))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("vectors.txt")
        .hasMessageContaining(message);
  }

  @Test
  void refusesVectorsThatAreNone() {
    assertRefused("the 1 2 3\ngood 1 2\n", "has 2 numbers in the vector of \"good\", but 3");
    assertRefused("the 1 2 3\ngood 1 2 3 and 1 2 3\n", "has 7 numbers in the vector of \"good\"");
    assertRefused(
        "the 1 2 3\ngood 1 2 3 4\n",
        "none of the 5 words of the corpus (it begins with \"the 1 2 3");
    assertRefused(
        "2 3\ngood 1 2\nfilm 1 2\n",
        "in its first line that a vector has 3 numbers, but they have 2");
    assertRefused("good,1,2\n", "does not begin with a word");
    assertRefused("the 1 2 3\ngood 1 NaN 3\n", "has NaN in the vector of \"good\"");
    assertRefused("the 1 2 3\ngood 1 1e99 3\n", "has Infinity in the vector of \"good\"");
    assertRefused("the 1 2 3\ngood 1 2 x\n", "has \"x\" in the vector of \"good\"");
    assertRefused("the 1 2 3\nand 1 2 3\n", "has none of the 5 words");
    assertRefused("", "does not begin with a word");
    assertRefused("word\n", "does not begin with a word");
  }

  @Test
  void refusesBinaryFilesThatAreNone() throws IOException {
    byte[] whole = binary(true);
    assertThatThrownBy(
            () -> read("cut.bin", Arrays.copyOf(whole, whole.length - 6), Format.WORD2VEC_BINARY))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("is cut off");
    assertThatThrownBy(
            () ->
                read(
                    "text.bin",
                    "good 1 2\n".getBytes(StandardCharsets.UTF_8),
                    Format.WORD2VEC_BINARY))
        .hasMessageContaining("data.text.vectors-format");
  }

  private void assertRefused(String name, byte[] bytes, Format format, String message) {
    assertThatThrownBy(() -> read(name, bytes, format))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(name + " " + message);
  }

  @Test
  void refusesAFileOfTheOtherFormat() throws IOException {
    String remedy = "set data.text.vectors-format to ";
    assertRefused("v.bin", binary(true), Format.TEXT, "is no text: " + remedy + "word2vec-binary");
    byte[] text = "2 3\ngood 1 2 3\nfilm 1 2 3\n".getBytes(StandardCharsets.UTF_8);
    assertRefused("v.txt", text, Format.WORD2VEC_BINARY, "is text: " + remedy + "text");
    byte[] few = binary(true);
    few[0] = '1';
    assertRefused("v.bin", few, Format.WORD2VEC_BINARY, "goes on behind the 1 vectors of 2");
    byte[] none = new byte[99];
    assertRefused("v.bin", none, Format.WORD2VEC_BINARY, "does not begin with two numbers");
    assertRefused("v.bin", none, Format.TEXT, "is no text: name a file");
  }

  @Test
  void refusesAFileThatIsPackedOtherwise() throws IOException {
    byte[] text = "good 1 2 3\n".repeat(9).getBytes(StandardCharsets.UTF_8);
    read("v.gz", text, Format.TEXT);
    byte[] packed = Files.readAllBytes(temp.resolve("v.gz"));
    assertRefused("v.txt", packed, Format.TEXT, "is packed with gzip: unpack it, or name it");
    for (byte[] content : List.of(Arrays.copyOf(packed, packed.length - 9), text)) {
      Path file = temp.resolve("other.gz");
      Files.write(file, content);
      VectorSettings settings = VectorSettings.ofFile(file.toString(), Format.TEXT);
      assertThatThrownBy(() -> VectorFile.open(SPARK, settings, "attack.vectors").read(WANTED))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining(
              content == text ? "other.gz is not packed with gzip" : "other.gz is cut off");
    }
    byte[] page = "\n<!DOCTYPE html>\n<html>".getBytes(StandardCharsets.UTF_8);
    assertRefused("v.txt", page, Format.TEXT, "is a web page");
  }

  @Test
  void trainsTheSameVectorsAgain() {
    VectorSettings settings = new VectorSettings("", Format.TEXT, Missing.UNKNOWN, 4, 2);
    List<List<String>> sentences =
        List.of(List.of("a", "good", "film"), List.of("a", "bad", "film"), List.of("a"));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(SPARK.sparkContext());
    WordVectors first =
        WordVectors.trained(SPARK, context.parallelize(sentences, 2), settings, 1, 7);
    WordVectors again =
        WordVectors.trained(SPARK, context.parallelize(sentences, 3), settings, 1, 7);
    assertThat(first.vectors()).containsOnlyKeys("a", "good", "bad", "film");
    first
        .vectors()
        .forEach((word, vector) -> assertThat(again.vectors().get(word)).isEqualTo(vector));
  }
}
