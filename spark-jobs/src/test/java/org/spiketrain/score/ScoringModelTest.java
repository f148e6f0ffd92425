package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.score.ScoringModel.ScoredText;

class ScoringModelTest {
  private final ScoringModel model = FakeModel.model();

  @Test
  void ranksTheClassesOfEachName() {
    // One letter, b, which is letter 1: B has 2 * 0.25, A and C have 0.5 - 0.25; A comes first.
    assertThat(model.answers(List.of("b"), 2).scored())
        .containsExactly(
            new ScoredText("b", List.of(new RankedLabel("B", 0.5f), new RankedLabel("A", 0.25f))));
    assertThat(model.answers(List.of("a", "bcd"), 9).scored())
        .extracting(one -> one.top().size())
        .containsOnly(3);
  }

  @Test
  void aNameWithoutAUsableLetterDoesNotCostTheOthersTheirAnswers() {
    ScoringModel.Answers answers = model.answers(List.of("Sato", "123", "b", " "), 3);

    assertThat(answers.scored()).extracting(ScoredText::name).containsExactly("Sato", "b");
    assertThat(answers.problems()).hasSize(2);
    assertThat(answers.problems().get(0)).contains("\"123\"", "it knows abc");
    assertThat(model.answers(List.of("1"), 1).scored()).isEmpty();
  }

  private static List<String> printed(ScorePrinter printer) {
    StringWriter out = new StringWriter();
    printer.print(
        List.of(
            new ScoredText(
                "Neal, \"O\"",
                List.of(new RankedLabel("Irish", 0.873f), new RankedLabel("Czech", 0.1f)))),
        new PrintWriter(out));
    return out.toString().lines().toList();
  }

  @Test
  void printsAsTheTutorialDoes() {
    assertThat(printed(ScorePrinter.tutorial()))
        .containsExactly("", "> Neal, \"O\"", "(0.87) Irish", "(0.10) Czech");
  }

  @Test
  void printsCsvAndJsonWithTheColumnsOfFiles() {
    assertThat(printed(ScorePrinter.csv(FakeModel.model().lines().column())))
        .containsExactly(
            "name,label_1,probability_1,label_2,probability_2",
            "\"Neal, \"\"O\"\"\",Irish,0.873,Czech,0.1");
    assertThat(printed(ScorePrinter.json(FakeModel.model().lines().column())))
        .containsExactly(
            "{\"name\":\"Neal,"
                + " \\\"O\\\"\",\"label_1\":\"Irish\",\"probability_1\":0.873,\"label_2\":\"Czech\",\"probability_2\":0.1}");
  }
}
