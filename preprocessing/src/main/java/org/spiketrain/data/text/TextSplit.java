package org.spiketrain.data.text;

import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.SplitSizes;

/**
 * Assignment of the sentences of the train files to splits where validation or test has no files.
 *
 * @param shares protocol and fractions: {@code tutorial} assigns in the order of the files, {@code
 *     stratified} in a seeded one; with {@code hash} each sentence has its own
 * @param folds number of equal parts, each the test split of one of as many runs; 0 for none (key
 *     {@code data.text.folds})
 * @param fold the part that tests here, from 1 (key {@code data.text.fold})
 * @param seed seed of the order
 */
public record TextSplit(SplitSettings shares, int folds, int fold, long seed) {
  /** Returns whether a sentence has its split whatever others there are. */
  public boolean isHashed() {
    return shares.protocol() == SplitProtocol.HASH;
  }

  /**
   * The protocol and fractions of the train files' sentences with {@code hash}: what others have
   * files for trains.
   *
   * @param files which splits have files of their own
   */
  SplitSettings hashed(TextFiles files) {
    double validation = files.validation().isEmpty() ? shares.validationFraction() : 0;
    double test = files.test().isEmpty() ? shares.testFraction() : 0;
    return SplitSettings.hash(1 - validation - test, validation, test);
  }

  /** Returns whether the order within a class is that of the files. */
  public boolean inReadingOrder() {
    return shares.protocol() == SplitProtocol.TUTORIAL;
  }

  /** Position in a class' order of the first sentence that tests in this fold; 0 without folds. */
  public long firstOfFold(long sentences) {
    return folds == 0 ? 0 : sentences * (fold - 1) / folds;
  }

  /**
   * Number of a class' sentences in each split. With folds the test split stands first in the order
   * that begins at {@link #firstOfFold}, otherwise last.
   *
   * @param files which splits have files of their own
   */
  public SplitSizes sizes(long sentences, TextFiles files) {
    if (shares.protocol() == SplitProtocol.COLUMN) {
      return new SplitSizes(sentences, 0, 0);
    }
    double validation = files.validation().isEmpty() ? shares.validationFraction() : 0;
    if (folds > 0) {
      long test = sentences * fold / folds - firstOfFold(sentences);
      SplitSizes rest =
          SplitSettings.stratified(1 - validation, validation, 0).sizes(sentences - test);
      return new SplitSizes(rest.train(), rest.validation(), test);
    }
    if (!files.test().isEmpty()) {
      return SplitSettings.stratified(1 - validation, validation, 0).sizes(sentences);
    }
    if (!files.validation().isEmpty()) {
      double test = shares.testFraction();
      return SplitSettings.stratified(1 - test, 0, test).sizes(sentences);
    }
    return shares.sizes(sentences);
  }
}
