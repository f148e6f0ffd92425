package org.spiketrain.data.io;

import io.jhdf.HdfFile;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.OrderedDataType;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A data set with one variable-length row a recording, read row by row. jHDF finds the data set and
 * its references; the rows themselves are taken from the global heap here, as bytes: jHDF's way by
 * lists, maps and reflection costs several times more.
 *
 * <p>The structures are those of the HDF5 File Format Specification 3.0, III.E (global heap) and
 * VIII.B (references of variable-length rows).
 */
final class RowColumn {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;

  /** References are read by so many rows. */
  private static final int REFERENCES = 1024;

  private static final int SIGNATURE =
      ByteBuffer.wrap("GCOL".getBytes(StandardCharsets.US_ASCII))
          .order(ByteOrder.LITTLE_ENDIAN)
          .getInt();
  private static final int HEAP_HEADER = 16;
  private static final int OBJECT_HEADER = 16;

  private final HdfBackingStorage storage;
  private final DatasetBase dataset;
  private final int referenceBytes;
  private final DataType type;
  private final long rows;
  private ByteBuffer references = ByteBuffer.allocate(0);
  private long firstReference;
  private long heapAddress = -1;
  private ByteBuffer heap = ByteBuffer.allocate(0);

  /** Takes a data set of one dimension and of variable-length rows. */
  RowColumn(HdfFile file, DatasetBase dataset) {
    this.storage = file.getHdfBackingStorage();
    if (storage.getSizeOfOffsets() != Long.BYTES || storage.getSizeOfLengths() != Long.BYTES) {
      throw new HdfException("addresses are not of 8 bytes");
    }
    this.dataset = dataset;
    this.referenceBytes = dataset.getDataType().getSize();
    this.type = ((VariableLength) dataset.getDataType()).getParent();
    this.rows = dataset.getSize();
  }

  long rows() {
    return rows;
  }

  DataType type() {
    return type;
  }

  /** The bytes of a row, to be read before the next call. */
  ByteBuffer bytes(long row) {
    int at = reference(row);
    int elements = references.getInt(at);
    long address = references.getLong(at + Integer.BYTES);
    int index = references.getInt(at + Integer.BYTES + Long.BYTES);
    if (elements == 0 || index == 0) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer object = object(address, index);
    long length = (long) elements * type.getSize();
    if (elements < 0 || length > object.remaining()) {
      throw new HdfException(
          "row %d has %d elements, but %d bytes are stored"
              .formatted(row, elements, object.remaining()));
    }
    ByteOrder order =
        type instanceof OrderedDataType ordered ? ordered.getByteOrder() : ByteOrder.LITTLE_ENDIAN;
    return object.slice(0, (int) length).order(order);
  }

  private int reference(long row) {
    if (row < firstReference || row >= firstReference + references.limit() / referenceBytes) {
      references = references(row, (int) Math.min(REFERENCES, rows - row));
      firstReference = row;
    }
    return (int) (row - firstReference) * referenceBytes;
  }

  /**
   * Neighbouring references, little-endian. Where such a data set was given a shuffle filter, the
   * HDF5 library leaves that filter out of every chunk and marks the chunk so, which jHDF 0.13 does
   * not look at: such chunks are decoded here.
   */
  private ByteBuffer references(long first, int count) {
    ByteBuffer stored =
        dataset instanceof ChunkedDataset chunked && hasShuffleThatCannotBe(chunked)
            ? unshuffled(chunked, first, count)
            : dataset.getSliceDataBuffer(new long[] {first}, new int[] {count});
    return stored.order(ByteOrder.LITTLE_ENDIAN);
  }

  private static boolean hasShuffleThatCannotBe(ChunkedDataset chunked) {
    return chunked.getFilters().stream()
        .anyMatch(filter -> filter.getId() == SHUFFLE && filter.getFilterData().length == 0);
  }

  private ByteBuffer unshuffled(ChunkedDataset chunked, long first, int count) {
    int length = chunked.getChunkDimensions()[0];
    ByteBuffer decoded = ByteBuffer.allocate(count * referenceBytes);
    for (long row = first; row < first + count; ) {
      int inChunk = (int) (row % length);
      int some = (int) Math.min(length - inChunk, first + count - row);
      byte[] chunk = decoded(chunked, (int) (row - inChunk), length * referenceBytes);
      decoded.put(chunk, inChunk * referenceBytes, some * referenceBytes);
      row += some;
    }
    return decoded.flip();
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

  private ByteBuffer object(long address, int index) {
    if (address != heapAddress) {
      heapAddress = -1;
      heap = heap(address);
      heapAddress = address;
    }
    int at = HEAP_HEADER;
    while (at + OBJECT_HEADER <= heap.limit()) {
      int found = Short.toUnsignedInt(heap.getShort(at));
      long length = heap.getLong(at + Long.BYTES);
      long next = at + OBJECT_HEADER + ((length + Long.BYTES - 1) & -Long.BYTES);
      if (found == 0 || length < 0 || next > heap.limit() + (long) Long.BYTES) {
        break;
      }
      if (found == index) {
        return heap.slice(
            at + OBJECT_HEADER, (int) Math.min(length, heap.limit() - at - OBJECT_HEADER));
      }
      at = (int) next;
    }
    throw new HdfException("global heap at %d has no object %d".formatted(address, index));
  }

  private ByteBuffer heap(long address) {
    if (address < 0 || address > storage.size() - HEAP_HEADER) {
      throw new HdfException("global heap at %d is outside of the file".formatted(address));
    }
    ByteBuffer header = storage.readBufferFromAddress(address, HEAP_HEADER);
    long size = header.getLong(Long.BYTES);
    if (header.getInt(0) != SIGNATURE || size < HEAP_HEADER || size > storage.size() - address) {
      throw new HdfException("there is no global heap at %d".formatted(address));
    }
    return storage.readBufferFromAddress(address, Math.toIntExact(size));
  }
}
