package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.SharedCluster;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;

/** Sentences on executors in JVMs of their own, in which an enum has another hash each. */
@LongTest
class SentencesClusterIT {
  @TempDir Path folder;

  private String[] arguments(Path output) {
    return new String[] {
      "conf/text-demo.conf",
      "training.workers=2",
      "training.epochs=1",
      "conversion.epochs=2",
      "conversion.averaging-frequency=10",
      "output.path=" + output
    };
  }

  @Test
  void aClusterGivesTheModelOfLocalThreads() throws Exception {
    Path local = folder.resolve("local");
    Path cluster = folder.resolve("cluster");

    new ExperimentWork().run(LocalSpark.session(), arguments(local));
    SharedCluster.run(ExperimentWork.class, arguments(cluster));

    assertThat(cluster.resolve("model.zip")).hasSameBinaryContentAs(local.resolve("model.zip"));
    assertThat(manifest(cluster).counts()).isEqualTo(manifest(local).counts());
    assertThat(manifest(cluster).framesFingerprint())
        .isEqualTo(manifest(local).framesFingerprint());
  }

  private static Manifest manifest(Path output) {
    return FrameParquet.readManifest(
        new Configuration(), new org.apache.hadoop.fs.Path(output.resolve("frames").toUri()));
  }
}
