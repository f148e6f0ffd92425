package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What deploy/kubernetes/Dockerfile would put into an image, as a folder. */
record Image(Path root) {
  /** Where Spark's own images have it. */
  static final String SPARK = "/opt/spark";

  private static final Pattern COPY = Pattern.compile("(?m)^COPY (\\S+) (\\S+)$");

  /**
   * @param spark the home of the Spark in it
   */
  static Image make(Path root, Path spark, String dockerfile) throws IOException {
    Image image = new Image(root);
    image.link(spark);
    Matcher copy = COPY.matcher(dockerfile);
    while (copy.find()) {
      image.copy(built(copy.group(1)), copy.group(2));
    }
    return image;
  }

  /** The Dockerfile with its one jar. */
  static String whole() throws IOException {
    return Files.readString(Project.KUBERNETES.resolve("Dockerfile"));
  }

  /**
   * The Dockerfile with the lines that stand there as comments in place of the one jar, which put
   * libraries and jar into layers of their own.
   */
  static String layered() throws IOException {
    return whole().replace("\nCOPY", "\n#").replace("\n# COPY", "\nCOPY");
  }

  /** Jar by jar, so that what is copied beside them stays out of this Spark. */
  private void link(Path spark) throws IOException {
    Path home = file(SPARK);
    SparkHome.linkAll(spark, home);
    Files.delete(home.resolve("jars"));
    SparkHome.linkAll(spark.resolve("jars"), home.resolve("jars"));
  }

  private void copy(List<Path> files, String target) throws IOException {
    if (!target.endsWith("/")) {
      assertThat(files).as(target).hasSize(1);
      SparkHome.link(files.get(0), file(target));
      return;
    }
    for (Path each : files) {
      SparkHome.link(each, file(target).resolve(each.getFileName()));
    }
  }

  /** The files of the build that a pattern means. */
  private static List<Path> built(String pattern) throws IOException {
    Path file = Project.ROOT.resolve(pattern);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(file.getParent(), file.getFileName().toString())) {
      files.forEach(found::add);
    }
    assertThat(found).as(pattern).isNotEmpty();
    return found;
  }

  /**
   * @param path in the image
   */
  Path file(String path) {
    return root.resolve(path.substring(1));
  }
}
