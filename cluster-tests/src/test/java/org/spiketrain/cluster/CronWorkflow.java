package org.spiketrain.cluster;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;

/**
 * What Argo Workflows 3.6 takes as argoproj.io/v1alpha1, as far as we use it: fields that are not
 * here are not ours.
 */
record CronWorkflow(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
  enum Concurrency {
    Allow,
    Forbid,
    Replace
  }

  enum RetryPolicy {
    Always,
    OnFailure,
    OnError,
    OnTransientError
  }

  enum PodCleanup {
    OnPodCompletion,
    OnPodSuccess,
    OnWorkflowCompletion,
    OnWorkflowSuccess
  }

  record Spec(
      List<String> schedules,
      String timezone,
      Concurrency concurrencyPolicy,
      Long startingDeadlineSeconds,
      Integer successfulJobsHistoryLimit,
      Integer failedJobsHistoryLimit,
      WorkflowSpec workflowSpec) {
    Spec {
      requireNonNull(schedules, "schedules");
      requireNonNull(workflowSpec, "workflowSpec");
    }
  }

  record WorkflowSpec(
      String entrypoint,
      String serviceAccountName,
      Long activeDeadlineSeconds,
      PodGc podGC,
      PodSecurityContext securityContext,
      List<Volume> volumes,
      Arguments arguments,
      List<Template> templates) {
    WorkflowSpec {
      requireNonNull(entrypoint, "entrypoint");
      requireNonNull(templates, "templates");
    }
  }

  record PodGc(PodCleanup strategy) {}

  record Arguments(List<Parameter> parameters) {}

  /** The value of an input comes from the arguments. */
  record Parameter(String name, String value) {}

  record Template(
      String name, Arguments inputs, RetryStrategy retryStrategy, Container container) {}

  record RetryStrategy(String limit, RetryPolicy retryPolicy, String expression, Backoff backoff) {}

  record Backoff(String duration) {}
}
