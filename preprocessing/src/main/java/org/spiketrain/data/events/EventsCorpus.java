package org.spiketrain.data.events;

import java.util.List;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.Split;

/**
 * A corpus of recorded events.
 *
 * @param transform how recordings became frames
 * @param leastTimeSteps time steps of the shortest example
 * @param mostTimeSteps time steps of the longest example
 * @param events events of all recordings that became examples, as recorded
 * @param keptEvents those of them that are in a time step; -1 in frames of earlier versions, which
 *     did not count them
 * @param entries entries of all examples: places in time and channel with events
 * @param sources the files, in the order of the examples' ids
 */
public record EventsCorpus(
    EventTransform.Settings transform,
    int leastTimeSteps,
    int mostTimeSteps,
    long events,
    long keptEvents,
    long entries,
    List<SourceFile> sources)
    implements Corpus {
  /**
   * One file of recordings.
   *
   * @param name its name, without folders
   * @param split what it was used for
   * @param recordings number of its recordings, with those set aside
   * @param bytes length of the HDF5 file, unpacked
   * @param sha256 digest of the file as it lies there, in hexadecimal
   */
  public record SourceFile(String name, Split split, long recordings, long bytes, String sha256) {}
}
