package org.spiketrain.cluster;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * A resource manager and a node manager within the JVM of the test, whose containers are processes
 * of this machine; and a Spark that knows YARN.
 */
final class YarnCluster implements AutoCloseable {
  private static final String APPLICATION_MASTER = "org.apache.spark.deploy.yarn.ApplicationMaster";
  private static final String QUEUE = "yarn.scheduler.capacity.root.";

  private final MiniYARNCluster cluster;
  private final Path configuration;
  private final Path spark;
  private final Path logs;

  private YarnCluster(MiniYARNCluster cluster, Path configuration, Path spark, Path logs) {
    this.cluster = cluster;
    this.configuration = configuration;
    this.spark = spark;
    this.logs = logs;
  }

  static YarnCluster start(Path logs) throws Exception {
    System.setProperty("test.build.data", logs.resolve("yarn").toString());
    MiniYARNCluster cluster = new MiniYARNCluster("yarn", 1, 1, 1);
    cluster.init(settings());
    cluster.start();
    Path configuration = Files.createDirectories(logs.resolve("hadoop-conf"));
    try (OutputStream out = Files.newOutputStream(configuration.resolve("yarn-site.xml"))) {
      cluster.getConfig().writeXml(out);
    }
    return new YarnCluster(
        cluster,
        configuration,
        SparkHome.make(logs.resolve("spark"), Project.SPARK.resolve("jars"), Project.YARN_JARS),
        logs);
  }

  private static Configuration settings() {
    Configuration conf = new YarnConfiguration();
    conf.set(QUEUE + "queues", "default");
    conf.set(QUEUE + "default.capacity", "100");
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
    conf.setInt(YarnConfiguration.NM_PMEM_MB, 8 * 1024);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, false);
    conf.setFloat(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, 100);
    conf.set(YarnConfiguration.NM_ENV_WHITELIST, "JAVA_HOME");
    return conf;
  }

  /** The processes in which the cluster runs drivers now. */
  List<ProcessHandle> applicationMasters() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> Project.runs(process, APPLICATION_MASTER))
        .toList();
  }

  /** Two executors. */
  Launcher launcher() {
    return Launcher.on("yarn", logs)
        .withEnvironment("SPARK_HOME", spark.toString())
        .withEnvironment("SPARK_SCALA_VERSION", "2.12")
        .withEnvironment("HADOOP_CONF_DIR", configuration.toString())
        .with(
            "--num-executors=2",
            "--executor-cores=1",
            "--executor-memory=1g",
            "--conf=spark.yarn.jars=local:" + spark.resolve("jars") + "/*",
            "--conf=spark.yarn.stagingDir=" + logs.resolve("staging").toUri(),
            "--conf=spark.yarn.report.interval=200ms");
  }

  @Override
  public void close() {
    cluster.stop();
  }
}
