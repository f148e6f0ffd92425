package org.spiketrain.cluster;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request to Kubernetes is, as roles name it.
 *
 * @param group of the resource, empty for the core
 * @param resource such as {@code pods} or {@code pods/status}
 */
record Access(String namespace, String group, String resource, String verb)
    implements Comparable<Access> {
  private static final Pattern PATH =
      Pattern.compile(
          "/api(?:s/(?<group>[^/]+))?/v[^/]+/namespaces/(?<namespace>[^/]+)/(?<resource>[^/?]+)"
              + "(?:/(?<name>[^/?]+))?(?:/(?<sub>[^/?]+))?(?:\\?(?<query>.*))?");

  /** What to create on the server where it is not there yet. */
  static boolean isApply(RecordedRequest request) {
    String type = request.getHeader("Content-Type");
    return request.getMethod().equals("PATCH") && type != null && type.contains("apply-patch");
  }

  /** A request may need several rights. */
  static List<Access> of(RecordedRequest request) {
    Matcher path = PATH.matcher(request.getPath());
    if (!path.matches()) {
      return List.of(new Access("", "", request.getPath(), request.getMethod()));
    }
    String resource = path.group("resource");
    if (path.group("sub") != null) {
      resource += "/" + path.group("sub");
    }
    String group = path.group("group") == null ? "" : path.group("group");
    Access access =
        new Access(path.group("namespace"), group, resource, verb(request.getMethod(), path));
    return isApply(request) ? List.of(access, access.with("create")) : List.of(access);
  }

  private static String verb(String method, Matcher path) {
    boolean one = path.group("name") != null;
    String query = path.group("query") == null ? "" : path.group("query");
    return switch (method) {
      case "GET" -> query.contains("watch=true") ? "watch" : one ? "get" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> one ? "delete" : "deletecollection";
      default -> method;
    };
  }

  private Access with(String other) {
    return new Access(namespace, group, resource, other);
  }

  /** All that a role allows. */
  static Set<Access> of(Role role) {
    Set<Access> all = new TreeSet<>();
    for (PolicyRule rule : role.getRules()) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          for (String verb : rule.getVerbs()) {
            all.add(new Access(role.getMetadata().getNamespace(), group, resource, verb));
          }
        }
      }
    }
    return all;
  }

  @Override
  public int compareTo(Access other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return "%s %s%s in %s".formatted(verb, resource, group.isEmpty() ? "" : "." + group, namespace);
  }
}
