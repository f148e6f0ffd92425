package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ImageTest {
  @TempDir Path folder;

  /** It may be that of whoever runs the tests. */
  @Test
  void whatIsCopiedBesideSparksJarsStaysOutOfThatSpark() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("spark/jars"));
    Path own = Files.writeString(jars.resolve("pod.yaml"), "its own");
    Files.createDirectory(folder.resolve("spark/bin"));

    Image image =
        Image.make(
            folder.resolve("image"),
            folder.resolve("spark"),
            "FROM spark\nCOPY deploy/kubernetes/*.yaml /opt/spark/jars/\n");

    assertThat(jars).isDirectoryContaining(own::equals).isDirectoryNotContaining("glob:**/rbac.*");
    assertThat(own).isRegularFile().hasContent("its own");
    assertThat(image.file("/opt/spark/jars/pod.yaml"))
        .hasSameTextualContentAs(Project.KUBERNETES.resolve("pod.yaml"));
    assertThat(image.file("/opt/spark/bin")).isDirectory();
  }

  @Test
  void anImageIsOfOneJarOrOfLayers() throws IOException {
    assertThat(Image.whole()).containsOnlyOnce("\nCOPY").contains("-all.jar");
    assertThat(Image.layered().lines().filter(line -> line.startsWith("COPY")))
        .hasSize(2)
        .noneMatch(line -> line.contains("-all.jar"));
  }
}
