package org.spiketrain.registry.mlflow;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;

/**
 * Where the files of a run go: through the server that keeps them, or onto a file system that both
 * know.
 *
 * @param root the run's {@code artifact_uri}
 */
record ArtifactStore(Configuration conf, MlflowClient client, String root) {
  private static final String PROXIED = "mlflow-artifacts:";
  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";

  void write(Map<String, Path> files) throws IOException {
    for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
      write(file.getKey(), file.getValue());
    }
  }

  private void write(String name, Path file) throws IOException {
    FileSystem fs = FileSystems.of(conf, file);
    if (isOfTheWeb()) {
      try {
        client.put(below(name), length(fs, file), () -> open(file));
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      return;
    }
    Path target = new Path(folder(), name);
    try (InputStream in = FileSystems.open(conf, file)) {
      FileSystems.write(FileSystems.of(conf, target), target, true, in::transferTo);
    }
  }

  private static long length(FileSystem fs, Path file) throws IOException {
    try {
      return fs.getFileStatus(file).getLen();
    } catch (FileNotFoundException e) {
      throw new IOException("there is no " + file + " any more", e);
    }
  }

  private InputStream open(Path file) {
    try {
      return FileSystems.open(conf, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isOfTheWeb() {
    return root.startsWith(PROXIED) || root.startsWith("http:") || root.startsWith("https:");
  }

  private URI below(String name) throws IOException {
    try {
      URI given = new URI(root);
      if (!root.startsWith(PROXIED)) {
        return with(given, given.getPath() + "/" + name);
      }
      URI server = client.server();
      String path = PROXY + given.getPath() + "/" + name;
      return given.getAuthority() == null
          ? with(server, server.getPath() + path)
          : new URI(server.getScheme(), given.getAuthority(), path, null, null);
    } catch (URISyntaxException e) {
      throw new IOException("its place for files is no address: " + root, e);
    }
  }

  private static URI with(URI server, String path) throws URISyntaxException {
    return new URI(server.getScheme(), server.getAuthority(), path, null, null);
  }

  /** Hadoop has another name for S3 than MLflow. */
  private Path folder() {
    return new Path(root.replaceFirst("^s3:", "s3a:"));
  }
}
