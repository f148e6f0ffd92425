package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A node of the cluster: runs the container of each pod as a process of this machine, with a
 * loopback address of its own, and tells what becomes of it. Names of services are known to the
 * processes by a file, as by a cluster's DNS.
 */
final class Kubelet implements AutoCloseable {
  /** Spark's label with the application's. */
  private static final String ID = "spark-app-selector";

  private final KubernetesClient client;
  private final String namespace;
  private final Image image;
  private final Path claims;
  private final Path logs;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Map<String, Started> running = new ConcurrentHashMap<>();
  private final AtomicInteger addresses = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Watch watch;
  private volatile WatcherException lost;
  private boolean closed;

  private Kubelet(KubernetesClient client, String namespace, Image image, Path claims, Path logs) {
    this.client = client;
    this.namespace = namespace;
    this.image = image;
    this.claims = claims;
    this.logs = logs;
  }

  static Kubelet start(
      KubernetesClient client, String namespace, Image image, Path claims, Path logs) {
    Kubelet kubelet = new Kubelet(client, namespace, image, claims, logs);
    kubelet.watch = client.pods().inNamespace(namespace).watch(kubelet.new Pods());
    return kubelet;
  }

  private final class Pods implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      String name = pod.getMetadata().getName();
      if (action == Action.DELETED) {
        terminate(name);
      } else if (known.add(name)) {
        threads.execute(() -> run(pod));
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      lost = cause;
    }
  }

  /** Where it is about to start, it does not. */
  private synchronized void terminate(String pod) {
    deleted.add(pod);
    Started process = running.get(pod);
    if (process != null) {
      process.terminate();
    }
  }

  /** Nothing if the pod, or this, is no longer there. */
  private synchronized Optional<Started> start(String pod, ProcessBuilder builder)
      throws IOException {
    if (closed || deleted.contains(pod)) {
      return Optional.empty();
    }
    Started process = Started.start(builder, logs, pod);
    running.put(pod, process);
    return Optional.of(process);
  }

  private void run(Pod pod) {
    String name = pod.getMetadata().getName();
    String address = "127.0.1." + addresses.incrementAndGet();
    try {
      Optional<Started> process = start(name, container(pod, address));
      if (process.isEmpty()) {
        return;
      }
      tell(
          pod,
          status(
              "Running",
              address,
              new ContainerStateBuilder().withNewRunning().endRunning().build()));
      int code = process.get().end().code();
      running.remove(name);
      tell(pod, status(code == 0 ? "Succeeded" : "Failed", address, ended(code)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | AssertionError e) {
      e.printStackTrace();
      tell(pod, status("Failed", address, ended(128)));
    }
  }

  private ProcessBuilder container(Pod pod, String address) throws Exception {
    String name = pod.getMetadata().getName();
    Path folder = Files.createDirectories(logs.resolve(name));
    Container container =
        new Container(pod, address, new PodFolder(client, pod, folder, claims).mounts(image));
    ProcessBuilder builder = new ProcessBuilder(container.command()).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(container.environment());
    Path hosts = Files.writeString(folder.resolve("hosts"), hosts(address));
    builder.environment().put("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts);
    return builder;
  }

  /** Who is who for a process. */
  private String hosts(String address) throws IOException {
    StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
    hosts.append(address).append(' ').append(InetAddress.getLocalHost().getHostName()).append('\n');
    for (Service service : client.services().inNamespace(namespace).list().getItems()) {
      for (Pod pod : selected(service)) {
        if (pod.getStatus().getPodIP() != null) {
          hosts.append(
              "%s %s.%s.svc%n"
                  .formatted(
                      pod.getStatus().getPodIP(), service.getMetadata().getName(), namespace));
        }
      }
    }
    return hosts.toString();
  }

  private List<Pod> selected(Service service) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabels(service.getSpec().getSelector())
        .list()
        .getItems();
  }

  private static ContainerState ended(int code) {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(code)
        .withReason(code == 0 ? "Completed" : "Error")
        .endTerminated()
        .build();
  }

  private static PodStatus status(String phase, String address, ContainerState state) {
    boolean ready = state.getRunning() != null;
    return new PodStatusBuilder()
        .withPhase(phase)
        .withPodIP(address)
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .addNewContainerStatus()
        .withReady(ready)
        .withState(state)
        .endContainerStatus()
        .build();
  }

  private void tell(Pod pod, PodStatus status) {
    io.fabric8.kubernetes.api.model.Container container = pod.getSpec().getContainers().get(0);
    status.getContainerStatuses().get(0).setName(container.getName());
    status.getContainerStatuses().get(0).setImage(container.getImage());
    try {
      client
          .pods()
          .inNamespace(namespace)
          .withName(pod.getMetadata().getName())
          .editStatus(now -> new PodBuilder(now).withStatus(status).build());
    } catch (KubernetesClientException e) {
      if (client.resource(pod).get() != null) {
        throw e;
      }
      // Whoever deleted it does not ask any more.
    }
  }

  /**
   * @param role of Spark, driver or executor
   * @param application the name that it was submitted by
   */
  List<Started> running(String role, String application) {
    assertWatching();
    List<Pod> all = client.pods().inNamespace(namespace).list().getItems();
    // Executors have another name, that of the driver's session.
    Set<String> ids =
        all.stream()
            .filter(pod -> application.equals(label(pod, "spark-app-name")))
            .map(pod -> label(pod, ID))
            .collect(Collectors.toSet());
    return all.stream()
        .filter(pod -> role.equals(label(pod, "spark-role")) && ids.contains(label(pod, ID)))
        .map(pod -> running.get(pod.getMetadata().getName()))
        .filter(process -> process != null && process.isAlive())
        .toList();
  }

  private static String label(Pod pod, String name) {
    return pod.getMetadata().getLabels().get(name);
  }

  private void assertWatching() {
    assertThat(lost).as("why pods are no longer watched").isNull();
  }

  /** Deletes all pods, those too that a driver still asks for, until their processes have ended. */
  void clear() throws Exception {
    Waiting.until(
        "deleted pods end",
        () -> {
          client.pods().inNamespace(namespace).delete();
          return running.values().stream().noneMatch(Started::isAlive);
        });
    assertWatching();
  }

  @Override
  public void close() throws InterruptedException {
    watch.close();
    synchronized (this) {
      closed = true;
    }
    threads.shutdownNow();
    boolean ended = threads.awaitTermination(1, TimeUnit.MINUTES);
    for (Started process : running.values()) {
      process.close();
    }
    assertThat(ended).as("no thread waits for a pod").isTrue();
  }
}
