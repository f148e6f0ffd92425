package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableHeaderTest {
  private final TableHeader header = new TableHeader(List.of("id", " Text"));

  @Test
  void isKnownAgainInAnyCase() throws FileFaultException {
    assertThat(header.isRepeatedBy(List.of("ID", "text "), 7)).isTrue();
    assertThat(header.isRepeatedBy(List.of("id", "a text"), 7)).isFalse();
    assertThat(header.isRepeatedBy(List.of("id"), 7)).isFalse();
    assertThat(header.isRepeatedBy(List.of("id", "text", "more"), 7)).isFalse();
    assertThat(header.isRepeatedBy(List.of("id", "id"), 7)).isFalse();
  }

  @Test
  void aSingleColumnIsKnownAgainAsItIsWritten() throws FileFaultException {
    TableHeader single = new TableHeader(List.of("name"));
    assertThat(single.isRepeatedBy(List.of("name "), 7)).isTrue();
    assertThat(single.isRepeatedBy(List.of("Name"), 7)).isFalse();
  }

  @Test
  void inAnotherOrderTheRowsBelowWouldBeReadWrongly() {
    assertThatThrownBy(() -> header.isRepeatedBy(List.of("text", "id"), 7))
        .isInstanceOf(FileFaultException.class)
        .hasMessageContaining("has another header in line 7")
        .hasMessageContaining("make it a file of its own");
  }
}
