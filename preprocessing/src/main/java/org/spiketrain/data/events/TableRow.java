package org.spiketrain.data.events;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Comparator;
import org.spiketrain.data.table.LabelledRow;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * A row of a table, read: its frames, and what stands beside them.
 *
 * @param frames none where it has a fault
 */
record TableRow(Facts facts, SpikeFrames frames) implements Serializable {
  /** Frames of nothing. */
  static final SpikeFrames NO_FRAMES = SpikeFrames.binary(1, new int[] {0}, new int[0]);

  /**
   * All of a row but its frames: a few dozen bytes, which are sorted in place of it.
   *
   * @param order the id as a number, where ids are numbers; those that are none come first
   * @param file file it stands in; empty where Spark knows none
   * @param start where the piece of the file begins that Spark read it in
   * @param place its partition and its number in it, as {@link Places} has them
   * @param row its label, split and id; its number in the corpus when the rows are in order
   * @param fault why it cannot be used; empty if it can
   * @param content first bytes of the digest of its events
   * @param made numbers of the frames
   */
  record Facts(
      BigDecimal order,
      String file,
      long start,
      long place,
      LabelledRow row,
      String fault,
      long content,
      FrameFacts made)
      implements Serializable, Comparable<Facts> {
    private static final Comparator<Facts> ORDER =
        Comparator.comparing(Facts::order)
            .thenComparing(facts -> facts.row.id())
            .thenComparing(Facts::file)
            .thenComparingLong(Facts::start)
            .thenComparing(facts -> facts.file.isEmpty() ? facts.row.label() : "")
            .thenComparingLong(facts -> facts.file.isEmpty() ? facts.content : 0)
            .thenComparing(facts -> facts.file.isEmpty() ? facts.row.split() : "")
            .thenComparing(facts -> facts.file.isEmpty() ? facts.row.weight().value() : 0)
            .thenComparing(facts -> facts.file.isEmpty() ? facts.fault : "")
            .thenComparingLong(Facts::place);

    /** The order of the corpus, which depends on no partitions. */
    @Override
    public int compareTo(Facts other) {
      return ORDER.compare(this, other);
    }

    boolean usable() {
      return fault.isEmpty();
    }

    Facts numbered(long number) {
      LabelledRow own = row.numbered(number);
      return new Facts(order, file, start, place, own, fault, content, made);
    }

    Facts withFault(String reason) {
      return new Facts(order, file, start, place, row, reason, content, made);
    }
  }
}
