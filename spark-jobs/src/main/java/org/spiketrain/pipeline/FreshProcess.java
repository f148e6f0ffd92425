package org.spiketrain.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.spiketrain.data.Wording;
import org.spiketrain.nightly.Gate.FreshAnswers;
import org.spiketrain.pipeline.Probe.Answers;
import org.spiketrain.pipeline.Probe.Question;
import org.spiketrain.pipeline.Probe.Questions;

/**
 * Loads a model file in a process of its own, and compares its answers with those that are
 * expected.
 */
final class FreshProcess {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MINUTES = 10;
  private static final double TOLERANCE = 1e-5;
  private static final int LINES_SHOWN = 3;

  private FreshProcess() {}

  /**
   * Asks it.
   *
   * @param model bytes of the model's file
   * @param expected probabilities that are expected, one array a question
   */
  static FreshAnswers ask(byte[] model, List<Question> questions, List<float[]> expected) {
    try {
      java.nio.file.Path folder = Files.createTempDirectory("spiketrain-probe");
      try {
        return ask(folder, model, questions, expected);
      } finally {
        for (File file : folder.toFile().listFiles()) {
          Files.delete(file.toPath());
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      return failed("could not be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static FreshAnswers failed(String problem) {
    return new FreshAnswers(problem, 0, 0);
  }

  private static FreshAnswers ask(
      java.nio.file.Path folder, byte[] model, List<Question> questions, List<float[]> expected)
      throws IOException, InterruptedException {
    java.nio.file.Path file = Files.write(folder.resolve("model.zip"), model);
    File out = folder.resolve("out").toFile();
    File err = folder.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command()).redirectOutput(out).redirectError(err);
    builder.environment().put("CLASSPATH", classPath());
    Process process = builder.start();
    try {
      return answered(process, file, questions, expected, out, err);
    } finally {
      process.destroyForcibly();
    }
  }

  private static FreshAnswers answered(
      Process process,
      java.nio.file.Path file,
      List<Question> questions,
      List<float[]> expected,
      File out,
      File err)
      throws IOException, InterruptedException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(JSON.writeValueAsBytes(new Questions(file.toString(), questions)));
    } catch (IOException e) {
      // It has ended already, and says why.
      process.waitFor();
    }
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      return failed("did not end within %d minutes".formatted(PATIENCE_MINUTES));
    }
    if (process.exitValue() != 0) {
      return failed("ended with %d: %s".formatted(process.exitValue(), lastLines(err.toPath())));
    }
    return compared(JSON.readValue(out, Answers.class), expected);
  }

  private static FreshAnswers compared(Answers answers, List<float[]> expected) {
    int others = 0;
    for (int k = 0; k < expected.size(); k++) {
      float[] one = answers.probabilities().get(k);
      int top = Probe.answer(expected.get(k));
      // Neither is a number that is none like another one.
      if (!(Math.abs(one[top] - expected.get(k)[top]) <= TOLERANCE)) {
        others++;
      }
    }
    String problem =
        others == 0
            ? ""
            : "gave other answers than here to %d of %s"
                .formatted(others, Wording.counted(expected.size(), "example"));
    return new FreshAnswers(problem, expected.size(), answers.latencyMillis());
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--add-")) {
        command.add(argument);
      }
    }
    command.add(Probe.class.getName());
    return command;
  }

  /** That of this process, and what Spark has added to it. */
  private static String classPath() {
    Set<String> places = new LinkedHashSet<>();
    for (ClassLoader loader = Probe.class.getClassLoader();
        loader != null;
        loader = loader.getParent()) {
      if (loader instanceof URLClassLoader known) {
        for (URL url : known.getURLs()) {
          if (url.getProtocol().equals("file")) {
            places.add(place(url));
          }
        }
      }
    }
    places.add(System.getProperty("java.class.path"));
    return String.join(File.pathSeparator, places);
  }

  private static String place(URL url) {
    try {
      return new File(url.toURI()).getPath();
    } catch (URISyntaxException e) {
      return url.getPath();
    }
  }

  private static String lastLines(java.nio.file.Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, Charset.defaultCharset());
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
