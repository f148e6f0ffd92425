package org.spiketrain.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.metrics.ConfusionMatrix;

class EvaluationSummaryTest {
  @Test
  void csvSaysWhichAxisIsTheTruthAndQuotesNames() {
    ConfusionMatrix confusion = new ConfusionMatrix(2);
    confusion.add(0, 1, 2);
    confusion.add(0, 0, 1);

    assertThat(text(EvaluationSummary.counts(confusion, List.of("a,b", "c"))))
        .isEqualTo(
            """
            rows = true class; columns = predicted class,"a,b",c
            "a,b",1,2
            c,0,0
            """);
    assertThat(text(EvaluationSummary.rowNormalised(confusion, List.of("a", "c"))))
        .contains("\na,0.333333,0.666667\n");
  }

  private static String text(byte[] csv) {
    return new String(csv, StandardCharsets.UTF_8);
  }
}
