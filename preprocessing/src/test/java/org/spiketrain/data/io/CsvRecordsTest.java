package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spiketrain.data.io.CsvRecords.CsvRecord;
import org.spiketrain.data.io.CsvRecords.MalformedCsvException;

class CsvRecordsTest {
  private static List<CsvRecord> records(String csv) throws IOException {
    List<CsvRecord> records = new ArrayList<>();
    InputStream in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
    try (CsvRecords reader = new CsvRecords(new TextLines(in), ',')) {
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
        .containsExactly(tuple("a", 1), tuple("b\nb", 4), tuple("c", 6), tuple("d", 8));
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
