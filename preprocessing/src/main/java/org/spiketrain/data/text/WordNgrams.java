package org.spiketrain.data.text;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.model.UserErrorException;
import scala.Tuple2;

/**
 * The n-grams of two and more words that have channels beside the words', each known by a hash of
 * 64 bits: of a million n-grams any two have the same one with a probability of 3e-8. Channels are
 * in the order of their lengths, then of their hashes, so that they do not depend on how they were
 * counted.
 */
final class WordNgrams implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Words alone. */
  static final WordNgrams NONE = new WordNgrams(new long[0][]);

  /**
   * Settings of n-grams.
   *
   * @param longest words of the longest n-grams that spike, 1 (none) to {@link #LONGEST} (key
   *     {@code data.text.ngrams})
   * @param minimumCount how often, at least 1, an n-gram must occur in the train split to have a
   *     channel (key {@code data.text.ngram-minimum-count})
   */
  public record Settings(int longest, int minimumCount) implements Serializable {
    /** No n-grams. */
    public static final Settings NONE = new Settings(1, 1);

    /** Words of the longest n-grams that there may be. */
    public static final int LONGEST = 5;
  }

  /** Hashes by length, from 2 words on, each ascending. */
  private final long[][] hashes;

  private WordNgrams(long[][] hashes) {
    this.hashes = hashes;
  }

  /** Counts the n-grams of training sentences, each cut after {@code maxWords} words. */
  static WordNgrams count(JavaRDD<List<String>> sentences, int maxWords, Settings settings) {
    int longest = settings.longest();
    if (longest == 1) {
      return NONE;
    }
    long minimum = settings.minimumCount();
    List<Tuple2<Integer, Long>> counted =
        sentences
            .flatMap(words -> all(words.subList(0, Math.min(maxWords, words.size())), longest))
            .mapToPair(ngram -> new Tuple2<>(ngram, 1L))
            .reduceByKey(Long::sum)
            .filter(ngram -> ngram._2() >= minimum)
            .keys()
            .collect();
    long[][] hashes = new long[longest - 1][];
    for (int k = 0; k < hashes.length; k++) {
      int length = k + 2;
      hashes[k] =
          counted.stream()
              .filter(ngram -> ngram._1() == length)
              .mapToLong(Tuple2::_2)
              .sorted()
              .toArray();
    }
    return new WordNgrams(hashes);
  }

  private static Iterator<Tuple2<Integer, Long>> all(List<String> words, int longest) {
    List<Tuple2<Integer, Long>> found = new ArrayList<>();
    long[] ofWords = hashes(words);
    for (int last = 1; last < ofWords.length; last++) {
      for (int length = 2; length <= Math.min(longest, last + 1); length++) {
        found.add(new Tuple2<>(length, hash(ofWords, last, length)));
      }
    }
    return found.iterator();
  }

  private static long[] hashes(List<String> words) {
    return words.stream()
        .mapToLong(
            word ->
                ByteBuffer.wrap(DigestUtils.md5(word.getBytes(StandardCharsets.UTF_8))).getLong())
        .toArray();
  }

  /** Depends on the order of the words; multiplying by odd numbers loses none of the 64 bits. */
  private static long hash(long[] words, int last, int length) {
    long hash = length;
    for (int w = last - length + 1; w <= last; w++) {
      hash = (Long.rotateLeft(hash, 31) ^ words[w]) * 0x9E3779B97F4A7C15L;
    }
    return hash ^ (hash >>> 29);
  }

  /** Words of the longest n-grams; 1 where there are none. */
  int longest() {
    return 1 + hashes.length;
  }

  /** Number of n-grams of 2 to {@code length} words. */
  int countUpTo(int length) {
    return Arrays.stream(hashes, 0, length - 1).mapToInt(own -> own.length).sum();
  }

  /** Number of n-grams. */
  int count() {
    return countUpTo(longest());
  }

  /**
   * The numbers, from 0, of the known n-grams that end at each word, ascending; of none where there
   * are none.
   */
  int[][] endingAt(List<String> words) {
    int[][] ending = new int[words.size()][0];
    if (hashes.length == 0) {
      return ending;
    }
    long[] ofWords = hashes(words);
    for (int last = 1; last < ofWords.length; last++) {
      TreeSet<Integer> known = new TreeSet<>();
      for (int length = 2; length <= Math.min(longest(), last + 1); length++) {
        int place = Arrays.binarySearch(hashes[length - 2], hash(ofWords, last, length));
        if (place >= 0) {
          known.add(countUpTo(length - 1) + place);
        }
      }
      ending[last] = known.stream().mapToInt(Integer::intValue).toArray();
    }
    return ending;
  }

  /** All of it in Base64: a number of hashes and then these, for each length. */
  @JsonValue
  String text() {
    ByteBuffer bytes =
        ByteBuffer.allocate(
            Arrays.stream(hashes).mapToInt(own -> Integer.BYTES + own.length * Long.BYTES).sum());
    for (long[] own : hashes) {
      bytes.putInt(own.length);
      Arrays.stream(own).forEach(bytes::putLong);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /**
   * Reads {@link #text}.
   *
   * @throws UserErrorException if it is damaged
   */
  @JsonCreator
  static WordNgrams of(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      List<long[]> hashes = new ArrayList<>();
      while (bytes.hasRemaining()) {
        int count = bytes.getInt();
        long[] own = new long[Objects.checkIndex(count, bytes.remaining() / Long.BYTES + 1)];
        Arrays.setAll(own, k -> bytes.getLong());
        hashes.add(own);
      }
      return new WordNgrams(hashes.toArray(long[][]::new));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
      throw new UserErrorException(
          "the n-grams of its words are damaged: run preprocess again, or copy the model again", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordNgrams that && Arrays.deepEquals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(hashes);
  }

  @Override
  public String toString() {
    return "%d n-grams of up to %d words".formatted(count(), longest());
  }
}
