package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FileFormTest {
  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void formsAreKnownByTheirFirstBytes() {
    assertThat(FileForm.of(HexFormat.of().parseHex("1f8b0800"))).contains(FileForm.GZIP);
    assertThat(FileForm.of(ascii("PK\3\4 and more"))).contains(FileForm.ZIP);
    assertThat(FileForm.of(ascii(" \n<HTML> "))).contains(FileForm.WEB_PAGE);
    assertThat(FileForm.of(ascii("version https://git-lfs.x/1"))).contains(FileForm.POINTER);
    assertThat(FileForm.of(ascii("name".repeat(64) + "\0ustar"))).contains(FileForm.TAR);
  }

  @Test
  void otherFilesHaveNoneOfThem() {
    assertThat(FileForm.of(new byte[0])).isEmpty();
    assertThat(FileForm.of(new byte[FileForm.HEAD_BYTES])).isEmpty();
    assertThat(FileForm.of(ascii("<s> 0.1 0.2"))).isEmpty();
    assertThat(FileForm.of(ascii("BZh 0.1 0.2"))).isEmpty();
  }

  @Test
  void aRefusalNamesTheRemedy() {
    assertThat(FileForm.GZIP.refusal())
        .isEqualTo("is packed with gzip: unpack it, or name it with .gz at its end");
  }
}
