package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that earlier states of Spiketrain have stored are read, and answer as they did. */
class StoredModelsIT {
  private static final Path FOLDERS = Path.of("src/test/resources/models");

  @TempDir Path work;

  static List<Arguments> stored() throws IOException {
    List<Arguments> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(FOLDERS)) {
      for (Path folder : folders.sorted().toList()) {
        Stream.of(StoredModels.values()).forEach(kind -> all.add(Arguments.of(folder, kind)));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("stored")
  void aStoredModelAnswersAsItDid(Path folder, StoredModels kind) throws IOException {
    List<String> before = Files.readAllLines(folder.resolve(kind.answers()));
    List<String> now = kind.score(folder.resolve(kind.file()), work);

    assertThat(now).hasSameSizeAs(before).hasSizeGreaterThan(3);
    assertThat(now.get(0)).isEqualTo(before.get(0));
    for (int row = 1; row < now.size(); row++) {
      assertSameAnswer(now.get(row).split(",", -1), before.get(row).split(",", -1));
    }
  }

  /** Place and labels are the same; probabilities but for the rounding of another machine. */
  private static void assertSameAnswer(String[] now, String[] before) {
    assertThat(now).hasSameSizeAs(before);
    for (int field = 0; field < now.length; field++) {
      if (before[field].startsWith("0.")) {
        assertThat(Float.parseFloat(now[field]))
            .isCloseTo(Float.parseFloat(before[field]), within(1e-3f));
      } else {
        assertThat(now[field]).isEqualTo(before[field]);
      }
    }
  }
}
