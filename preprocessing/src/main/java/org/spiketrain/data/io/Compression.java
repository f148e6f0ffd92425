package org.spiketrain.data.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** How an HDF5 file is packed, as its name's ending says. */
public enum Compression {
  NONE(".h5"),
  GZIP(".h5.gz"),
  ZIP(".h5.zip");

  private static final int BUFFER_BYTES = 1 << 16;

  private final String ending;

  Compression(String ending) {
    this.ending = ending;
  }

  public String ending() {
    return ending;
  }

  /** The packing of a file of this name, if it is one of HDF5. */
  public static Optional<Compression> of(String fileName) {
    for (Compression packing : values()) {
      if (fileName.endsWith(packing.ending)) {
        return Optional.of(packing);
      }
    }
    return Optional.empty();
  }

  /**
   * Unpacks a stream to its end.
   *
   * @throws FileFaultException if it is not packed so, or cut off
   * @throws IOException if a file system fails
   */
  public void unpack(InputStream packed, OutputStream out) throws IOException, FileFaultException {
    try {
      InputStream in = unpacking(packed);
      in.transferTo(out);
    } catch (ZipException e) {
      throw new FileFaultException(
          "is no %s file, or a damaged one (%s): fetch it again, or name it .h5 if it is not packed"
              .formatted(this == GZIP ? "gzip" : "zip", e.getMessage()),
          e);
    } catch (EOFException e) {
      throw new FileFaultException("is cut off: fetch or copy it again", e);
    }
  }

  private InputStream unpacking(InputStream packed) throws IOException {
    return switch (this) {
      case NONE -> packed;
      case GZIP -> new GZIPInputStream(packed, BUFFER_BYTES);
      case ZIP -> firstHdf5(new ZipInputStream(packed));
    };
  }

  private static InputStream firstHdf5(ZipInputStream zip) throws IOException {
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().endsWith(NONE.ending)) {
        return zip;
      }
    }
    throw new ZipException("there is no " + NONE.ending + " file in it");
  }
}
