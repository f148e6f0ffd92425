package org.spiketrain.pipeline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.spiketrain.config.HadoopSettings;
import org.spiketrain.model.UserErrorException;
import scala.Tuple2;

/**
 * Where this program was submitted to.
 *
 * @param master Spark's name for the cluster
 * @param inCluster whether the cluster runs this driver too, so that nobody sees what it prints
 * @param hadoop Hadoop's settings among those of Spark
 */
public record Deployment(String master, boolean inCluster, Map<String, String> hadoop) {
  private static final String YARN = "yarn";
  private static final String STANDALONE = "spark://";
  private static final int CONNECT_MILLIS = 5_000;

  static Deployment of(SparkConf conf) {
    return of(Stream.of(conf.getAll()).collect(Collectors.toMap(Tuple2::_1, Tuple2::_2)));
  }

  private static Deployment of(Map<String, String> settings) {
    boolean inCluster = settings.getOrDefault("spark.submit.deployMode", "").equals("cluster");
    return new Deployment(
        settings.getOrDefault("spark.master", ""),
        inCluster || isInPod(settings),
        HadoopSettings.among(settings));
  }

  /** In a pod that Kubernetes runs for it, a driver is submitted once more, as a client. */
  private static boolean isInPod(Map<String, String> settings) {
    return Boolean.parseBoolean(settings.get("spark.kubernetes.submitInDriver"));
  }

  /** As spark-submit has told this JVM. */
  public static Deployment submitted() {
    return of(HadoopSettings.ofSpark());
  }

  /**
   * Returns whether a failure is to end the program by an exception. YARN takes any exit of a
   * driver that it runs for one without a reason, and tells that of an exception to whoever
   * submitted it.
   */
  public boolean failsByException() {
    return inCluster && master.equals(YARN);
  }

  /**
   * Looks whether a standalone cluster's master or YARN's is there, for which Spark itself would
   * try for minutes.
   *
   * @throws UserErrorException if none of its addresses answers
   */
  void checkMaster() {
    List<String> addresses = inCluster ? List.of() : addresses();
    List<String> problems = new ArrayList<>();
    for (String address : addresses) {
      int colon = address.lastIndexOf(':');
      if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
        // Spark knows what is wrong with it.
        return;
      }
      try (Socket socket = new Socket()) {
        int port = Integer.parseInt(address.substring(colon + 1));
        socket.connect(new InetSocketAddress(address.substring(0, colon), port), CONNECT_MILLIS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        problems.add("%s: %s".formatted(address, e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserErrorException(
          "The master %s does not answer (%s): start it, or name another one with --master%s"
              .formatted(
                  master,
                  String.join("; ", problems),
                  master.equals(YARN)
                      ? " or another configuration of YARN with HADOOP_CONF_DIR"
                      : ""));
    }
  }

  /** Where the master listens; nothing if that is not known here. */
  private List<String> addresses() {
    if (master.equals(YARN)) {
      Configuration yarn = new Configuration();
      yarn.addResource("yarn-site.xml");
      hadoop.forEach(yarn::set);
      return resourceManagers(yarn);
    }
    return master.startsWith(STANDALONE)
        ? List.of(master.substring(STANDALONE.length()).split(",", -1))
        : List.of();
  }

  /** By yarn-default.xml, which Spark's own jars may lack. */
  static List<String> resourceManagers(Configuration yarn) {
    String key = "yarn.resourcemanager.";
    Stream<String> suffixes =
        yarn.getBoolean(key + "ha.enabled", false)
            ? Stream.of(yarn.getTrimmedStrings(key + "ha.rm-ids")).map(id -> "." + id)
            : Stream.of("");
    return suffixes
        .map(
            suffix ->
                yarn.getTrimmed(
                    key + "address" + suffix,
                    yarn.getTrimmed(key + "hostname" + suffix, "0.0.0.0") + ":8032"))
        .toList();
  }
}
