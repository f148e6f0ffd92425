package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileUtil;

/**
 * A namespace as deploy/kubernetes makes it, on an API server in memory whose pods are processes of
 * this machine.
 */
final class KubernetesCluster implements AutoCloseable {
  private static final String NAMESPACE = "spiketrain";
  private static final String DRIVER = "spark-driver";
  private static final String SUBMITTER = "spark-submitter";

  private final ApiServer server;
  private final KubernetesClient client;
  private final Kubelet kubelet;
  private final Path logs;
  private final Path claims;
  private final Image image;

  private KubernetesCluster(Path spark, String dockerfile, Path logs) throws IOException {
    this.logs = logs;
    this.claims = logs.resolve("claims");
    this.image = Image.make(logs.resolve("image"), spark, dockerfile);
    this.server = ApiServer.start(roles());
    this.client = server.client();
    for (PersistentVolumeClaim claim : Manifests.of("volumes.yaml", PersistentVolumeClaim.class)) {
      client.resource(claim).create();
    }
    this.kubelet = Kubelet.start(client, NAMESPACE, image, claims, logs.resolve("pods"));
  }

  /**
   * With a Spark 4 of Maven artifacts in its image.
   *
   * @param logs a folder, in which nothing is kept of an earlier test
   */
  static KubernetesCluster start(Path logs) throws IOException {
    return start(Image.whole(), logs);
  }

  static KubernetesCluster start(String dockerfile, Path logs) throws IOException {
    FileUtil.fullyDelete(logs.toFile());
    Path spark = SparkHome.make(logs.resolve("spark"), Project.KUBERNETES_JARS);
    return new KubernetesCluster(spark, dockerfile, logs);
  }

  /**
   * @param spark the home of the Spark in its image
   */
  static KubernetesCluster start(Path spark, Path logs) throws IOException {
    FileUtil.fullyDelete(logs.toFile());
    return new KubernetesCluster(spark, Image.whole(), logs);
  }

  private static List<Role> roles() throws IOException {
    return Manifests.of("rbac.yaml", Role.class);
  }

  /** Where a claim of volumes.yaml lies. */
  Path claim() {
    return claims.resolve("spiketrain");
  }

  /** The driver of a run that has one. */
  Started driver(String run) {
    List<Started> drivers = kubelet.running("driver", application(run));
    assertThat(drivers).as("drivers of " + run).hasSize(1);
    return drivers.get(0);
  }

  List<Started> executors(String run) {
    return kubelet.running("executor", application(run));
  }

  private static String application(String run) {
    return NAMESPACE + "-" + run;
  }

  /** Deletes what pods a test has left. */
  void clear() throws Exception {
    kubelet.clear();
  }

  /** The pods that there are, whatever became of them. */
  List<String> pods() {
    return client.pods().inNamespace(NAMESPACE).list().getItems().stream()
        .map((HasMetadata pod) -> pod.getMetadata().getName())
        .toList();
  }

  /** What drivers and those who submitted them asked for in vain. */
  Set<String> refused() {
    return server.refused();
  }

  /** The rights that drivers have and made no use of. */
  Set<String> unusedByDrivers() {
    return server.unused(DRIVER);
  }

  /** The same of those who submitted them. */
  Set<String> unusedBySubmitters() {
    return server.unused(SUBMITTER);
  }

  /**
   * Two executors by deploy/kubernetes/spark.properties. Whoever submits has the role of those who
   * do, and the driver that of drivers.
   *
   * @param run for the application's name
   */
  Launcher launcher(String run) throws IOException {
    Path token = Files.writeString(logs.resolve("token"), DRIVER);
    return Launcher.on("k8s://" + server.url(), logs)
        .withEnvironment("SPARK_HOME", image.file(Image.SPARK).toString())
        .withEnvironment("SPARK_SCALA_VERSION", "2.13")
        .with(
            "--properties-file=" + properties(),
            "--name=" + application(run),
            "--num-executors=2",
            "--executor-cores=1",
            "--executor-memory=1g",
            "--conf=spark.kubernetes.driver.master=" + server.url(),
            "--conf=spark.kubernetes.authenticate.submission.oauthToken=" + SUBMITTER,
            "--conf=spark.kubernetes.authenticate.driver.mounted.oauthTokenFile=" + token,
            "--conf=spark.kubernetes.report.interval=200ms");
  }

  private Path properties() throws IOException {
    String text = Files.readString(Project.KUBERNETES.resolve("spark.properties"));
    return Files.writeString(
        logs.resolve("spark.properties"),
        text.replace("deploy/kubernetes/", Project.KUBERNETES + "/"));
  }

  @Override
  public void close() throws InterruptedException {
    kubelet.close();
    client.close();
    server.close();
  }
}
