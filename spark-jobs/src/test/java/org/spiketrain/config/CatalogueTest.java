package org.spiketrain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.fetch.Checksum;
import org.spiketrain.fetch.DataSet;
import org.spiketrain.fetch.DataSet.DataFile;

class CatalogueTest {
  private static final String GOOD =
      """
      x {
        title = X
        licence = free
        citation = nobody
        from = "http://localhost/x"
        files = [{name = a.zip, bytes = 7, checksum = "md5:900150983cd24fb0d6963f7d28e17f72", unpack = "*.txt"}]
      }
      """;

  @TempDir Path folder;

  private Catalogue read(String text) throws IOException {
    return Catalogue.read(Files.writeString(folder.resolve("my.conf"), text).toString());
  }

  @Test
  void thePackagedOneKnowsThePublishedDataSets() {
    Catalogue catalogue = Catalogue.read(Catalogue.PACKAGED);

    assertThat(catalogue.dataSets()).containsOnlyKeys("names", "shd", "speech-commands", "ssc");
    DataSet ssc = catalogue.dataSet("ssc");
    assertThat(ssc.from()).hasToString("https://zenkelab.org/datasets/");
    assertThat(ssc.checksums()).contains("md5sums.txt");
    assertThat(ssc.files())
        .extracting(DataFile::name)
        .containsExactly("ssc_train.h5.gz", "ssc_valid.h5.gz", "ssc_test.h5.gz");
    DataSet shd = catalogue.dataSet("shd");
    assertThat(shd.title()).isEqualTo("Spiking Heidelberg Digits");
    assertThat(shd.citation()).isEqualTo(ssc.citation());
    assertThat(shd.files())
        .extracting(DataFile::name)
        .containsExactly("shd_train.h5.gz", "shd_test.h5.gz");
    assertThat(catalogue.dataSet("speech-commands").files())
        .singleElement()
        .satisfies(file -> assertThat(file.bytes()).hasValue(2_428_923_189L))
        .satisfies(file -> assertThat(file.checksum()).isPresent());
    assertThat(catalogue.dataSet("names").files())
        .singleElement()
        .extracting(DataFile::unpack)
        .isEqualTo(Optional.of("data/names/*.txt"));
  }

  @Test
  void allThatIsKnownOfAFileIsRead() throws IOException {
    DataSet set = read(GOOD).dataSet("x");

    assertThat(set.from()).hasToString("http://localhost/x/");
    assertThat(set.checksums()).isEmpty();
    assertThat(set.files())
        .containsExactly(
            new DataFile(
                "a.zip",
                OptionalLong.of(7),
                Optional.of(Checksum.parse("900150983cd24fb0d6963f7d28e17f72")),
                Optional.of("*.txt")));
  }

  @Test
  void aDataSetThatThereIsNotIsSaidWithThoseThatThereAre() {
    assertThatThrownBy(() -> Catalogue.read(Catalogue.PACKAGED).dataSet("mnist"))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessage(
            "There is no data set \"mnist\" in conf/datasets.conf: name one of names, shd, speech-commands, ssc");
  }

  @ParameterizedTest
  @CsvSource({
    "title, titel, Unknown key titel in a catalogue",
    "bytes, byte, Unknown key byte in a catalogue",
    "licence = free, , licence",
    "a.zip, ../a.zip, '\"../a.zip\" is no name of a file to fetch'",
    "a.zip, .hidden, '\".hidden\" is no name of a file to fetch'",
    "http:, ftp:, '\"ftp://localhost/x\" is no address of a folder on the web'",
    "http:, '', is no address of a folder on the web",
    "md5:, sha-1:, is no checksum",
    "bytes = 7, bytes = many, bytes has type STRING"
  })
  void mistakesAreNamed(String good, String bad, String message) {
    String text = GOOD.replace(good, bad == null ? "" : bad);

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("my.conf");
  }

  @Test
  void whatIsNoCatalogueIsRefused() {
    assertThatThrownBy(() -> read("x = 1"))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContainingAll("my.conf", "x has type NUMBER", "conf/datasets.conf shows");
  }
}
