package org.spiketrain.data.text;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.spiketrain.data.io.FileFaultException;

/** The rows of one file of sentences, one at a time. */
interface TextSource extends Closeable {
  /**
   * Reads the next row, or returns empty at the end: one sentence mostly, none in a header, several
   * where phrases count.
   *
   * @throws FileFaultException if the file cannot be used
   */
  Optional<List<Labelled>> next() throws IOException, FileFaultException;

  /** Number of the row that was read last, from 1. */
  long number();
}
