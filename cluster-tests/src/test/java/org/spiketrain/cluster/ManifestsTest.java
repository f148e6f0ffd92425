package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files of deploy/kubernetes and deploy/argo, by the models of Kubernetes and by each other.
 */
class ManifestsTest {
  private static final String NAMESPACE = "spiketrain";
  private static final Pattern SUBMITTERS =
      Pattern.compile(
          "spark\\.(master|submit\\.deployMode|app\\.name|kubernetes\\.\\w+\\.podTemplateFile)");

  static List<Path> files() throws IOException {
    return Manifests.files();
  }

  private static <T> T only(String file, Class<T> kind) throws IOException {
    List<T> all = Manifests.of(file, kind);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** All settings but those in comments. */
  private static Properties settings() throws IOException {
    String text = Files.readString(Project.KUBERNETES.resolve("spark.properties"));
    Properties all = new Properties();
    try (Reader reader = new StringReader(text)) {
      all.load(reader);
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("files")
  void hasNoFieldThatKubernetesDoesNotKnow(Path file) throws IOException {
    List<Object> all = Manifests.of(file.toString());

    assertThat(all).isNotEmpty();
    for (Object each : all) {
      if (each instanceof HasMetadata object && !(each instanceof Pod)) {
        assertThat(object.getMetadata().getName()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{apiVersion: v1, kind: Pod, spec: {container: []}}! \"container\"",
        "{apiVersion: v1, kind: Pod, spec: {securityContext: {fsGruop: 1}}}! \"fsGruop\"",
        "{apiVersion: v1, kind: Pod, spec: {securityContext: {fsGroup: spark}}}! \"spark\"",
        "{apiVersion: v2, kind: Pod}! v2/Pod",
        "{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {podFailurPolicy: 1}}}}! \"podFailurPolicy\"",
        "{apiVersion: argoproj.io/v1alpha1, kind: CronWorkflow, spec: {schedule: x}}! schedules",
        "{apiVersion: sparkoperator.k8s.io/v1beta2, kind: SparkApplication, spec: {type: C}}! \"C\"",
        "{apiVersion: sparkoperator.k8s.io/v1beta2, kind: SparkApplication, spec: {type: R}}! sparkVersion",
        "{apiVersion: sparkoperator.k8s.io/v1beta2, kind: SparkApplication, specs: {}}! \"specs\""
      })
  void aMistakeIsSeen(String yaml, String what) {
    assertThatThrownBy(() -> Manifests.read(yaml))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(what);
  }

  @Test
  void theDriversAccountHasItsRoleAndThatReachesNoSecretsNorOtherNamespaces() throws IOException {
    RoleBinding binding = only("rbac.yaml", RoleBinding.class);
    ServiceAccount account = only("rbac.yaml", ServiceAccount.class);
    List<Role> roles = Manifests.of("rbac.yaml", Role.class);
    Subject subject = binding.getSubjects().get(0);

    assertThat(binding.getSubjects()).hasSize(1);
    assertThat(subject.getKind()).isEqualTo("ServiceAccount");
    assertThat(subject.getName()).isEqualTo(account.getMetadata().getName());
    assertThat(subject.getNamespace()).isEqualTo(NAMESPACE);
    assertThat(binding.getRoleRef().getKind()).isEqualTo("Role");
    assertThat(binding.getRoleRef().getName()).isEqualTo("spark-driver");
    assertThat(roles)
        .extracting(role -> role.getMetadata().getName())
        .containsExactlyInAnyOrder("spark-driver", "spark-submitter");
    for (Role role : roles) {
      assertThat(Access.of(role))
          .noneMatch(access -> access.resource().startsWith("secrets"))
          .noneMatch(access -> access.toString().contains("*"))
          .allMatch(access -> access.namespace().equals(NAMESPACE));
    }
  }

  @Test
  void settingsNameWhatTheOtherFilesMake() throws IOException {
    Properties settings = settings();
    ServiceAccount account = only("rbac.yaml", ServiceAccount.class);
    PersistentVolumeClaim claim = only("volumes.yaml", PersistentVolumeClaim.class);

    assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteMany");
    assertThat(settings)
        .containsEntry("spark.kubernetes.namespace", NAMESPACE)
        .containsEntry(
            "spark.kubernetes.authenticate.driver.serviceAccountName",
            account.getMetadata().getName());
    for (String role : List.of("driver", "executor")) {
      String volume =
          "spark.kubernetes.%s.volumes.persistentVolumeClaim.spiketrain.".formatted(role);
      assertThat(settings)
          .containsEntry(volume + "options.claimName", claim.getMetadata().getName())
          .containsEntry(volume + "mount.path", "/spiketrain");
      Path template =
          Project.ROOT.resolve(
              settings.getProperty("spark.kubernetes.%s.podTemplateFile".formatted(role)));
      assertThat(template).exists();
    }
  }

  @Test
  void theOperatorIsToldTheSameAsSparkSubmit() throws IOException {
    SparkApplication application = only("application.yaml", SparkApplication.class);
    SparkApplication.Spec spec = application.spec();
    TreeMap<String, String> told = new TreeMap<>(spec.sparkConf());
    told.put("spark.kubernetes.namespace", application.metadata().getNamespace());
    told.put("spark.kubernetes.container.image", spec.image());
    told.put("spark.kubernetes.memoryOverheadFactor", spec.memoryOverheadFactor());
    told.put(
        "spark.kubernetes.authenticate.driver.serviceAccountName", spec.driver().serviceAccount());
    told.put("spark.driver.cores", spec.driver().cores().toString());
    told.put("spark.driver.memory", spec.driver().memory());
    told.put("spark.executor.memory", spec.executor().memory());
    told.put("spark.executor.cores", spec.executor().cores().toString());
    told.put("spark.executor.instances", spec.executor().instances().toString());
    spec.driver()
        .env()
        .forEach(each -> told.put("spark.kubernetes.driverEnv." + each.getName(), each.getValue()));

    told.putAll(volumes("driver", spec.volumes(), spec.driver().volumeMounts()));
    told.putAll(volumes("executor", spec.volumes(), spec.executor().volumeMounts()));
    Properties settings = settings();
    // The operator's own, and what the next test compares.
    settings.keySet().removeIf(key -> SUBMITTERS.matcher(key.toString()).matches());

    assertThat(settings).containsExactlyInAnyOrderEntriesOf(told);
    assertThat(spec.type()).isEqualTo(SparkApplication.Language.Java);
    assertThat(spec.mode()).isEqualTo(SparkApplication.Mode.cluster);
    assertThat(spec.restartPolicy().type()).isEqualTo(SparkApplication.Restart.OnFailure);
    assertThat(spec.arguments()).as("a second driver goes on").contains("--resume");
  }

  /** Mounted claims as settings. */
  private static Map<String, String> volumes(
      String role, List<Volume> volumes, List<VolumeMount> mounts) {
    Map<String, String> claims =
        volumes.stream()
            .collect(
                Collectors.toMap(
                    Volume::getName, each -> each.getPersistentVolumeClaim().getClaimName()));
    Map<String, String> all = new TreeMap<>();
    for (VolumeMount mount : mounts) {
      String volume =
          "spark.kubernetes.%s.volumes.persistentVolumeClaim.%s.".formatted(role, mount.getName());
      all.put(volume + "options.claimName", claims.get(mount.getName()));
      all.put(volume + "mount.path", mount.getMountPath());
    }
    return all;
  }

  @Test
  void theOperatorsPodsAreThoseOfTheTemplateWithTheClaim() throws IOException {
    PodSpec pod = only("pod.yaml", Pod.class).getSpec();
    SparkApplication.Spec spec = only("application.yaml", SparkApplication.class).spec();

    assertThat(List.of(spec.driver().podSecurityContext(), spec.executor().podSecurityContext()))
        .containsOnly(pod.getSecurityContext());
    assertThat(List.of(spec.driver().securityContext(), spec.executor().securityContext()))
        .containsOnly(pod.getContainers().get(0).getSecurityContext());
    assertThat(spec.driver().volumeMounts()).isEqualTo(spec.executor().volumeMounts());
    assertThat(spec.volumes().get(0).getPersistentVolumeClaim().getClaimName())
        .isEqualTo(only("volumes.yaml", PersistentVolumeClaim.class).getMetadata().getName());
  }

  @Test
  void dataIsBroughtToTheClaimByUserAndImageOfTheRuns() throws IOException {
    PodSpec pod = only("pod.yaml", Pod.class).getSpec();
    PodSpec data = only("data.yaml", Pod.class).getSpec();
    SparkApplication.Spec spec = only("application.yaml", SparkApplication.class).spec();

    assertThat(data.getSecurityContext()).isEqualTo(pod.getSecurityContext());
    assertThat(data.getContainers().get(0).getSecurityContext())
        .isEqualTo(pod.getContainers().get(0).getSecurityContext());
    assertThat(data.getContainers().get(0).getImage()).isEqualTo(spec.image());
    assertThat(volumes("driver", data.getVolumes(), data.getContainers().get(0).getVolumeMounts()))
        .isEqualTo(volumes("driver", spec.volumes(), spec.driver().volumeMounts()));
  }

  @Test
  void theJarIsWhereTheImageHasIt() throws IOException {
    SparkApplication.Spec spec = only("application.yaml", SparkApplication.class).spec();
    String jar = spec.mainApplicationFile().replace("local://", "");

    assertThat(Files.readString(Project.KUBERNETES.resolve("Dockerfile")))
        .contains(" " + jar + "\n");
    assertThat(Files.readString(Project.LAUNCHER)).contains("local://" + jar);
  }

  @Test
  void aNightIsAPodLikeTheOthersByCronJobAndByArgo() throws IOException {
    PodSpec pod = only("pod.yaml", Pod.class).getSpec();
    JobSpec job = only("nightly-cronjob.yaml", CronJob.class).getSpec().getJobTemplate().getSpec();
    PodSpec night = job.getTemplate().getSpec();
    CronWorkflow.WorkflowSpec workflow =
        only("../argo/spiketrain-nightly.yaml", CronWorkflow.class).spec().workflowSpec();
    Container container = night.getContainers().get(0);
    Container argo = workflow.templates().get(0).container();

    assertThat(List.of(night.getSecurityContext(), workflow.securityContext()))
        .containsOnly(pod.getSecurityContext());
    assertThat(List.of(container.getSecurityContext(), argo.getSecurityContext()))
        .containsOnly(pod.getContainers().get(0).getSecurityContext());
    assertThat(List.of(container.getImage(), argo.getImage()))
        .containsOnly(settings().getProperty("spark.kubernetes.container.image"));
    Map<String, String> mounted =
        volumes("driver", night.getVolumes(), container.getVolumeMounts());
    assertThat(mounted).isEqualTo(volumes("driver", workflow.volumes(), argo.getVolumeMounts()));
    assertThat(settings()).containsAllEntriesOf(mounted);
    assertThat(container.getArgs())
        .filteredOn(argument -> !argument.startsWith("/spiketrain/conf/"))
        .isEqualTo(argo.getArgs().stream().filter(argument -> !argument.startsWith("{{")).toList());
    assertThat(container.getArgs()).contains("nightly", "-Dnightly.exit-codes.not-promoted=0");
    assertThat(argo.getResources()).isEqualTo(container.getResources());
    assertThat(night.getRestartPolicy()).as("a failure policy asks for it").isEqualTo("Never");
    assertThat(job.getPodFailurePolicy().getRules().get(0).getOnExitCodes().getContainerName())
        .isEqualTo(container.getName());
  }

  @Test
  void argosPodsMayTellHowTheyEndedAndNothingElse() throws IOException {
    String file = "../argo/spiketrain-nightly.yaml";
    CronWorkflow.WorkflowSpec workflow = only(file, CronWorkflow.class).spec().workflowSpec();
    String account = only(file, ServiceAccount.class).getMetadata().getName();

    assertThat(workflow.serviceAccountName()).isEqualTo(account);
    assertThat(only(file, RoleBinding.class).getSubjects())
        .extracting(Subject::getName)
        .containsExactly(account);
    assertThat(Access.of(only(file, Role.class)))
        .allMatch(access -> access.resource().startsWith("workflowtaskresults"));
    assertThat(workflow.templates())
        .extracting(CronWorkflow.Template::name)
        .contains(workflow.entrypoint());
  }
}
