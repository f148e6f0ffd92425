package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.score.ScoringModel;

/** What is done with networks for sentences once they are trained. */
class SentenceCommandsIT {
  private static final int SENTENCES = 15;
  private static final int LONGEST = 6;

  @TempDir static Path folder;

  private static TinyOpinions opinions;

  @BeforeAll
  static void train() throws IOException {
    opinions = TinyOpinions.in(folder);
    assertThat(opinions.command("run").err()).isEmpty();
  }

  private static CommandLineRun attack(String... more) {
    List<String> usual =
        List.of(
            "-Dattack.sentences=" + SENTENCES,
            // The vectors are random.
            "-Dattack.minimum-similarity=-1",
            "-Dattack.budget=0.4",
            "-Doutput.overwrite=true");
    return opinions.command(
        "attack", Stream.concat(usual.stream(), Arrays.stream(more)).toArray(String[]::new));
  }

  private static List<Row> rows() {
    return LocalSpark.session()
        .read()
        .option("header", true)
        .option("escape", "\"")
        .option("inferSchema", true)
        .csv(folder.resolve("run/attack/sentences.csv").toString())
        .collectAsList();
  }

  private static TrainedModel model(String file) throws IOException {
    return TrainedModel.read(Files.readAllBytes(folder.resolve("run").resolve(file)), file);
  }

  @Test
  void everyNetworkOfTheRunIsAttackedInEveryWay() throws IOException {
    CommandLineRun run = attack();

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("at most 40.0 % of the words of a sentence, but one at least")
        .containsPattern("artificial +synonyms +15 ")
        .containsPattern("converted +typos +15 ")
        .containsPattern("fine-tuned +synonyms +15 ")
        .contains("attack/report.html");
    assertThat(folder.resolve("run/attack/report.html"))
        .content()
        .contains("Robustness to word changes", "fine-tuned", "attack.budget")
        .contains("the default English ones</td>");
    assertThat(rows()).hasSize(3 * 2 * SENTENCES);
    assertThat(rows()).anyMatch(row -> !answer(row).equals(attackedAnswer(row)));
    for (Row row : rows()) {
      assertWithinBudget(row);
    }
    assertAnswers("artificial", model("artificial/model.zip"));
    assertAnswers("fine-tuned", model("model.zip"));
  }

  private static String text(Row row, String column) {
    return row.getString(row.fieldIndex(column));
  }

  private static String answer(Row row) {
    return text(row, "answer");
  }

  private static String attackedAnswer(Row row) {
    return text(row, "answer_attacked");
  }

  private static int count(Row row, String column) {
    return row.getInt(row.fieldIndex(column));
  }

  private static void assertWithinBudget(Row row) {
    String[] before = text(row, "original").split(" ", -1);
    String[] after = text(row, "attacked").split(" ", -1);
    assertThat(after).as(row.toString()).hasSameSizeAs(before);
    int differ = 0;
    for (int w = 0; w < before.length; w++) {
      differ += before[w].equals(after[w]) ? 0 : 1;
    }
    int words = Math.min(LONGEST, before.length);
    assertThat(count(row, "words")).isEqualTo(words);
    assertThat(count(row, "words_changed")).isEqualTo(differ);
    assertThat(differ).as(row.toString()).isBetween(0, Math.max(1, words * 2 / 5));
    if (!answer(row).equals(text(row, "label"))) {
      assertThat(differ).as("nothing is to be gained: %s", row).isZero();
      assertThat(count(row, "queries")).isEqualTo(1);
    }
  }

  /** The network itself answers as the table says that it does. */
  private static void assertAnswers(String network, TrainedModel model) {
    List<Row> own = rows().stream().filter(row -> text(row, "network").equals(network)).toList();
    assertThat(own).hasSize(2 * SENTENCES);
    for (Row row : own) {
      assertThat(answered(model, text(row, "original"))).as("%s", row).isEqualTo(answer(row));
      assertThat(answered(model, text(row, "attacked")))
          .as("%s", row)
          .isEqualTo(attackedAnswer(row));
    }
  }

  private static String answered(TrainedModel model, String sentence) {
    List<String> vocabulary = model.sentences().orElseThrow().vocabulary();
    int[] numbers =
        Arrays.stream(sentence.split(" ", -1))
            .limit(LONGEST)
            .mapToInt(word -> Math.max(RateTable.UNKNOWN, vocabulary.indexOf(word)))
            .toArray();
    float[] probabilities =
        model.classifier().probabilitiesOf(SpikeFrames.oneHot(vocabulary.size(), numbers));
    return model.provenance().classes().get(TopClasses.of(probabilities, 1)[0]);
  }

  @Test
  void theSameSeedGivesTheSameAttacksAndEarlierOnesAreOnlyReplacedWhenTold() throws IOException {
    Path table = folder.resolve("run/attack/sentences.csv");
    assertThat(attack("--sentences=4").code()).isZero();
    String first = Files.readString(table);

    CommandLineRun refused = attack("--sentences=4", "-Doutput.overwrite=false");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("exists already", "output.overwrite=true");
    assertThat(Files.readString(table)).isEqualTo(first);

    assertThat(attack("--sentences=4").code()).isZero();
    assertThat(Files.readString(table)).isEqualTo(first);
    assertThat(first.lines()).hasSize(1 + 3 * 2 * 4);
  }

