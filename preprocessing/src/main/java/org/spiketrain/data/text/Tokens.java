package org.spiketrain.data.text;

/** Rules by which a sentence is cut into words. */
public enum Tokens {
  /** At ASCII spaces, for sentences that are cut already; other spaces are part of a word. */
  SPACES,
  /** As Kim's code for "Convolutional Neural Networks for Sentence Classification" (2014) does. */
  KIM,
  /** English and its like: at Unicode's word boundaries (UAX 29), punctuation left out. */
  STANDARD,
  /** Chinese words, found by Lucene's hidden Markov model; English words stay whole. */
  CHINESE_WORDS,
  /** Every character but spaces is a word. */
  CHINESE_CHARACTERS
}
