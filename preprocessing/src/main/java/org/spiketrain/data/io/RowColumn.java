package org.spiketrain.data.io;

import io.jhdf.HdfFile;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.OrderedDataType;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A data set with one variable-length row a recording, read row by row. jHDF finds the data set and
 * its references; the rows themselves are taken from the global heap here, as bytes: jHDF's way by
 * lists, maps and reflection costs several times more.
 *
 * <p>The structures are those of the HDF5 File Format Specification 3.0, III.E (global heap) and
 * VIII.B (references of variable-length rows).
 */
final class RowColumn {
  /** References are read by so many rows. */
  private static final int REFERENCES = 1024;

  private static final int SIGNATURE =
      ByteBuffer.wrap("GCOL".getBytes(StandardCharsets.US_ASCII))
          .order(ByteOrder.LITTLE_ENDIAN)
          .getInt();
  private static final int HEAP_HEADER = 16;
  private static final int OBJECT_HEADER = 16;

  private final HdfBackingStorage storage;
  private final RowReferences stored;
  private final DataType type;
  private final long rows;
  private ByteBuffer references = ByteBuffer.allocate(0);
  private long firstReference;
  private long heapAddress = -1;
  private ByteBuffer heap = ByteBuffer.allocate(0);

  /**
   * A column of a file.
   *
   * @param dataset one-dimensional, of variable-length rows
   * @throws HdfException if the file's addresses are not of 8 bytes
   */
  RowColumn(HdfFile file, DatasetBase dataset) {
    this.storage = file.getHdfBackingStorage();
    if (storage.getSizeOfOffsets() != Long.BYTES || storage.getSizeOfLengths() != Long.BYTES) {
      throw new HdfException("addresses are not of 8 bytes");
    }
    this.stored = new RowReferences(dataset);
    this.type = ((VariableLength) dataset.getDataType()).getParent();
    this.rows = dataset.getSize();
  }

  /** Number of rows. */
  long rows() {
    return rows;
  }

  /** Type of a row's elements. */
  DataType type() {
    return type;
  }

  /**
   * The bytes of a row, to be read before the next call.
   *
   * @throws HdfException if they are not where the file says
   */
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
    int size = stored.bytes();
    if (row < firstReference || row >= firstReference + references.limit() / size) {
      references = stored.read(row, (int) Math.min(REFERENCES, rows - row));
      firstReference = row;
    }
    return (int) (row - firstReference) * size;
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
