package org.spiketrain.data.text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.SourceFiles.SourceFile;

/**
 * A file of labelled sentences.
 *
 * @param number its position among the files of the corpus, from 0
 * @param label the label of all its sentences, where a file has one class
 */
record TextFile(
    int number, Split split, String name, String location, TextFormat format, String label)
    implements SourceFile {

  /** The text: unpacked where the name ends in {@code .gz} or {@code .zip}. */
  InputStream unpacking(InputStream packed) throws IOException {
    BufferedInputStream in = new BufferedInputStream(packed);
    Compression.checkPacked(name, in);
    // Archives made on a Mac have its own notes beside the files.
    return Compression.unpacking(
        in, name, "file", entry -> !entry.isDirectory() && !entry.getName().startsWith("__MACOSX"));
  }
}
