package org.spiketrain.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.Reading;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.score.ScoringModel;

/**
 * A program of its own that loads a model file and answers examples, as whoever uses the file does:
 * questions as JSON at the standard input, answers at the standard output.
 */
final class Probe {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Answers before the first that is timed. */
  private static final int WARM_UP = 50;

  private static final int TIMED = 200;

  private Probe() {}

  /**
   * An example.
   *
   * @param text what the model's own encoder reads; null where frames are given
   * @param channels of the frames
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Question(String text, int channels, int[] rowStart, int[] channel, float[] value) {
    static Question ofText(String text) {
      return new Question(text, 0, null, null, null);
    }

    static Question ofFrames(SpikeFrames frames) {
      return new Question(
          null, frames.channels(), frames.rowStart(), frames.channel(), frames.value());
    }

    SpikeFrames frames(ScoringModel model) {
      if (text == null) {
        return new SpikeFrames(channels, rowStart, channel, value);
      }
      Reading reading = model.read(text);
      return reading
          .frames()
          .orElseThrow(
              () -> new UserErrorException("\"%s\": %s".formatted(text, reading.problem())));
    }
  }

  /**
   * Everything that is asked.
   *
   * @param model a local file
   */
  record Questions(String model, List<Question> questions) {}

  /**
   * The answers.
   *
   * @param probabilities [questions][classes]
   * @param latencyMillis median time of an answer, encoding included
   */
  record Answers(List<float[]> probabilities, double latencyMillis) {}

  /** Returns the most probable class. */
  static int answer(float[] probabilities) {
    return TopClasses.of(probabilities, 1)[0];
  }

  /** Answers what is asked at the standard input; what goes wrong is at the standard error. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    // Libraries say what they like to the standard output.
    System.setOut(System.err);
    Questions asked = JSON.readValue(System.in, Questions.class);
    Path file = new Path(new java.io.File(asked.model()).toURI());
    TrainedModel model = ModelFile.read(new Configuration(), file);
    ScoringModel scoring = ModelFile.scoring(model, file);
    List<float[]> probabilities = new ArrayList<>();
    for (Question one : asked.questions()) {
      probabilities.add(answered(one, scoring));
    }
    Answers answers = new Answers(probabilities, latency(asked.questions(), scoring));
    out.write(JSON.writeValueAsString(answers).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static float[] answered(Question one, ScoringModel scoring) {
    return scoring.classifier().probabilitiesOf(one.frames(scoring));
  }

  private static double latency(List<Question> questions, ScoringModel scoring) {
    long[] nanos = new long[TIMED];
    for (int k = -WARM_UP; k < TIMED; k++) {
      Question one = questions.get(Math.floorMod(k, questions.size()));
      long start = System.nanoTime();
      var unused = answered(one, scoring);
      if (k >= 0) {
        nanos[k] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return (double) nanos[TIMED / 2] / TimeUnit.MILLISECONDS.toNanos(1);
  }
}
