package org.spiketrain.registry.mlflow;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.model.UserErrorException;

/**
 * The server of MLflow that runs are mirrored to.
 *
 * @param uri its address; empty if there is none
 * @param experiment the experiment that gets the runs, which is made if it is not there
 * @param registeredModel the registered model that gets versions; empty: called as the registry's
 */
public record MlflowSettings(String uri, String experiment, String registeredModel) {
  /**
   * Checks them.
   *
   * @throws UserErrorException if the address is none of the web, or has a name and password in it
   */
  public MlflowSettings {
    if (!uri.isEmpty()) {
      var unused = address(uri);
    }
  }

  private static URI address(String uri) {
    URI address;
    try {
      address = URI.create(uri.replaceAll("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw noAddress(uri, e);
    }
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!web || address.getHost() == null || address.getUserInfo() != null) {
      throw noAddress(uri, null);
    }
    return address;
  }

  private static UserErrorException noAddress(String uri, IllegalArgumentException cause) {
    String shown = uri.replaceAll("//[^/]*@", "//...@");
    return new UserErrorException(
        "mlflow.uri \"%s\" is no address of a server: write http://host:port or https://host, with a name and password in MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD"
            .formatted(shown),
        cause);
  }

  /** What mirrors runs there, by the credentials in the environment, as MLflow has them. */
  public RunMirror mirror(Configuration conf) {
    return uri.isEmpty()
        ? RunMirror.NONE
        : new MlflowMirror(
            conf, this, new MlflowClient(address(uri), MlflowClient.credentials(System.getenv())));
  }
}
