package org.spiketrain.data.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.io.TextLines;
import org.spiketrain.data.names.NamesSource.NameLine;
import org.spiketrain.model.UserErrorException;

class NamesFolderIT {
  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.session();
  }

  private void write(String file, String text) throws IOException {
    Files.write(folder.resolve(file), text.getBytes(StandardCharsets.UTF_8));
  }

  private static NamesFolder open(String path) {
    return NamesFolder.open(spark, path, List.of());
  }

  private List<NameLine> lines() {
    return open(folder.toString()).lines().collect();
  }

  private void assertUserError(String... parts) {
    assertThatThrownBy(() -> open(folder.toString()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void readsLinesWithLanguageFileAndNumber() throws IOException {
    write("B.txt", "Brân\nIfan");
    write("A.txt", "Ask\n");
    assertThat(lines())
        .containsExactly(
            NameLine.of(0, 1, "Ask", "A.txt:1"),
            NameLine.of(1, 1, "Brân", "B.txt:1"),
            NameLine.of(1, 2, "Ifan", "B.txt:2"));
    assertThat(lines().get(2).source()).isEqualTo("B.txt:2");
  }

  @Test
  void severalFoldersBesideEachOtherAreReadAsOne() throws IOException {
    for (String day : List.of("29", "30")) {
      Files.createDirectory(folder.resolve(day));
      write(day + "/A.txt", "Ask%s\nAun%s\n".formatted(day, day));
    }
    write("30/B.txt", "Brân\n");

    NamesFolder both = open(folder.toString() + "/{29,30}");

    assertThat(both.classes()).containsExactly("A", "B");
    assertThat(both.lines().collect())
        .containsExactly(
            NameLine.of(0, 1, "Ask29", "29/A.txt:1"),
            NameLine.of(0, 2, "Aun29", "29/A.txt:2"),
            NameLine.of(0, 3, "Ask30", "30/A.txt:1"),
            NameLine.of(0, 4, "Aun30", "30/A.txt:2"),
            NameLine.of(1, 1, "Brân", "30/B.txt:1"));
  }

  @Test
  void aFileMayHaveACommaAndAColonInItsName() throws IOException {
    write("A, 02:30.txt", "Ask\n");
    write("B.txt", "Brân\n");
    assertThat(lines())
        .containsExactly(
            NameLine.of(0, 1, "Ask", "A, 02:30.txt:1"), NameLine.of(1, 1, "Brân", "B.txt:1"));
  }

  @Test
  void classesAreSortedByTheirNamesWithoutTheEnding() throws IOException {
    // '-' and ' ' come before '.'.
    for (String name : List.of("Irish-Gaelic", "Irish", "Irish English", "Aa")) {
      write(name + ".txt", "Ann\n");
    }
    assertThat(open(folder.toString()).classes())
        .containsExactly("Aa", "Irish", "Irish English", "Irish-Gaelic");
  }

  @Test
  void takesOffByteOrderMarkAndEveryLineEnd() throws IOException {
    write("A.txt", "\uFEFFAsk\r\nEmbla \r\n\r\n");
    write("B.txt", "Brân\rIfan\n");
    assertThat(lines()).extracting(NameLine::text).containsExactly("Ask", "Embla ", "Brân", "Ifan");
  }

  @Test
  void keepsBlankLinesBetweenNamesButNotAfterTheLast() throws IOException {
    write("A.txt", "\nAsk\n \n\nEmbla\n\n \t\n\n");
    write("B.txt", "Ifan\n");
    assertThat(lines())
        .extracting(line -> line.source() + "|" + line.text())
        .containsExactly(
            "A.txt:1|", "A.txt:2|Ask", "A.txt:3| ", "A.txt:4|", "A.txt:5|Embla", "B.txt:1|Ifan");
  }

  @Test
  void ignoresOtherHiddenAndNestedFiles() throws IOException {
    write("A.txt", "Ask\n");
    write("B.txt", "Ifan\n");
    for (String other : List.of("README", "README.md", ".C.txt", "_D.txt", ".txt", "E.csv")) {
      write(other, "not a name");
    }
    Files.createDirectory(folder.resolve("F.txt"));
    assertThat(open(folder.toString()).classes()).containsExactly("A", "B");
  }

  @Test
  void namesTheMissingFolder() {
    assertThatThrownBy(() -> open(folder.resolve("gone").toString()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll("gone does not exist", "data.path");
    assertThatThrownBy(() -> open(" "))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("data.path is empty");
    assertThatThrownBy(() -> open("nofs://host/names"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("nofs");
    assertThatThrownBy(() -> open("a:b"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("is not a path");
    assertThatThrownBy(() -> open("builtin:fish"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("builtin:surnames");
  }

  @Test
  void refusesAFolderWithoutTwoClasses() throws IOException {
    assertUserError("has no .txt files");
    write("A.txt", "Ask\n");
    assertUserError("only one .txt file, A.txt", "at least two classes");
    assertThatThrownBy(() -> open(folder.resolve("A.txt").toString()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("is a file");
  }

  @Test
  void namesEveryBadFileAtOnce() throws IOException {
    write("A.txt", "");
    write("B.txt", "\n \n");
    Files.write(folder.resolve("C.txt"), new byte[] {'a', '\n', 'b', '\n', 'G', 'r', (byte) 0xF6});
    Files.write(folder.resolve("D.txt"), new byte[TextLines.LONGEST_LINE_BYTES + 2]);
    write("E.txt", "Ask\n");
    assertUserError(
        "A.txt has no names",
        "B.txt has no names",
        "C.txt line 3 is not valid UTF-8",
        "save the file as UTF-8",
        "D.txt line 1 is longer than 1 MiB");
  }

  @Test
  void fingerprintCoversNamesAndContents() throws IOException {
    write("A.txt", "Ask\n");
    write("B.txt", "Ifan\n");
    String first = open(folder.toString()).fingerprint();
    assertThat(first).matches("[0-9a-f]{64}");
    assertThat(open(folder.toString()).fingerprint()).isEqualTo(first);

    Files.move(folder.resolve("B.txt"), folder.resolve("C.txt"));
    String renamed = open(folder.toString()).fingerprint();
    write("C.txt", "Ifan\n\n");
    String changed = open(folder.toString()).fingerprint();
    assertThat(List.of(first, renamed, changed)).doesNotHaveDuplicates();
  }

  @Test
  void theSamplesIndexNamesItsFiles() throws IOException {
    List<String> index =
        Files.readAllLines(Path.of("src/main/resources/surnames/INDEX"), StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/surnames"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.endsWith(".txt")))
          .containsExactlyInAnyOrderElementsOf(index);
    }
    assertThat(open(NamesFolder.BUILTIN_SURNAMES).classes())
        .hasSize(18)
        .startsWith("Arabic", "Chinese");
  }

  @Test
  void refusesWhatIsNoTextInUtf8ByItsName() throws IOException {
    Files.write(folder.resolve("A.txt"), "Ask\n".getBytes(StandardCharsets.UTF_16));
    Files.write(folder.resolve("B.txt"), "Brân\nIfan\n".getBytes(StandardCharsets.UTF_16LE));
    Files.write(folder.resolve("C.txt"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
    write("D.txt", "Ask\n");
    assertUserError(
        "A.txt is text in UTF-16: write it in UTF-8",
        "B.txt has NUL bytes in line 1",
        "C.txt is packed with gzip: unpack it");
  }

  @Test
  void aMarkBeforeANameIsNoPartOfIt() throws IOException {
    write("A.txt", "\uFEFFAsk\n\uFEFFEmbla\n");
    write("B.txt", "Ifan\n");
    assertThat(lines()).extracting(NameLine::text).containsExactly("Ask", "Embla", "Ifan");
  }

  @Test
  void aPackedLanguageIsNotLeftAloneSilently() throws IOException {
    write("A.txt", "Ask\n");
    write("B.txt", "Ifan\n");
    write("C.txt.gz", "packed");
    assertUserError("C.txt.gz is packed: unpack it, or take it away");
  }
}
