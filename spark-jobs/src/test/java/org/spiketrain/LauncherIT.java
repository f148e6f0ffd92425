package org.spiketrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code deploy/bin/spiketrain} says of surroundings that cannot run the program, and what it
 * hands to Spark.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  private static final String REMEDY =
      ": set it to a Spark 3.5 or 4, or unset it to use the one that comes with Spiketrain";

  @TempDir Path folder;
  private Path launcher = Path.of("..", "deploy", "bin", "spiketrain");
  private Path spark;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void sparkHome() throws IOException {
    spark = folder.resolve("spark");
    Files.createDirectories(spark.resolve("jars"));
    script(spark.resolve("bin/spark-submit"), "echo submitted");
  }

  private static void script(Path file, String line) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void jar(String name) throws IOException {
    Files.createFile(spark.resolve("jars").resolve(name));
  }

  /** A Java that can only tell its version. */
  private Path java(String version) throws IOException {
    Path home = folder.resolve("jdk");
    script(
        home.resolve("bin/java"),
        "echo '    java.home = %s\nopenjdk version \"%s\"' >&2".formatted(home, version));
    return home;
  }

  private void assertRefused(Path javaHome, String message) throws Exception {
    assertRefused(javaHome, 1, message, "demo");
  }

  private void assertRefused(Path javaHome, int code, String message, String... arguments)
      throws Exception {
    assertSays(javaHome, code, "spiketrain: " + message, arguments);
  }

  private void assertSays(Path javaHome, int code, String output, String... arguments)
      throws Exception {
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>(List.of("bash", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder started = new ProcessBuilder(command);
    if (spark == null) {
      started.environment().remove("SPARK_HOME");
    } else {
      started.environment().put("SPARK_HOME", spark.toString());
    }
    started.environment().put("JAVA_HOME", javaHome.toString());
    started.environment().putAll(environment);
    started.environment().remove("SPARK_SUBMIT_OPTS");
    started.environment().merge("PATH", folder.resolve("bin") + ":", (path, own) -> own + path);
    Process process = started.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(log).hasContent(output);
      assertThat(process.exitValue()).isEqualTo(code);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aFolderThatIsNoSpark() throws Exception {
    Files.delete(spark.resolve("bin/spark-submit"));
    assertRefused(
        java("17.0.1"),
        "SPARK_HOME is %s, but there is no bin/spark-submit in it".formatted(spark) + REMEDY);
  }

  @Test
  void aSparkWithoutItsJars() throws Exception {
    jar("scala-library-2.12.18.jar");
    assertRefused(
        java("17.0.1"),
        "SPARK_HOME is %s, but there is no jars/spark-core_*.jar in it".formatted(spark) + REMEDY);
  }

  /** Spark itself would go on without it, and the model that needs it would be at fault. */
  @Test
  void aJarThatIsNotThere() throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    String missing = folder.resolve("mine.jar").toString();
    assertRefused(
        java("17.0.1"),
        2,
        "there is no jar %s: name a file with --jars".formatted(missing),
        "demo",
        "--jars",
        missing);
  }

  @ParameterizedTest
  @CsvSource({"spark-core_2.12-3.4.4.jar, 3.4", "spark-core_2.11-2.4.8.jar, 2.4"})
  void aSparkThatIsTooOld(String core, String version) throws Exception {
    jar(core);
    assertRefused(
        java("17.0.1"),
        "SPARK_HOME is %s, a Spark %s, but 3.5 is the oldest that can run this"
                .formatted(spark, version)
            + REMEDY);
  }

  /** A checkout that is built, as far as the launcher looks. */
  private Path checkout(String name) throws IOException {
    Path root = folder.toRealPath().resolve(name);
    Path copy = root.resolve("deploy/bin/spiketrain");
    Files.createDirectories(copy.getParent());
    Files.copy(launcher, copy);
    launcher = copy;
    Path built = Files.createDirectories(root.resolve("spark-jobs/target"));
    Files.createFile(built.resolve("spiketrain-spark-1-all.jar"));
    return root;
  }

  @ParameterizedTest
  @ValueSource(strings = {"my projects", "proj (2)", "müller", "$x \"y\" \\z"})
  void aCheckoutInAFolderOfAnyName(String name) throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    // As Spark's launcher reads it: what stands in quotes is one option, a backslash keeps a
    // letter.
    script(
        spark.resolve("bin/spark-submit"),
        "eval \"$(printf %s \"$SPARK_SUBMIT_OPTS\" | sed 's/\\$/\\\\$/g; s/^/set -- /')\"; echo \"$1\"; echo \"$2\"");
    Path root = checkout(name);
    assertSays(
        java("17.0.1"),
        0,
        "-Dlog4j2.configurationFile=%s/deploy/log4j2.properties\n-XX:+UseParallelGC\n"
            .formatted(root),
        "demo");
  }

  /** Sets what the environment has beside {@code SPARK_HOME}. */
  private void libraries(String folder) {
    environment.put("SPIKETRAIN_LIBS", folder);
  }

  private Path thin(Path root) throws IOException {
    Path built = root.resolve("spark-jobs/target");
    Files.createDirectories(built.resolve("libs"));
    Files.createFile(built.resolve("libs/a.jar"));
    Files.createFile(built.resolve("libs/b.jar"));
    script(spark.resolve("bin/spark-submit"), "echo \"$*\"");
    return Files.createFile(built.resolve("spiketrain-spark-1-thin.jar"));
  }

  @Test
  void theJarIsThinWhereTheLibrariesLieElsewhere() throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    Path thin = thin(checkout("built"));
    String submitted = "--class org.spiketrain.Start " + thin + " demo";
    libraries("hdfs:///libs/");
    assertSays(
        java("17.0.1"), 0, "--jars hdfs:///libs/a.jar,hdfs:///libs/b.jar " + submitted, "demo");
    assertSays(
        java("17.0.1"),
        0,
        "--jars s3a://b/mine.jar --jars s3a://b/mine.jar,hdfs:///libs/a.jar,hdfs:///libs/b.jar "
            + submitted,
        "demo",
        "--jars",
        "s3a://b/mine.jar");
    libraries("provided");
    assertSays(java("17.0.1"), 0, submitted, "demo");
  }

  @Test
  void aFolderThatLacksALibrary() throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    Path root = checkout("built");
    thin(root);
    Path libs = Files.createDirectory(folder.resolve("libs"));
    Files.createFile(libs.resolve("a.jar"));
    libraries(libs.toString());
    assertRefused(
        java("17.0.1"),
        "SPIKETRAIN_LIBS is %s, but there is no b.jar in it: copy the files of %s/spark-jobs/target/libs there"
            .formatted(libs, root));
  }

  /** As OpenShift and {@code docker --user 12345} run containers. */
  @Test
  void aUserWithoutAName() throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    checkout("built");
    script(folder.resolve("bin/id"), "case $1 in -u) echo 12345;; -g) echo 0;; *) exit 1;; esac");
    assertRefused(
        java("17.0.1"),
        "the user 12345 has no name: give it one by a line in /etc/passwd, such as"
            + " spark:x:12345:0::/tmp:/bin/false, or run as a user that has one");
  }

  @ParameterizedTest
  @CsvSource({
    "spark-core_2.12-3.5.9.jar, jdk.security.auth, ''",
    "spark-core_2.13-4.3.0.jar, jdk.security.auth jdk.incubator.vector, ',jdk.incubator.vector'"
  })
  void aJavaWithoutModulesThatAreNeeded(String core, String lacking, String ofSpark)
      throws Exception {
    String others =
        "java.compiler java.desktop java.management java.naming java.net.http java.rmi"
            + " java.security.jgss java.sql jdk.management";
    jar(core);
    checkout("built");
    Path home = java("17.0.1");
    Files.writeString(
        home.resolve("release"), "MODULES=\"java.base %s jdk.unsupported\"\n".formatted(others));
    assertRefused(
        home,
        "the Java in %s lacks the modules %s: set JAVA_HOME to a whole JDK 17, or make it by jlink with --add-modules %s,jdk.security.auth,jdk.unsupported%s"
            .formatted(home, lacking, others.replace(' ', ','), ofSpark));
  }

  @Test
  void aJavaThatIsTooNewForHadoop() throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    jar("hadoop-client-api-3.3.4.jar");
    checkout("built");
    Path home = java("25.0.3");
    assertRefused(
        home,
        "the Spark in %s has Hadoop 3.3.4, which does not run on Java 25 (%s/bin/java): set JAVA_HOME to a JDK 17 or 21"
            .formatted(spark, home));
  }

  /**
   * A Java that writes down what it is asked for, archives included, and answers as Spark's
   * launcher.
   */
  private Path recordingJava(Path embedded) throws IOException {
    Path home = folder.toRealPath().resolve("jdk");
    script(
        home.resolve("bin/java"),
        """
        case "$*" in
          -XshowSettings*)
            printf '    java.home = %%s\\n    java.vm.version = 17.0.1+2\\nopenjdk version "17.0.1"\\n' '%1$s' >&2 ;;
          *launcher.Main*)
            printf '\\0\\n%%s\\0-cp\\0%%s\\0submitted\\0' "$0" '%2$s/conf:%2$s/jars/*'
            for last in "$@"; do :; done
            printf '%%s\\0' "$last" ;;
          -XX:ArchiveClassesAtExit=*) echo "$*" >"${1#*=}" ;;
          *) printf '%%s\\n' "$@" ;;
        esac
        """
            .formatted(home, embedded));
    return home;
  }

  /** The Spark of the checkout, of two jars; the class path that it makes with ours. */
  private String embeddedSpark(Path root) throws IOException {
    Path jars = Files.createDirectories(root.resolve("deploy/embedded-spark/target/spark/jars"));
    Path core = Files.createFile(jars.resolve("spark-core_2.12-3.5.9.jar"));
    Path start = Files.createFile(jars.resolve("spark-launcher_2.12-3.5.9.jar"));
    Path own = root.resolve("spark-jobs/target/spiketrain-spark-1-all.jar");
    spark = null;
    return "%s:%s:%s".formatted(core, start, own);
  }

  @Test
  void oneJvmStartsFromAnArchiveOfItsClasses() throws Exception {
    Path root = checkout("built");
    String classes = embeddedSpark(root);
    Path embedded = root.resolve("deploy/embedded-spark/target/spark");
    Path archive = embedded.resolve("classes-17.0.1+2.jsa");
    Path java = recordingJava(embedded);
    String submission =
        "-XX:SharedArchiveFile=%s\n-Xshare:auto\n-Xlog:cds=off\n-Xlog:cds+dynamic=off\n-cp\n%s\nsubmitted\n%s\n";
    assertSays(
        java,
        0,
        "spiketrain: first use: learning to start faster, which takes half a minute ...\n"
            + submission.formatted(archive, classes, "demo"),
        "demo");
    assertThat(archive)
        .content()
        .startsWith("-XX:ArchiveClassesAtExit=" + archive)
        .endsWith(" -cp %s submitted warm-up\n".formatted(classes));
    assertSays(java, 0, submission.formatted(archive, classes, "--input"), "score", "--input");
  }

  @Test
  void namesAreAnsweredWithoutSpark() throws Exception {
    Path root = checkout("built");
    String classes = embeddedSpark(root);
    Path embedded = root.resolve("deploy/embedded-spark/target/spark");
    Files.writeString(embedded.resolve("classes-17.0.1+2.jsa"), "");
    assertSays(
        recordingJava(embedded),
        0,
        "-XX:TieredStopAtLevel=1\n-Dlog4j2.configurationFile=%s/deploy/log4j2.properties\n-cp\n%s\norg.spiketrain.Start\nscore\n--model\nmodel.zip\nSatoshi\n"
            .formatted(root, classes),
        "score",
        "--model",
        "model.zip",
        "Satoshi");
  }

  @ParameterizedTest
  @CsvSource({"yarn, yarn", "k8s://https://host:443, kubernetes"})
  void aClusterThatTheSparkHasNoJarsFor(String master, String name) throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    checkout("built");
    assertRefused(
        java("17.0.1"),
        1,
        "the Spark in %s cannot run on %s, it has no jars/spark-%s_*.jar: set SPARK_HOME to a whole Spark 3.5 or 4"
            .formatted(spark, master, name),
        "demo",
        "--master",
        master);
  }

  /** Of its failure spark-submit makes nothing, and leaves out the module options of its JVM. */
  @Test
  void aDriverOnAStandaloneClusterGetsItsOptionsAndItsFailureIsOurs() throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    checkout("built");
    Path home = java("17.0.1");
    script(
        home.resolve("bin/java"),
        """
        case "$*" in
          *launcher.Main*) printf '\\0\\njava\\0--add-opens=a/b=ALL-UNNAMED\\0-cp\\0x\\0' ;;
          *) echo 'openjdk version "17.0.1"' >&2 ;;
        esac""");
    script(
        spark.resolve("bin/spark-submit"),
        """
        for one; do case $one in --add-*) echo "$one" ;; *waitApp*) echo "$one" ;; esac; done
        echo 'State of driver driver-20260101000000-0001 is FAILED, exiting spark-submit JVM.' >&2""");
    try (ServerSocket master = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertSays(
          home,
          1,
          """
          --add-opens=a/b=ALL-UNNAMED -Dmine=1
          spark.standalone.submit.waitAppCompletion=true
          State of driver driver-20260101000000-0001 is FAILED, exiting spark-submit JVM.
          spiketrain: driver-20260101000000-0001 failed: what it says is in work/driver-20260101000000-0001/stderr of the worker that it ran on, which the master's page links
          """,
          "demo",
          "--master",
          "spark://127.0.0.1:" + master.getLocalPort(),
          "--deploy-mode=cluster",
          "--conf",
          "spark.driver.extraJavaOptions=-Dmine=1");
    }
  }

  /** Of its failure spark-submit makes nothing, and it tells each of its states at length. */
  @ParameterizedTest
  @CsvSource({"Succeeded, 0", "Failed, 1"})
  void ofADriversPodOnKubernetesItsPhasesAreToldAndItsEndIsOurs(String end, int code)
      throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    jar("spark-kubernetes_2.12-3.5.9.jar");
    checkout("built");
    script(
        spark.resolve("bin/spark-submit"),
        """
        for one; do case $one in local:*) echo "$one" ;; esac; done
        state() {
          printf '10:00:00 State changed, new state: \\n\\t pod name: run-driver\\n\\t namespace: ours\\n\\t phase: %%s\\n' $1
          echo "10:00:00 Application status for spark-1 (phase: $1)"
        }
        {
          echo 'WARN something'
          state Pending
          state Pending
          state %s
          printf '10:00:00 Container final statuses:\\n\\n\\n\\t container name: spark\\n\\t exit code: %d\\n'
        } >&2"""
            .formatted(end, code));
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String said =
          """
        local:///opt/spiketrain/spiketrain.jar
        WARN something
        spiketrain: run-driver: Pending
        spiketrain: run-driver: %s
        """
              .formatted(end);
      String why =
          "spiketrain: run-driver ended as Failed with exit code 1: kubectl -n ours logs run-driver says why\n";
      assertSays(
          java("17.0.1"),
          code,
          code == 0 ? said : said + why,
          "demo",
          "--master",
          "k8s://https://127.0.0.1:" + server.getLocalPort(),
          "--deploy-mode=cluster");
    }
  }

  @Test
  void anApiServerThatDoesNotAnswerIsToldAtOnce() throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    jar("spark-kubernetes_2.12-3.5.9.jar");
    checkout("built");
    environment.put("HTTPS_PROXY", "");
    environment.put("https_proxy", "");
    String master = "k8s://https://127.0.0.1:1/prefix";
    assertRefused(
        java("17.0.1"),
        1,
        "the master %s does not answer: start it, or name another one with --master"
            .formatted(master),
        "demo",
        "--deploy-mode=cluster",
        "--master",
        master);
  }

  @Test
  void aDriverInAClusterWithoutItsModuleOptionsSaysWhich() throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dspark.submit.deployMode=cluster",
                "-cp",
                System.getProperty("java.class.path"),
                "org.spiketrain.Start",
                "help")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(log)
        .content()
        .startsWith("spiketrain: this JVM lacks the options that Spark needs on Java 17")
        .contains("--driver-java-options '", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
    assertThat(process.exitValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_392, 8", "11.0.21, 11"})
  void aJavaThatIsTooOld(String version, String major) throws Exception {
    Path home = java(version);
    assertRefused(
        home,
        "%s/bin/java is Java %s: JDK 17 is needed; install one and set JAVA_HOME to it"
            .formatted(home, major));
  }
}
