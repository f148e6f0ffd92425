package org.spiketrain.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The objects of Kubernetes in deploy/kubernetes and deploy/argo, none of which may have a field
 * that is not known.
 */
final class Manifests {
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
          "v1/Pod", Pod.class,
          "rbac.authorization.k8s.io/v1/Role", Role.class,
          "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class,
          "batch/v1/CronJob", CronJob.class,
          "argoproj.io/v1alpha1/CronWorkflow", CronWorkflow.class,
          "sparkoperator.k8s.io/v1beta2/SparkApplication", SparkApplication.class);

  private static final ObjectMapper STRICT =
      new YAMLMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .setAnnotationIntrospector(new WithoutUnknown());

  private Manifests() {}

  /** The models of Kubernetes would keep what they do not know. */
  private static final class WithoutUnknown extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return false;
    }
  }

  /** All of a file, by its name in deploy/kubernetes or from there. */
  static List<Object> of(String file) throws IOException {
    return read(Files.readString(Project.KUBERNETES.resolve(file)));
  }

  static <T> List<T> of(String file, Class<T> kind) throws IOException {
    return of(file).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static List<Object> read(String yaml) throws IOException {
    List<Object> all = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = STRICT.readerFor(JsonNode.class).readValues(yaml)) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
        if (!KINDS.containsKey(kind)) {
          throw new IOException("No model of " + kind);
        }
        all.add(STRICT.treeToValue(document, KINDS.get(kind)));
      }
    }
    return all;
  }

  static List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path folder : List.of(Project.KUBERNETES, Project.KUBERNETES.resolveSibling("argo"))) {
      try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
        files.forEach(all::add);
      }
    }
    return all;
  }
}
