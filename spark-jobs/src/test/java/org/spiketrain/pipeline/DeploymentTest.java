package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;

class DeploymentTest {
  private static Deployment of(String master, String mode) {
    return Deployment.of(
        new SparkConf(false).set("spark.master", master).set("spark.submit.deployMode", mode));
  }

  @Test
  void onlyADriverThatYarnRunsFailsByAnException() {
    assertThat(of("yarn", "cluster").failsByException()).isTrue();
    assertThat(of("yarn", "client").failsByException()).isFalse();
    assertThat(of("spark://host:7077", "cluster").failsByException()).isFalse();
    assertThat(of("spark://host:7077", "cluster").inCluster()).isTrue();
    assertThat(Deployment.of(new SparkConf(false)).inCluster()).isFalse();
  }

  @Test
  void aDriverInAPodIsInTheClusterThoughItIsSubmittedAsAClient() {
    SparkConf pod =
        new SparkConf(false)
            .set("spark.master", "k8s://https://host:443")
            .set("spark.submit.deployMode", "client")
            .set("spark.kubernetes.submitInDriver", "true");

    assertThat(Deployment.of(pod).inCluster()).isTrue();
    assertThat(Deployment.of(pod.remove("spark.kubernetes.submitInDriver")).inCluster()).isFalse();
    assertThat(Deployment.of(pod).failsByException()).isFalse();
  }

  @Test
  void aMasterThatDoesNotAnswerIsRefusedBeforeSparkTriesForAMinute() throws IOException {
    try (ServerSocket master = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String there = "127.0.0.1:" + master.getLocalPort();
      assertThatCode(() -> of("spark://127.0.0.1:1," + there, "client").checkMaster())
          .doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> of("spark://127.0.0.1:1", "client").checkMaster())
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("The master spark://127.0.0.1:1 does not answer (127.0.0.1:1: ")
        .hasMessageContaining("Connection refused");
    for (String other : List.of("local[2]", "spark://no-port", "k8s://https://host:1")) {
      assertThatCode(() -> of(other, "client").checkMaster()).doesNotThrowAnyException();
    }
  }

  @Test
  void whereYarnListens() {
    Configuration yarn = new Configuration(false);
    assertThat(Deployment.resourceManagers(yarn)).containsExactly("0.0.0.0:8032");
    yarn.set("yarn.resourcemanager.hostname", "rm");
    assertThat(Deployment.resourceManagers(yarn)).containsExactly("rm:8032");
    yarn.set("yarn.resourcemanager.ha.enabled", "true");
    yarn.set("yarn.resourcemanager.ha.rm-ids", "a, b");
    yarn.set("yarn.resourcemanager.hostname.a", "rm-a");
    yarn.set("yarn.resourcemanager.address.b", "rm-b:1");
    assertThat(Deployment.resourceManagers(yarn)).containsExactly("rm-a:8032", "rm-b:1");
  }

  @Test
  void aTaskThatFitsIntoNoExecutorIsRefused() {
    assertThatThrownBy(() -> ExecutorCores.check(List.of(1, 1), 2))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("spark.task.cpus is 2, but executors have 1 of the cores");
    assertThatCode(() -> ExecutorCores.check(List.of(1, 2), 2)).doesNotThrowAnyException();
    assertThatCode(() -> ExecutorCores.check(List.of(), 2)).doesNotThrowAnyException();
  }

  @Test
  void whatExecutorsWantIsTold() {
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "4g");
    assertThat(ExecutorWait.missing(conf))
        .contains("all cores and 4g of memory of one worker", "spark.executor.cores");
    conf.set("spark.master", "k8s://https://host:443").set("spark.kubernetes.namespace", "ours");
    assertThat(ExecutorWait.missing(conf))
        .contains(
            "1 core and 4g of memory with its overhead of one node",
            "kubectl -n ours describe pods");
    conf.set("spark.master", "yarn");
    assertThat(ExecutorWait.missing(conf))
        .contains("1 core and 4g of memory with its overhead", "ResourceManager's page");
  }
}
