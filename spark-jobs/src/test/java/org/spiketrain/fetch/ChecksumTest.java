package org.spiketrain.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.fetch.Checksum.ChecksumList;
import org.spiketrain.model.UserErrorException;

class ChecksumTest {
  @TempDir Path folder;

  /** Digests of "abc": RFC 1321, A.5, and FIPS 180, examples. */
  @ParameterizedTest
  @CsvSource({
    "MD5, 900150983cd24fb0d6963f7d28e17f72",
    "MD5, md5:900150983CD24FB0D6963F7D28E17F72",
    "SHA-1, sha1:a9993e364706816aba3e25717850c26c9cd0d89d",
    "SHA-256, sha-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  })
  void digestsAreThoseOfTheStandards(String algorithm, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    Checksum checksum = Checksum.parse(text);

    assertThat(checksum.algorithm()).isEqualTo(algorithm);
    assertThat(
            checksum.found(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(file.toString())))
        .isEqualTo(checksum);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "md5:", "abc", "sha1:900150983cd24fb0d6963f7d28e17f72", "md5:xyz", "0123:"})
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Checksum.parse(text))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("\"" + text + "\" is no checksum: expected one of MD5, SHA-1");
  }

  @Test
  void listsAreReadAsTheirProgramsWriteThem() {
    ChecksumList list =
        new ChecksumList(
            "http://x/md5sums.txt",
            """
            900150983cd24fb0d6963f7d28e17f72  a.h5.gz
            d41d8cd98f00b204e9800998ecf8427e *b.zip\r

            a9993e364706816aba3e25717850c26c9cd0d89d  ./c
            # a remark
            """);

    assertThat(list.of("a.h5.gz"))
        .isEqualTo(new Checksum("MD5", "900150983cd24fb0d6963f7d28e17f72"));
    assertThat(list.of("b.zip").digits()).startsWith("d41d");
    assertThat(list.of("c").algorithm()).isEqualTo("SHA-1");
    assertThatThrownBy(() -> list.of("d"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll("http://x/md5sums.txt has no checksum of d", "--from");
  }
}
