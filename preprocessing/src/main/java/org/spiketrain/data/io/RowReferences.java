package org.spiketrain.data.io;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The references of a data set of variable-length rows, as bytes. Where such a data set was given a
 * shuffle filter, the HDF5 library leaves that filter out of every chunk and marks the chunk so,
 * which jHDF 0.13 does not look at: such chunks are decoded here.
 */
final class RowReferences {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;

  private final DatasetBase dataset;
  private final int bytes;

  RowReferences(DatasetBase dataset) {
    this.dataset = dataset;
    this.bytes = dataset.getDataType().getSize();
  }

  /** Bytes of one reference. */
  int bytes() {
    return bytes;
  }

  /** Neighbouring references, little-endian. */
  ByteBuffer read(long first, int count) {
    ByteBuffer references =
        dataset instanceof ChunkedDataset chunked && hasShuffleThatCannotBe(chunked)
            ? unshuffled(chunked, first, count)
            : dataset.getSliceDataBuffer(new long[] {first}, new int[] {count});
    return references.order(ByteOrder.LITTLE_ENDIAN);
  }

  private static boolean hasShuffleThatCannotBe(ChunkedDataset chunked) {
    return chunked.getFilters().stream()
        .anyMatch(filter -> filter.getId() == SHUFFLE && filter.getFilterData().length == 0);
  }

  private ByteBuffer unshuffled(ChunkedDataset chunked, long first, int count) {
    int length = chunked.getChunkDimensions()[0];
    ByteBuffer references = ByteBuffer.allocate(count * bytes);
    for (long row = first; row < first + count; ) {
      int inChunk = (int) (row % length);
      int some = (int) Math.min(length - inChunk, first + count - row);
      byte[] chunk = decoded(chunked, (int) (row - inChunk), length * bytes);
      references.put(chunk, inChunk * bytes, some * bytes);
      row += some;
    }
    return references.flip();
  }

  private static byte[] decoded(ChunkedDataset chunked, int firstRow, int size) {
    ByteBuffer stored = chunked.getRawChunkBuffer(new int[] {firstRow});
    List<Integer> filters =
        chunked.getFilters().stream()
            .map(PipelineFilterWithData::getId)
            .filter(id -> id != SHUFFLE)
            .toList();
    byte[] decoded = new byte[size];
    if (filters.isEmpty()) {
      stored.get(decoded);
    } else if (filters.equals(List.of(DEFLATE))) {
      inflate(stored, decoded);
    } else {
      throw new HdfException("cannot decode the filters " + chunked.getFilters());
    }
    return decoded;
  }

  private static void inflate(ByteBuffer stored, byte[] into) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored);
      if (inflater.inflate(into) != into.length) {
        throw new HdfException("a chunk is shorter than its data set says");
      }
    } catch (DataFormatException e) {
      throw new HdfException("a chunk is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
