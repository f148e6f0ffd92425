package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.LocalSpark;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;

/** The lecture's networks as its readers run them. */
class HihelloIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"stepwise", "rnn", "embedding", "spiking-rnn", "spiking"})
  void saysIhello(String form) {
    // The command joins it, so that it needs no launcher.
    LocalSpark.session();
    Path output = folder.resolve(form);
    CommandLineRun run =
        CommandLineRun.of(
            "run", "conf/hihello-%s.conf".formatted(form), "-D", "output.path=" + output);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("accuracy: 1.0000 on the test split (6 names)");
    List<HistoryRow> rows =
        new RunFiles(
                LocalSpark.session().sessionState().newHadoopConf(),
                OutputLayout.of(output.toString()))
            .readHistory()
            .rows();
    assertThat(rows).extracting(HistoryRow::answers).allMatch(word -> word.matches("[hielo]{6}"));
    assertThat(rows.get(rows.size() - 1).answers()).isEqualTo("ihello");
    assertThat(output.resolve("report.html")).content().contains(">ihello</td>");
  }
}
