package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.spark.Spiketrain;

/** Sentences on executors in JVMs of their own, in which an enum has another hash each. */
class SentencesClusterIT {
  private static final String CONFIGURATION = "conf/text-demo.conf";

  @TempDir Path folder;

  private List<String> keys(Path output) {
    return List.of(
        "training.workers=2",
        "training.epochs=1",
        "conversion.epochs=2",
        "conversion.averaging-frequency=10",
        "output.path=" + output);
  }

  @Test
  void aClusterGivesTheModelOfLocalThreads() throws Exception {
    Path local = folder.resolve("local");
    Spiketrain experiment =
        Spiketrain.experiment(LocalSpark.session()).configuration(CONFIGURATION);
    for (String setting : keys(local)) {
      int equals = setting.indexOf('=');
      experiment.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    experiment.open().run();

    Path cluster = folder.resolve("cluster");
    runOnCluster(cluster);

    assertThat(cluster.resolve("model.zip")).hasSameBinaryContentAs(local.resolve("model.zip"));
    assertThat(manifest(cluster).counts()).isEqualTo(manifest(local).counts());
    assertThat(manifest(cluster).framesFingerprint())
        .isEqualTo(manifest(local).framesFingerprint());
  }

  private static Manifest manifest(Path output) {
    return FrameParquet.readManifest(
        new Configuration(), new org.apache.hadoop.fs.Path(output.resolve("frames").toUri()));
  }

  private void runOnCluster(Path output) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("local-cluster[2,1,1024]", CONFIGURATION));
    arguments.addAll(keys(output));
    Path log = folder.resolve("cluster.log");
    Process process =
        ForkedJvm.start(ExperimentProcess.class, log, "1g", arguments.toArray(String[]::new));
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
