package org.spiketrain.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * {@code deploy/bin/spiketrain} as a user of a cluster starts it.
 *
 * @param logs the folder for what the commands print
 * @param environment what is set for them beside the test's own
 * @param options of Spark, which all commands get
 */
record Launcher(Path logs, Map<String, String> environment, List<String> options) {
  private static final AtomicInteger STARTED = new AtomicInteger();

  /** What whoever runs the tests may have set for clusters of their own. */
  private static final Pattern SETTING =
      Pattern.compile(
          "SPARK_HOME|SPARK_CONF_DIR|HADOOP_CONF_DIR|KUBECONFIG|SPIKETRAIN_(JAR|LIBS)|(?i:https?_proxy)");

  /** On two threads of this machine: what a cluster must give too. */
  static Launcher local(Path logs) {
    return on("local[2,4]", logs);
  }

  /** On a cluster, where nothing runs for so long that C2's code would pay for its making. */
  static Launcher on(String master, Path logs) {
    String quick = "-XX:TieredStopAtLevel=1";
    return new Launcher(
        logs,
        Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
        List.of(
            "--master=" + master,
            "--driver-memory=1g",
            "--driver-java-options=" + quick,
            "--conf=spark.executor.extraJavaOptions=" + quick,
            "--conf=spark.ui.enabled=false"));
  }

  Launcher with(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Launcher(logs, environment, all);
  }

  Launcher withEnvironment(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put(name, value);
    return new Launcher(logs, all, options);
  }

  /** Starts a command; as the launcher becomes the driver, killing it kills the driver. */
  Started start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", Project.LAUNCHER.toString()));
    command.addAll(arguments);
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> SETTING.matcher(name).matches());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPIKETRAIN_NO_ARCHIVE", "1");
    builder.environment().putAll(environment);
    String name = "%03d-%s".formatted(STARTED.incrementAndGet(), arguments.get(0));
    return Started.start(builder, logs, name);
  }

  Started.Ended run(List<String> arguments) throws IOException, InterruptedException {
    try (Started started = start(arguments)) {
      return started.end();
    }
  }

  Started.Ended run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(arguments));
  }
}
