package org.spiketrain.cluster;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;

/**
 * What the Kubernetes operator for Spark takes as sparkoperator.k8s.io/v1beta2, as far as we use
 * it: fields that are not here are not ours.
 */
record SparkApplication(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
  enum Language {
    Java,
    Python,
    Scala,
    R
  }

  enum Mode {
    cluster,
    client
  }

  enum PullPolicy {
    Always,
    IfNotPresent,
    Never
  }

  enum Restart {
    Never,
    OnFailure,
    Always
  }

  /** Those without a default must be there. */
  record Spec(
      Language type,
      Mode mode,
      String sparkVersion,
      String image,
      PullPolicy imagePullPolicy,
      String mainClass,
      String mainApplicationFile,
      List<String> arguments,
      RestartPolicy restartPolicy,
      String memoryOverheadFactor,
      Map<String, String> sparkConf,
      List<Volume> volumes,
      Driver driver,
      Executor executor) {
    Spec {
      requireNonNull(type, "type");
      requireNonNull(sparkVersion, "sparkVersion");
      requireNonNull(mainApplicationFile, "mainApplicationFile");
      requireNonNull(driver, "driver");
      requireNonNull(executor, "executor");
    }
  }

  /** Intervals in seconds. */
  record RestartPolicy(
      Restart type,
      Integer onSubmissionFailureRetries,
      Long onSubmissionFailureRetryInterval,
      Integer onFailureRetries,
      Long onFailureRetryInterval) {}

  record Driver(
      Integer cores,
      String memory,
      String serviceAccount,
      List<EnvVar> env,
      List<VolumeMount> volumeMounts,
      PodSecurityContext podSecurityContext,
      SecurityContext securityContext) {}

  record Executor(
      Integer instances,
      Integer cores,
      String memory,
      List<EnvVar> env,
      List<VolumeMount> volumeMounts,
      PodSecurityContext podSecurityContext,
      SecurityContext securityContext) {}
}
