package org.spiketrain.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The volumes of a pod, made as folders of this machine. */
final class PodFolder {
  private final KubernetesClient client;
  private final Pod pod;
  private final Path folder;
  private final Path claims;

  /**
   * @param folder for what is the pod's alone
   * @param claims where the claims of all pods lie
   */
  PodFolder(KubernetesClient client, Pod pod, Path folder, Path claims) {
    this.client = client;
    this.pod = pod;
    this.folder = folder;
    this.claims = claims;
  }

  Mounts mounts(Image image) throws Exception {
    Map<String, Path> volumes = new LinkedHashMap<>();
    Map<String, ConfigMap> contents = new LinkedHashMap<>();
    for (Volume volume : pod.getSpec().getVolumes()) {
      String name = volume.getName();
      if (volume.getPersistentVolumeClaim() != null) {
        volumes.put(name, claim(volume.getPersistentVolumeClaim().getClaimName()));
      } else {
        volumes.put(name, Files.createDirectories(folder.resolve(name)));
      }
      if (volume.getConfigMap() != null) {
        contents.put(name, configMap(volume.getConfigMap().getName()));
      }
    }
    Map<String, Path> mounted = new TreeMap<>(Map.of("/opt", image.file("/opt")));
    for (VolumeMount mount : pod.getSpec().getContainers().get(0).getVolumeMounts()) {
      mounted.put(mount.getMountPath(), volumes.get(mount.getName()));
    }
    Mounts mounts = new Mounts(mounted, Project.CLUSTERS);
    for (Volume volume : pod.getSpec().getVolumes()) {
      if (volume.getConfigMap() != null) {
        String name = volume.getName();
        write(volume.getConfigMap(), contents.get(name), volumes.get(name), mounts);
      }
    }
    return mounts;
  }

  private Path claim(String name) throws IOException {
    if (client.persistentVolumeClaims().inNamespace(namespace()).withName(name).get() == null) {
      throw new IllegalStateException("There is no claim " + name);
    }
    return Files.createDirectories(claims.resolve(name));
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }

  /** A pod may be there before what it mounts. */
  private ConfigMap configMap(String name) throws Exception {
    Waiting.until("there is the config map " + name, () -> found(name) != null);
    return found(name);
  }

  private ConfigMap found(String name) {
    return client.configMaps().inNamespace(namespace()).withName(name).get();
  }

  private static void write(ConfigMapVolumeSource source, ConfigMap map, Path folder, Mounts mounts)
      throws IOException {
    Map<String, String> paths =
        source.getItems().stream().collect(Collectors.toMap(KeyToPath::getKey, KeyToPath::getPath));
    for (Map.Entry<String, String> each : map.getData().entrySet()) {
      if (paths.isEmpty() || paths.containsKey(each.getKey())) {
        String file = paths.getOrDefault(each.getKey(), each.getKey());
        Files.writeString(folder.resolve(file), here(each.getValue(), mounts));
      }
    }
  }

  /** What a driver only hands on to other pods stays as it is in pods. */
  private static String here(String text, Mounts mounts) {
    return text.lines()
        .map(line -> line.contains(".mount.path") ? line : mounts.here(line))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
