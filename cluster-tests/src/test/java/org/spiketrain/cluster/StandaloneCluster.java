package org.spiketrain.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A master and workers of the embedded Spark, each a process, all on this machine. */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
  private static final Pattern DECOMMISSIONED = Pattern.compile("Decommission worker");
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final String DRIVER = "DriverWrapper";

  private final Path logs;
  private final Started master;
  private final String address;
  private final List<Started> workers = new ArrayList<>();
  private int added;

  private StandaloneCluster(Path logs) throws Exception {
    this.logs = logs;
    this.master =
        daemon(
            "master.Master", "master", "127.0.0.1", Map.of(), "--port", "0", "--webui-port", "0");
    this.address = master.awaitTold(MASTER).group(1);
  }

  /** Starts a master and so many workers, which have registered with it. */
  static StandaloneCluster start(Path logs, int workers) throws Exception {
    StandaloneCluster cluster = new StandaloneCluster(logs.resolve("cluster"));
    try {
      for (int w = 0; w < workers; w++) {
        cluster.addWorker();
      }
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  private Started daemon(
      String main, String name, String host, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(Project.java().toString(), "-Xmx256m"));
    command.addAll(Project.moduleOptions());
    // So that a worker lets itself be decommissioned.
    command.add("-Dspark.decommission.enabled=true");
    command.addAll(List.of("-cp", Project.SPARK.resolve("jars") + "/*"));
    command.addAll(List.of("org.apache.spark.deploy." + main, "--host", host));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", Project.SPARK.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", host);
    builder.environment().putAll(environment);
    return Started.start(builder, logs, name);
  }

  /** Adds a worker with two cores, one of them for a driver, and waits until the master has it. */
  void addWorker() throws Exception {
    addWorker(Map.of());
  }

  /**
   * Adds one likewise, on a host of its own as far as Spark can tell, which copies no task to
   * another executor of the same host.
   *
   * @param environment what is set for it and for its executors
   */
  void addWorker(Map<String, String> environment) throws Exception {
    String name = "worker-" + added++;
    Started worker =
        daemon(
            "worker.Worker",
            name,
            "127.0.0." + added,
            environment,
            "--webui-port",
            "0",
            "--cores",
            "2",
            "--memory",
            "3g",
            "--work-dir",
            logs.resolve(name).toString(),
            address);
    workers.add(worker);
    worker.awaitTold(REGISTERED);
  }

  /** Kills the worker's process; its executors end when they notice. */
  void killWorker() throws InterruptedException {
    workers.remove(0).kill();
  }

  /** Announces to the oldest worker that its machine goes away; it gets no task any more. */
  void decommissionWorker() throws Exception {
    Signals.send("PWR", workers.get(0).handle());
    workers.get(0).awaitTold(DECOMMISSIONED);
  }

  /** The processes of executors that there are now. */
  List<ProcessHandle> executors() {
    return children(EXECUTOR);
  }

  /** The processes of the oldest worker's machine: its own and those of its executors. */
  List<ProcessHandle> host() {
    ProcessHandle worker = workers.get(0).handle();
    return Stream.concat(Stream.of(worker), worker.descendants()).toList();
  }

  /** The processes of drivers that the cluster runs now. */
  List<ProcessHandle> drivers() {
    return children(DRIVER);
  }

  private List<ProcessHandle> children(String main) {
    return workers.stream()
        .flatMap(worker -> worker.handle().children())
        .filter(child -> Project.runs(child, main))
        .toList();
  }

  /** Two executors, on a worker each. */
  Launcher launcher(Path launchers) {
    return Launcher.on(address, launchers)
        .with("--executor-memory=1g", "--executor-cores=1", "--total-executor-cores=2");
  }

  /**
   * As many executors as workers, each with all the cores of its own, since nothing limits them.
   */
  Launcher unlimited(Path launchers) {
    return Launcher.on(address, launchers).with("--executor-memory=1g");
  }

  @Override
  public void close() throws InterruptedException {
    for (Started process : Stream.concat(workers.stream(), Stream.of(master)).toList()) {
      process.close();
    }
  }
}
