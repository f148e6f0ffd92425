package org.spiketrain.data.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.data.io.SourceFiles;

/**
 * A file of labelled sentences.
 *
 * @param number its position among the files of the corpus, from 0
 * @param name file name, such as {@code train.tsv.zip}
 * @param location its path, or {@link SourceFiles#BUILTIN} and a resource of this jar
 * @param format how its sentences are written
 * @param label the label of all its sentences, where a file has one class
 */
public record TextFile(int number, String name, String location, TextFormat format, String label)
    implements Serializable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** The bytes as they lie there. */
  InputStream open(Configuration conf) throws IOException {
    return SourceFiles.open(conf, location);
  }

  /** The text: unpacked where the name ends in {@code .gz} or {@code .zip}. */
  InputStream unpacking(InputStream packed) throws IOException {
    if (name.endsWith(".gz")) {
      return new GZIPInputStream(packed, BUFFER_BYTES);
    }
    return name.endsWith(".zip") ? firstFile(new ZipInputStream(packed)) : packed;
  }

  private static InputStream firstFile(ZipInputStream zip) throws IOException {
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      // Archives made on a Mac have its own notes beside the files.
      if (!entry.isDirectory() && !entry.getName().startsWith("__MACOSX")) {
        return zip;
      }
    }
    throw new ZipException("there is no file in it");
  }
}
