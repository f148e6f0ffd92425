package org.spiketrain.score;

import java.io.File;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A local file system that shows another disk where the property {@code spiketrain.own-disk} is
 * set, as that of another machine would: a folder of that name, and all that is below it.
 */
public final class OwnDisk extends LocalFileSystem {
  static final String FOLDER = "spiketrain.own-disk";

  public OwnDisk() {
    super(new Raw());
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public File pathToFile(Path path) {
      File file = super.pathToFile(path);
      String folder = System.getProperty(FOLDER, "");
      return !folder.isEmpty() && file.getPath().startsWith(folder)
          ? new File(folder + ".of-executor" + file.getPath().substring(folder.length()))
          : file;
    }
  }
}
