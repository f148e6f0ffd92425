package org.spiketrain.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Files of frames, of whatever folders, that Spark reads in one scan: those of a view of hundreds
 * of folders would otherwise be as many plans and stages. Which folder a row is from its file says.
 */
final class FrameScan {
  private final FrameWeights weights;
  private final List<Path> files = new ArrayList<>();
  private final FirstIds firstIds = new FirstIds();

  private FrameScan(FrameWeights weights) {
    this.weights = weights;
  }

  /**
   * As few scans as there can be: one of those with weights and one of those without.
   *
   * @param files lists the files of a folder that are to be read; none are passed over
   */
  static List<FrameScan> of(List<FrameFolder> folders, Function<FrameFolder, List<Path>> files) {
    List<FrameScan> scans = new ArrayList<>();
    for (FrameFolder folder : folders) {
      List<Path> own = files.apply(folder);
      if (!own.isEmpty() && scans.stream().noneMatch(scan -> scan.takes(folder, own))) {
        FrameScan scan = new FrameScan(folder.weights());
        scan.takes(folder, own);
        scans.add(scan);
      }
    }
    return scans;
  }

  private boolean takes(FrameFolder folder, List<Path> own) {
    boolean taken = folder.weights() == weights && firstIds.add(own, folder.firstId());
    if (taken) {
      files.addAll(own);
    }
    return taken;
  }

  FrameWeights weights() {
    return weights;
  }

  List<Path> files() {
    return List.copyOf(files);
  }

  /** The rows of a scan of the files, with their ids in the view. */
  Dataset<Row> withIds(Dataset<Row> rows) {
    return firstIds.areZero()
        ? rows
        : rows.withColumn(
            "id",
            col("id").plus(udf(firstIds, DataTypes.LongType).apply(col("_metadata.file_path"))));
  }

  /**
   * What is added to the ids of rows, by the file that they lie in. Files are known by their path
   * on their file system, which Spark's versions tell as it is or encoded as in an address.
   */
  private static final class FirstIds implements UDF1<String, Long> {
    private static final long serialVersionUID = 1L;
    private static final Pattern FILE_SYSTEM =
        Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?");

    private final HashMap<String, Long> byPath = new HashMap<>();

    /** Adds files, unless one of them could not be told from another one. */
    boolean add(List<Path> files, long firstId) {
      Set<String> paths = new HashSet<>();
      files.forEach(file -> paths.add(file.toUri().getPath()));
      files.forEach(file -> paths.add(file.toUri().getRawPath()));
      if (paths.stream().anyMatch(byPath::containsKey)) {
        return false;
      }
      paths.forEach(path -> byPath.put(path, firstId));
      return true;
    }

    boolean areZero() {
      return byPath.values().stream().allMatch(first -> first == 0);
    }

    @Override
    public Long call(String file) {
      Long firstId = byPath.get(FILE_SYSTEM.matcher(file).replaceFirst(""));
      if (firstId == null) {
        throw new IllegalStateException("There are no frames known to be in " + file);
      }
      return firstId;
    }
  }
}
