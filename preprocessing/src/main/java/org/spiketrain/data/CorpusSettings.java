package org.spiketrain.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.model.UserErrorException;

/** Settings that decide the frames of a corpus, of one {@link DataKind}. */
public interface CorpusSettings {
  /** Name of the kind. */
  String kind();

  /** Path of the corpus (key {@code data.path}). */
  String path();

  /** The table that is read in place of that path; always none of kinds that read no tables. */
  default CorpusTable table() {
    return CorpusTable.NONE;
  }

  /**
   * Makes the frames.
   *
   * @param outputDir folder to write, on any Hadoop file system; it appears complete or not at all
   * @param dependants what was made of earlier frames there; deleted when they are overwritten
   * @return the manifest, as it lies in the folder
   * @throws org.spiketrain.model.UserErrorException if the input, a setting or the output path is
   *     at fault
   */
  Manifest preprocess(SparkSession spark, String outputDir, OutputMode mode, List<Path> dependants);

  /**
   * Makes frames of further data as those of a base were made: with its classes, in its order, its
   * encoder, vocabulary and word vectors. Rows of a class that the base does not know are set aside
   * as {@value org.spiketrain.data.table.LabelledRow#UNKNOWN_LABEL}; a class may have none. All
   * else is as in {@link #preprocess}.
   *
   * @param base folder of the frames that further ones are made for
   * @param outputDir folder to write, on any Hadoop file system; it appears complete or not at all
   * @return the manifest, as it lies in the folder
   * @throws UserErrorException if the input, a setting or the output path is at fault, if the base
   *     was made with other settings than these but for where the data lie, if no row can be used,
   *     or if this kind of data cannot be appended to
   */
  default Manifest append(SparkSession spark, Path base, String outputDir, OutputMode mode) {
    throw new UserErrorException(
        "Frames of data.kind %s cannot be appended to: preprocess all data again"
            .formatted(kind()));
  }

  /**
   * Keys that decide the frames, with their values, as {@link Corpus#keys} has them for frames that
   * were made; frames are used only where both are equal.
   *
   * @param made the frames there are, perhaps of another kind
   */
  Map<String, Object> keys(Configuration conf, Corpus made);

  /**
   * What {@link Corpus#encoderEntry} will be of frames that are made with these settings, where no
   * data decide it; empty by default.
   */
  default Optional<byte[]> encoderEntry() {
    return Optional.empty();
  }

  /**
   * Checks what only matters if the corpus is used: its path, and keys of other sections.
   *
   * @throws RuntimeException that {@link KeyReader#bad} gave
   */
  default void check(KeyReader keys) {}

  /** Returns whether the settings leave nothing for a split. */
  default boolean leavesEmpty(Split split) {
    return false;
  }

  /** Symbols of the longest n-grams that have channels of their own, in order of their length. */
  default int ngrams() {
    return 1;
  }

  /** Words of a sentence that share its channels or time, with padding; 0 where there are none. */
  default int sentenceWords() {
    return 0;
  }
}
