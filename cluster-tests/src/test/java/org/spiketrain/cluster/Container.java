package org.spiketrain.cluster;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the entry point of Spark's images makes of a pod's arguments and environment.
 *
 * @param address the pod's own
 */
record Container(Pod pod, String address, Mounts mounts) {
  private static final String JAVA_OPTION = "SPARK_JAVA_OPT_";
  private static final String BACKEND =
      "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend";

  private io.fabric8.kubernetes.api.model.Container spec() {
    return pod.getSpec().getContainers().get(0);
  }

  /** As the pod sets it, with the paths of this machine. */
  Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>();
    all.put("SPARK_HOME", mounts.here(Image.SPARK));
    // What the scripts of a distribution find out.
    all.put("SPARK_SCALA_VERSION", "2.13");
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("PATH", System.getenv("PATH"));
    all.put("LANG", "C.UTF-8");
    spec().getEnv().forEach(each -> all.put(each.getName(), mounts.here(value(each))));
    return all;
  }

  private String value(EnvVar variable) {
    if (variable.getValueFrom() == null) {
      return variable.getValue() == null ? "" : variable.getValue();
    }
    String field = variable.getValueFrom().getFieldRef().getFieldPath();
    return switch (field) {
      case "status.podIP" -> address;
      case "metadata.name" -> pod.getMetadata().getName();
      default -> throw new IllegalArgumentException(variable.getName() + " is of " + field);
    };
  }

  List<String> command() {
    List<String> arguments = spec().getArgs();
    String role = arguments.get(0);
    List<String> rest = arguments.subList(1, arguments.size()).stream().map(mounts::here).toList();
    return switch (role) {
      case "driver" -> driver(rest);
      case "executor" -> executor();
      default -> throw new IllegalArgumentException("No entry point for " + arguments);
    };
  }

  private List<String> driver(List<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of("bash", mounts.here(Image.SPARK + "/bin/spark-submit")));
    command.add("--conf");
    command.add("spark.driver.bindAddress=" + environment().get("SPARK_DRIVER_BIND_ADDRESS"));
    command.addAll(List.of("--deploy-mode", "client"));
    command.addAll(arguments);
    return command;
  }

  private List<String> executor() {
    Map<String, String> env = environment();
    List<String> command = new ArrayList<>(List.of(Project.java().toString()));
    env.forEach(
        (name, value) -> {
          if (name.startsWith(JAVA_OPTION)) {
            command.add(value);
          }
        });
    command.add("-Xms" + env.get("SPARK_EXECUTOR_MEMORY"));
    command.add("-Xmx" + env.get("SPARK_EXECUTOR_MEMORY"));
    command.addAll(
        List.of("-cp", env.get("SPARK_CONF_DIR") + ":" + env.get("SPARK_HOME") + "/jars/*"));
    command.add(BACKEND);
    command.addAll(List.of("--driver-url", env.get("SPARK_DRIVER_URL")));
    command.addAll(List.of("--executor-id", env.get("SPARK_EXECUTOR_ID")));
    command.addAll(List.of("--cores", env.get("SPARK_EXECUTOR_CORES")));
    command.addAll(List.of("--app-id", env.get("SPARK_APPLICATION_ID")));
    command.addAll(List.of("--hostname", env.get("SPARK_EXECUTOR_POD_IP")));
    command.addAll(List.of("--resourceProfileId", env.get("SPARK_RESOURCE_PROFILE_ID")));
    command.addAll(List.of("--podName", env.get("SPARK_EXECUTOR_POD_NAME")));
    return command;
  }
}
