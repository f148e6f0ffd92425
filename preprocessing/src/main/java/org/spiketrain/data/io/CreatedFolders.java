package org.spiketrain.data.io;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folders that have to be made for an output, to be taken away again where nothing became of
 * it.
 *
 * @param lowest folder that was wanted
 * @param highest topmost of the folders above it, or itself, that was not there
 */
record CreatedFolders(FileSystem fs, Path lowest, Optional<Path> highest) {
  /** Looks which folders there are, before any of them is made. */
  static CreatedFolders of(FileSystem fs, Path lowest) throws IOException {
    Optional<Path> missing = Optional.empty();
    for (Path at = lowest; at != null && !fs.exists(at); at = at.getParent()) {
      missing = Optional.of(at);
    }
    return new CreatedFolders(fs, lowest, missing);
  }

  /** Deletes those that are empty, from the lowest up. */
  void deleteEmpty() throws IOException {
    if (highest.isEmpty()) {
      return;
    }
    Path above = highest.get().getParent();
    for (Path at = lowest; !at.equals(above); at = at.getParent()) {
      if (fs.exists(at)) {
        if (fs.listStatus(at).length > 0) {
          return;
        }
        fs.delete(at, false);
      }
    }
  }
}
