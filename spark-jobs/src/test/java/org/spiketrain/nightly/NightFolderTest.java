package org.spiketrain.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NightFolderTest {
  private static final NightPlan PLAN =
      new NightPlan("2026-11-30", 1, List.of(), List.of(), 3, List.of("a note"));

  @TempDir private Path root;
  private NightFolder folder;

  @BeforeEach
  void open() {
    folder = new NightFolder(new Configuration(), new org.apache.hadoop.fs.Path(root.toUri()));
  }

  @Test
  void nightsOfADayAreNumberedAndInOrder() {
    LocalDate day = LocalDate.parse("2026-11-30");
    for (int k = 0; k < 11; k++) {
      folder.writePlan(folder.newNight(day), PLAN);
    }
    folder.writePlan(folder.newNight(day.minusDays(1)), PLAN);

    assertThat(folder.nights()).startsWith("2026-11-29", "2026-11-30", "2026-11-30-2");
    assertThat(folder.nights()).endsWith("2026-11-30-10", "2026-11-30-11");
    assertThat(folder.plan("2026-11-30-11")).contains(PLAN);
  }

  private static PartFacts part(String id, String night) {
    return PartFacts.of(
        new Increment(id, "2026-11-30", Map.of("data.path", "days/" + id), "digest", "'7'"), night);
  }

  @Test
  void framesAreTakenInOnceWhereverTheLastStartStopped() throws IOException {
    PartFacts facts = part("a", "2026-11-30");
    Path waiting = Files.createDirectories(root.resolve("nights/2026-11-30/data/a"));
    Files.writeString(waiting.resolve("_manifest.json"), "{}");

    folder.takeIn(1, facts);
    folder.takeIn(1, facts);

    assertThat(folder.parts(1)).containsExactly(facts);
    assertThat(root.resolve("frames/1/a/_manifest.json")).exists();
    assertThat(waiting).doesNotExist();
    assertThat(folder.latestGeneration()).as("without a base").isZero();
  }

  @Test
  void factsWithoutFramesAreNotTakenIn() {
    assertThatThrownBy(() -> folder.takeIn(1, part("a", "2026-11-30")))
        .hasMessageContaining("does not exist");
    assertThat(folder.parts(1)).isEmpty();
  }

  @Test
  void aBaseHasSeveralFoldersAndOneName() {
    Increment first = new Increment("a", "2026-11-29", Map.of("data.path", "/days/a"), "1", "");
    Increment second = new Increment("b", "2026-11-30", Map.of("data.path", "/days/b"), "2", "");

    PartFacts base = PartFacts.base(List.of(first, second), "2026-11-30");

    assertThat(base.keys()).containsEntry("data.path", "/days/{a,b}");
    assertThat(base.isWithin(1, LocalDate.parse("2026-11-30"))).isTrue();
    assertThat(base.isWithin(1, LocalDate.parse("2026-12-01"))).isFalse();
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    folder.writePlan("2026-11-30", PLAN);
    Files.writeString(root.resolve("nights/2026-11-30/plan.json"), "{ no");

    assertThatThrownBy(() -> folder.plan("2026-11-30")).hasMessageContaining("plan.json");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-30, 2026-11-30",
    "day=2026-11-30, 2026-11-30",
    "names-20261130.csv, 2026-11-30",
    "12345678-2026_02_28.csv, 2026-02-28",
    "2026-13-40, ''",
    "part-00000, ''"
  })
  void datesAreFoundInNames(String name, String date) {
    assertThat(Increment.dateIn(name)).isEqualTo(date);
  }
}
