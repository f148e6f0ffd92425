package org.spiketrain.data.names;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.spiketrain.data.io.Sha256;
import org.spiketrain.data.io.TextLines;

/**
 * Findings of a first pass over a file. A bad file is a finding, not an exception, so that Spark
 * does not retry it and all bad files are named at once.
 *
 * @param file the file
 * @param sha256 digest of its bytes, in hexadecimal
 * @param problem what is wrong with it, empty if nothing is
 */
record FileScan(NameFile file, String sha256, String problem) implements Serializable {
  static FileScan of(NameFile file, Configuration conf) {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(file.open(conf), digest);
        TextLines lines = new TextLines(in)) {
      String problem = problem(lines);
      // What TextLines left unread after a bad line belongs to the digest too.
      in.transferTo(OutputStream.nullOutputStream());
      return new FileScan(file, Sha256.hex(digest), problem);
    } catch (FileNotFoundException | AccessControlException e) {
      return new FileScan(
          file, "", "cannot be read (" + e.getMessage() + "): check its permissions");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location(), e);
    }
  }

  private static String problem(TextLines lines) throws IOException {
    try {
      boolean named = false;
      for (var text = lines.next(); text.isPresent(); text = lines.next()) {
        named |= !text.get().isBlank();
      }
      return named ? "" : "has no names: fill it or take it away";
    } catch (TextLines.MalformedLineException e) {
      return e.getMessage() + ": save the file as UTF-8, one name a line";
    }
  }
}