  @Test
  void synonymsMayComeFromAFileOfVectors() throws IOException {
    Path vectors =
        Files.writeString(
            folder.resolve("vectors.txt"),
            "great 1 0\nawful 0.9 0.1\nlovely 0.8 0.2\nfilm -1 0.1\nelsewhere 1 0\n");

    CommandLineRun run = attack("-Dattack.vectors=" + vectors);

    assertThat(run.err()).isEmpty();
    List<Row> changed =
        rows().stream()
            .filter(row -> text(row, "attack").equals("synonyms"))
            .filter(row -> count(row, "words_changed") > 0)
            .toList();
    assertThat(changed).isNotEmpty();
    for (Row row : changed) {
      List<String> before = List.of(text(row, "original").split(" ", -1));
      List<String> after = new ArrayList<>(List.of(text(row, "attacked").split(" ", -1)));
      after.removeAll(before);
      assertThat(List.of("great", "awful", "lovely")).as("%s", row).containsAll(after);
    }
    CommandLineRun missing = attack("-Dattack.vectors=none.txt");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("There is no file", "attack.vectors");
  }

  @Test
  void aRunWithoutANetworkIsRefused() {
    CommandLineRun run = attack("--model", folder.resolve("none.zip").toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("spiketrain: ")
        .contains("There is no model")
        .doesNotContain("\tat ");
  }

  private static CommandLineRun score(String... more) {
    Stream<String> usual = Stream.of("score", "--model", opinions.run().resolve("model.zip") + "");
    return CommandLineRun.of(Stream.concat(usual, Arrays.stream(more)).toArray(String[]::new));
  }

  @Test
  void sentencesAreScoredAsTheyWereReadInTheTraining() throws IOException {
    ScoringModel model =
        ModelFile.ofLines(model("model.zip"), new org.apache.hadoop.fs.Path("model.zip"));
    List<Row> rows =
        FrameParquet.read(
                LocalSpark.session(), opinions.run().resolve("frames").toString(), "train")
            .collectAsList();

    List<String> originals = rows.stream().map(row -> text(row, "original")).toList();
    ScoringModel.Answers answers = model.answers(originals, 1);

    assertThat(rows).hasSize(80);
    assertThat(answers.problems()).isEmpty();
    assertThat(answers.cut()).isEqualTo(80);
    float[][] known =
        model
            .classifier()
            .probabilities(rows.stream().map(row -> FrameParquet.example(row).frames()).toList());
    for (int k = 0; k < rows.size(); k++) {
      assertThat(answers.scored().get(k).top())
          .isEqualTo(RankedLabel.top(known[k], model.classes(), 1));
    }
  }

  @Test
  void aFewSentencesAreAnsweredAtOnceAndOthersSaidWhyNot() {
    CommandLineRun run = score("--format=json", "The film was GREAT!", "zzz qqq", " ... ");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.out())
        .startsWith("{\"text\":\"The film was GREAT!\",\"label_1\":\"")
        .contains("\"probability_2\":");
    assertThat(run.err())
        .contains("\"zzz qqq\" cannot be scored, only unknown words: the model knows ")
        .contains("\" ... \" cannot be scored, empty text");
    assertThat(score("the film was great , to me and all my friends").err())
        .isEqualTo("spiketrain: only the beginning was read of 1 sentence\n");
  }

  @Test
  void filesOfSentencesAreScoredInTheirOrder() throws IOException {
    Path input = Files.createDirectories(folder.resolve("in"));
    Files.writeString(
        input.resolve("a.csv"),
        "id,Text\n"
            + "7,the meal was dull\n"
            + "8,zzz\n"
            + "9,\n"
            + "10,\"the plot, of all, was stale and all was rude\"\n");
    Files.writeString(input.resolve("b.txt"), "the bread was fine\n");
    LocalSpark.session()
        .createDataset(List.of("the room was lovely"), Encoders.STRING())
        .toDF("text")
        .coalesce(1)
        .write()
        .parquet(input.resolve("c").toString());

    CommandLineRun run =
        score("--input", input + "", "--output", folder.resolve("scores") + "", "--format=csv");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("scored: 4 sentences", "rejected: 2 rows", "only the beginning was read of 1 ");
    List<Row> scores = table("scores");
    assertThat(scores.get(0).schema().fieldNames())
        .containsExactly(
            "file", "row", "id", "Text", "label_1", "probability_1", "label_2", "probability_2");
    assertThat(scores)
        .extracting(row -> text(row, "Text"))
        .containsExactlyInAnyOrder(
            "the meal was dull",
            "the plot, of all, was stale and all was rude",
            "the bread was fine",
            "the room was lovely");
    assertThat(table("scores/_rejects"))
        .extracting(row -> text(row, "row") + ": " + text(row, "reason"))
        .containsExactlyInAnyOrder("3: only unknown words", "4: missing value");
  }

  private static List<Row> table(String name) {
    return LocalSpark.session()
        .read()
        .option("header", true)
        .option("escape", "\"")
        .csv(folder.resolve(name).toString())
        .collectAsList();
  }

  @Test
  void aFileOfSentencesNeedsAColumnOfThem() throws IOException {
    Path input = Files.writeString(folder.resolve("names.csv"), "id,name\n1,Ann\n");

    CommandLineRun run = score("--input", input + "", "--output", folder.resolve("none") + "");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "names no column \"text\"",
            "name the column of the sentences with scoring.source.column");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void aModelThatDoesNotSayHowTextBecomesWordsIsRefused() throws IOException {
    TrainedModel model = model("model.zip");
    Path old = folder.resolve("old.zip");
    ModelProvenance silent = Provenances.withConfiguration(model.provenance(), "seed = 1");
    Files.write(
        old,
        new TrainedModel(model.network(), silent, model.sentences(), Optional.empty()).toBytes());

    CommandLineRun run = CommandLineRun.of("score", "--model", old + "", "the film was great");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("spiketrain: Model " + old)
        .contains("does not say how a text becomes its words", "train it again")
        .doesNotContain("\tat ");
  }
}
