package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spiketrain.data.Reading;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.McNemar;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.results.Figures;
import org.spiketrain.score.ScoringModel;

/**
 * What two classifiers answer to the same examples, counted. The counts do not depend on how the
 * examples are spread over partitions.
 *
 * @param first answers of the first: rows are the true classes; the last column, whose row is
 *     empty, is no answer at all
 * @param second answers of the second
 * @param disagreement examples that only one of them answers rightly
 */
public record Duel(ConfusionMatrix first, ConfusionMatrix second, McNemar disagreement)
    implements Serializable {
  /** Both classifiers of a duel, as they are broadcast. */
  private record Pair<C extends Serializable>(C first, C second) implements Serializable {}

  /** What came of no examples at all. */
  public static Duel none(int classes) {
    return new Duel(
        new ConfusionMatrix(classes + 1), new ConfusionMatrix(classes + 1), new McNemar(0, 0));
  }

  /**
   * Lets both answer examples whose frames both read.
   *
   * @param classes number of classes of the examples
   */
  public static Duel ofFrames(
      JavaRDD<Example> examples, FrameClassifier first, FrameClassifier second, int classes) {
    return Evaluator.fold(
        examples,
        new Pair<>(first, second),
        none(classes),
        (counts, example, pair) ->
            counts.add(
                example.label(),
                answer(pair.first().probabilitiesOf(example.frames())),
                answer(pair.second().probabilitiesOf(example.frames()))),
        Duel::merge);
  }

  /**
   * Lets both answer texts that each of them reads in its own way.
   *
   * @param rows of frames, of which {@code label} and {@code original} are looked at
   * @param classes names of the classes by the rows' labels
   * @throws UserErrorException if one of them knows other classes than these
   */
  public static Duel ofTexts(
      Dataset<Row> rows, ScoringModel first, ScoringModel second, List<String> classes) {
    List<String> known = List.copyOf(classes);
    checkClasses(first, known);
    checkClasses(second, known);
    JavaRDD<Row> asked = rows.select("label", "original").javaRDD();
    Broadcast<Pair<ScoringModel>> both =
        JavaSparkContext.fromSparkContext(asked.context()).broadcast(new Pair<>(first, second));
    try {
      return asked.aggregate(
          none(known.size()),
          (counts, row) ->
              counts.add(
                  row.getInt(0),
                  answer(both.value().first(), row.getString(1), known),
                  answer(both.value().second(), row.getString(1), known)),
          Duel::merge);
    } finally {
      both.destroy();
    }
  }

  private static void checkClasses(ScoringModel model, List<String> classes) {
    if (!classes.containsAll(model.classes())) {
      throw new UserErrorException(
          "One of the models knows the classes %s, but the examples are of %s: they cannot be compared"
              .formatted(model.classes(), classes));
    }
  }

  private static int answer(ScoringModel model, String text, List<String> classes) {
    Reading reading = model.read(text);
    return reading.frames().isEmpty()
        ? classes.size()
        : classes.indexOf(
            model
                .classes()
                .get(answer(model.classifier().probabilitiesOf(reading.frames().get()))));
  }

  private static int answer(float[] probabilities) {
    return TopClasses.of(probabilities, 1)[0];
  }

  private Duel add(int label, int firstAnswer, int secondAnswer) {
    first.add(label, firstAnswer);
    second.add(label, secondAnswer);
    boolean firstIsRight = firstAnswer == label;
    boolean secondIsRight = secondAnswer == label;
    return firstIsRight == secondIsRight
        ? this
        : new Duel(
            first,
            second,
            new McNemar(
                disagreement.onlyFirst() + (firstIsRight ? 1 : 0),
                disagreement.onlySecond() + (secondIsRight ? 1 : 0)));
  }

  /** Adds up what came of two parts of the examples. */
  public Duel merge(Duel other) {
    return new Duel(
        first.merge(other.first),
        second.merge(other.second),
        new McNemar(
            disagreement.onlyFirst() + other.disagreement.onlyFirst(),
            disagreement.onlySecond() + other.disagreement.onlySecond()));
  }

  /**
   * The figures of one of them.
   *
   * @param confusion {@link #first} or {@link #second}
   * @param classes names of the classes
   */
  public static Figures figures(ConfusionMatrix confusion, List<String> classes) {
    List<Figures.OfClass> perClass =
        IntStream.range(0, classes.size())
            .mapToObj(
                c ->
                    new Figures.OfClass(
                        classes.get(c),
                        confusion.rowTotal(c),
                        confusion.count(c, c),
                        confusion.columnTotal(c)))
            .toList();
    return new Figures(confusion.total(), perClass);
  }
}
