package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.model.api.EncoderProvider;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.zoo.TrainedModel;

/**
 * A spike encoder that another jar brings draws the spikes of sentences, wherever any are drawn.
 */
class StrangersEncoderIT {
  private static final String CODING = "-Ddata.text.coding=";

  @TempDir Path folder;

  private ClassLoader without;

  /** Spikes at regular times, as often as the rate is high; the seed says when the first one is. */
  record Steady(double gain, long seed) implements SpikeEncoder {
    static final Parameter<Double> GAIN = Parameter.number("gain", Range.above(0), "factor");

    @Override
    public void encode(
        float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset) {
      double phase = seed % 10 / 10.0;
      for (int i = 0; i < n; i++) {
        double rate = Math.min(1, gain * rates[i]);
        to[offset + i] =
            Math.floor((step + 1) * rate + phase) > Math.floor(step * rate + phase) ? 1 : 0;
      }
    }

    @Override
    public String spec() {
      return Spec.of("steady", gain, seed).toString();
    }
  }

  /** Brings it. */
  public static final class Provider implements EncoderProvider {
    @Override
    public List<Factory<SpikeEncoder>> entries() {
      return List.of(
          Factory.of(
              "steady",
              "Regular spikes.",
              a -> new Steady(a.get(Steady.GAIN), a.get(SEED)),
              Steady.GAIN,
              SEED));
    }
  }

  /** As with {@code --jars}, only the context class loader knows who brings it. */
  @BeforeEach
  void addJar() throws IOException {
    without = Thread.currentThread().getContextClassLoader();
    Path services = Files.createDirectories(folder.resolve("jar/META-INF/services"));
    Files.writeString(services.resolve(EncoderProvider.class.getName()), Provider.class.getName());
    URL[] jar = {folder.resolve("jar").toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(jar, without));
  }

  @AfterEach
  void removeJar() {
    Thread.currentThread().setContextClassLoader(without);
  }

  @Test
  void sentencesAreReadByItFromTheFramesToTheScore() throws IOException {
    TinyOpinions opinions = TinyOpinions.in(folder);
    CommandLineRun run = opinions.command("run", CODING + "steady(gain=0.9)", "-Dseed=7");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(opinions.run().resolve("frames/_manifest.json"))
        .content()
        .contains("\"coding\" : \"steady(0.9, 7)\"");
    Path file = opinions.run().resolve("model.zip");
    TrainedModel model = TrainedModel.read(Files.readAllBytes(file), "model.zip");
    assertThat(model.sentences().orElseThrow().input().coding()).isEqualTo(new Steady(0.9, 7));
    assertThat(opinions.command("profile", CODING + "steady(0.9)", "-Dseed=7").err()).isEmpty();

    CommandLineRun other = opinions.command("train", CODING + "steady(0.8)", "-Dseed=7");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("data.text.coding");

    CommandLineRun score = score(file, "the film was great");
    assertThat(score.err()).isEmpty();
    assertThat(score.out()).contains("positive", "negative");

    removeJar();
    CommandLineRun missing = score(file, "the film was great");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err())
        .contains(
            "Unknown spike encoder 'steady': expected one of delta, direct, latency, population, rate",
            "--jars")
        .doesNotContain("\tat ");
  }

  private static CommandLineRun score(Path model, String sentence) {
    return CommandLineRun.of("score", "--model", model + "", "--format=json", sentence);
  }

  @Test
  void itsSpikesCanBeStored() throws IOException {
    TinyOpinions opinions = TinyOpinions.in(folder);
    CommandLineRun run =
        opinions.command("preprocess", CODING + "steady(1)", "-Ddata.text.frames=spikes");

    assertThat(run.err()).isEmpty();
    assertThat(
            FrameParquet.read(
                    LocalSpark.session(), opinions.run().resolve("frames").toString(), "train")
                .count())
        .isEqualTo(80);

    CommandLineRun rates =
        opinions.command(
            "preprocess",
            CODING + "direct",
            "-Ddata.text.frames=spikes",
            "-Doutput.overwrite=true");
    assertThat(rates.code()).isEqualTo(1);
    assertThat(rates.err())
        .contains("direct gives 0.", "where a spike is 1")
        .doesNotContain("\tat ");
  }

  @Test
  void anUnknownOneOrAWrongParameterIsRefused() throws IOException {
    TinyOpinions opinions = TinyOpinions.in(folder);
    CommandLineRun unknown = opinions.command("preprocess", CODING + "stedy(1)");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("data.text.coding is \"stedy(1)\"", "(--jars)")
        .contains(
            "expected one of delta, direct, latency, population, rate, steady; did you mean steady?");
    assertThat(opinions.command("preprocess", CODING + "steady").err())
        .contains("data.text.coding is \"steady\"", "gain is missing");
  }
}
