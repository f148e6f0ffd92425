package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spiketrain.score.CsvReader.CsvRecord;
import org.spiketrain.score.CsvReader.MalformedCsvException;

class CsvReaderTest {
  private static List<CsvRecord> records(String csv) throws IOException {
    return records(csv.getBytes(StandardCharsets.UTF_8), 0, 1);
  }

  private static List<CsvRecord> records(byte[] csv, int position, long line) throws IOException {
    List<CsvRecord> records = new ArrayList<>();
    ByteArrayInputStream in = new ByteArrayInputStream(csv, position, csv.length - position);
    try (CsvReader reader = new CsvReader(in, ',', position, line)) {
      for (Optional<CsvRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
    }
    return records;
  }

  @Test
  void quotesMayHoldDelimitersQuotesAndLineEnds() throws IOException {
    assertThat(records("1,\"Neal, O\",\"a\"\"b\"\r\n\"x\r\ny\",,\n"))
        .extracting(CsvRecord::fields)
        .containsExactly(List.of("1", "Neal, O", "a\"b"), List.of("x\r\ny", "", ""));
  }

  @Test
  void aQuoteWithinAFieldIsALetter() throws IOException {
    assertThat(records("Al \"Bo\", \"Cy\"\n"))
        .extracting(CsvRecord::fields)
        .containsExactly(List.of("Al \"Bo\"", " \"Cy\""));
  }

  @Test
  void linesAreThoseOfTheFileWhateverEndsThem() throws IOException {
    assertThat(records("\uFEFFa\r\n\n  \n\"b\nb\"\rc\n\nd"))
        .extracting(record -> record.fields().get(0), CsvRecord::line)
        .containsExactly(tuple("a", 1L), tuple("b\nb", 4L), tuple("c", 6L), tuple("d", 8L));
  }

  @Test
  void readingCanBeginAtAnyRecord() throws IOException {
    byte[] csv = "\uFEFFÖz,1\n\"Li\n\",2\r\n\nÅs,3\rLast,4".getBytes(StandardCharsets.UTF_8);
    List<CsvRecord> all = records(csv, 0, 1);
    assertThat(all).hasSize(4);
    for (int i = 0; i < all.size(); i++) {
      assertThat(records(csv, (int) all.get(i).start(), all.get(i).line()))
          .isEqualTo(all.subList(i, all.size()));
    }
  }

  @Test
  void brokenQuotesInALineCostThatLineAlone() throws IOException {
    assertThat(records("\"Al\" Bo,1\nCy,2\n"))
        .extracting(CsvRecord::text, CsvRecord::problem)
        .containsExactly(tuple("\"Al\" Bo,1", "broken quotes"), tuple("Cy,2", ""));
  }

  @Test
  void quotesThatTakeInOtherRowsAreNamedWithTheirLine() {
    assertThatThrownBy(() -> records("a\n\"b,1\nc,2\n"))
        .isInstanceOf(MalformedCsvException.class)
        .hasMessage("line 2 opens a quoted field that is never closed");
    assertThatThrownBy(() -> records("a\n\"b,1\nc,\"d\"\n"))
        .isInstanceOf(MalformedCsvException.class)
        .hasMessageStartingWith("line 2 opens a quoted field whose closing quote, in line 3,");
    assertThatThrownBy(() -> records("a\n\"b,1\n" + "c\n".repeat(1 << 19)))
        .isInstanceOf(MalformedCsvException.class)
        .hasMessageStartingWith("line 2 begins a row of more than 1 MiB");
  }
}
