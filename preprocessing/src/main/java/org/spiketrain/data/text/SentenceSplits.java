package org.spiketrain.data.text;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.SplitSizes;

/** Assigns the sentences of a corpus to the splits. */
final class SentenceSplits {
  private SentenceSplits() {}

  /** A usable row and the split it came to. */
  record Sentence(TextLine line, Split split) implements Serializable {
    /** Returns whether a network is trained on it: what weighs nothing is only carried along. */
    boolean trains() {
      return split == Split.TRAIN && line.weight() > 0;
    }
  }

  /**
   * Position of a sentence in reading order, its class, and its position in the seeded order; equal
   * for equal sentences, which so stay together but where a border of splits falls among them. Some
   * dozens of bytes a sentence, all on the driver.
   */
  private record Place(long index, int label, long order) implements Serializable {}

  /**
   * Sentences with their splits, in reading order. A file that was named for a split is of that
   * split; the sentences of train files are assigned to the splits without files, every class in
   * the same proportion, or each by its words alone.
   */
  static JavaRDD<Sentence> deal(
      JavaRDD<TextLine> usable,
      List<Split> splitOfFile,
      List<String> classes,
      TextFiles files,
      TextSplit split) {
    List<Split> ofFile = new ArrayList<>(splitOfFile);
    long seed = split.seed();
    if (split.isHashed()) {
      SplitSettings shares = split.hashed(files);
      return usable.map(line -> hashed(line, ofFile, shares, seed));
    }
    List<String> names = new ArrayList<>(classes);
    List<Place> places =
        usable
            .zipWithIndex()
            .filter(line -> ofFile.get(line._1().file()) == Split.TRAIN)
            .map(line -> place(line._1(), line._2(), seed, names))
            .collect();
    long last = places.stream().mapToLong(Place::index).max().orElse(-1);
    Split[] dealt = new Split[Math.toIntExact(1 + last)];
    for (int label = 0; label < classes.size(); label++) {
      deal(ofClass(places, label, split), files, split, dealt);
    }
    Broadcast<Split[]> splits =
        JavaSparkContext.fromSparkContext(usable.context()).broadcast(dealt);
    return usable
        .zipWithIndex()
        .map(line -> sentence(line._1(), line._2(), ofFile, splits.value()));
  }

  private static Sentence hashed(
      TextLine line, List<Split> splitOfFile, SplitSettings shares, long seed) {
    Split ofFile = splitOfFile.get(line.file());
    boolean dealt = ofFile == Split.TRAIN;
    return new Sentence(line, dealt ? shares.hashed(seed, line.hashed()) : ofFile);
  }

  private static Place place(TextLine line, long index, long seed, List<String> classes) {
    // The class's name, not its number: a further class must not reshuffle the others.
    String text = seed + "\n" + classes.get(line.label()) + "\n" + line.original();
    return new Place(index, line.label(), ByteBuffer.wrap(DigestUtils.sha256(text)).getLong());
  }

  private static List<Place> ofClass(List<Place> places, int label, TextSplit split) {
    Comparator<Place> reading = Comparator.comparingLong(Place::index);
    return places.stream()
        .filter(place -> place.label() == label)
        .sorted(
            split.inReadingOrder()
                ? reading
                : Comparator.comparingLong(Place::order).thenComparing(reading))
        .toList();
  }

  private static void deal(List<Place> places, TextFiles files, TextSplit split, Split[] dealt) {
    int count = places.size();
    SplitSizes sizes = split.sizes(count, files);
    int first = (int) split.firstOfFold(count);
    for (int k = 0; k < count; k++) {
      Split to = split.folds() == 0 ? sizes.splitAt(k) : ofFold(sizes, k);
      dealt[(int) places.get((first + k) % count).index()] = to;
    }
  }

  /** With folds the test split stands first, and train follows it. */
  private static Split ofFold(SplitSizes sizes, int position) {
    return position < sizes.test() ? Split.TEST : sizes.splitAt(position - sizes.test());
  }

  private static Sentence sentence(
      TextLine line, long index, List<Split> splitOfFile, Split[] dealt) {
    Split ofFile = splitOfFile.get(line.file());
    return new Sentence(line, ofFile == Split.TRAIN ? dealt[(int) index] : ofFile);
  }
}
