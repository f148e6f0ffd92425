package org.spiketrain.data.text;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.Sha256;

/**
 * Findings of a first pass over a file of sentences. A bad file is a finding, not an exception, so
 * that Spark does not retry it and all bad files are named at once.
 *
 * @param file the file
 * @param sha256 digest of its bytes as they lie there, in hexadecimal
 * @param rows number of its rows, good or bad
 * @param problem what is wrong with it as a whole, empty if nothing is
 */
record TextScan(TextFile file, String sha256, long rows, String problem) implements Serializable {
  static TextScan of(TextFile file, Configuration conf) {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(file.open(conf), digest)) {
      long rows = 0;
      try (TextRows all = TextRows.of(file, new Unclosed(in))) {
        while (all.advance()) {
          all.next();
          rows++;
        }
      }
      // Unpacking may leave bytes behind the last of the contents unread.
      in.transferTo(OutputStream.nullOutputStream());
      return new TextScan(
          file,
          Sha256.hex(digest),
          rows,
          rows == 0 ? "has no sentences: fill it or take it away" : "");
    } catch (FileFaultException e) {
      return new TextScan(file, "", 0, e.getMessage());
    } catch (FileNotFoundException | AccessControlException e) {
      return new TextScan(
          file,
          "",
          0,
          "cannot be read (" + e.getMessage() + "): check its name and its permissions");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location(), e);
    }
  }

  /** A stream that its reader does not close: what is left of it belongs to the digest. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, length);
    }

    @Override
    public void close() {
      // Left open.
    }
  }
}
