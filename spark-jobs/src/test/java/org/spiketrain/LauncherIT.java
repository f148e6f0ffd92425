package org.spiketrain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Pattern.MULTILINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final String PENDING =
      "spiketrain: run-driver: Pending; what it waits for: kubectl -n ours describe pod run-driver\n";

  private static final Pattern SETTING =
      Pattern.compile(
          "(?i)(SPARK|SPIKETRAIN|HADOOP|YARN)_.*|KUBECONFIG|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|.*_PROXY");

  /** The options that take an archive. */
  private static final String TAKEN =
      "-XX:SharedArchiveFile=%s\n-XX:+UnlockDiagnosticVMOptions\n-XX:ArchiveRelocationMode=0\n-Xshare:auto\n-Xlog:cds=off\n-Xlog:cds+dynamic=off\n";

  @TempDir Path folder;
  private Path launcher = Path.of("..", "deploy", "bin", "spiketrain");
  private Path spark;
  private final Map<String, String> environment = new HashMap<>();
  private List<String> starter = List.of();

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
    Process process = start(javaHome, arguments);
    try {
      assertEnds(process, code, output);
    } finally {
      process.destroyForcibly();
    }
  }

  private void assertEnds(Process process, int code, String output) throws Exception {
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(log()).hasContent(output);
    assertThat(process.exitValue()).isEqualTo(code);
  }

  private Path log() {
    return folder.resolve("log");
  }

  /** Starts the launcher without the settings of whoever runs the tests. */
  private Process start(Path javaHome, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(starter);
    command.addAll(List.of("bash", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder started = new ProcessBuilder(command);
    started.environment().keySet().removeIf(name -> SETTING.matcher(name).matches());
    if (spark != null) {
      started.environment().put("SPARK_HOME", spark.toString());
    }
    started.environment().put("JAVA_HOME", javaHome.toString());
    started.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    started.environment().putAll(environment);
    started.environment().merge("PATH", folder.resolve("bin") + ":", (path, own) -> own + path);
    return started.redirectErrorStream(true).redirectOutput(log().toFile()).start();
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
  @CsvSource({"--properties-file X", "--properties-file=X"})
  void aPropertiesFileThatIsNotThere(String option) throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    Path root = checkout("built");
    String missing = folder.resolve("none.properties").toString();
    String[] arguments = ("demo " + option.replace("X", missing)).split(" ", -1);
    assertRefused(
        java("17.0.1"),
        2,
        "there is no file %s that can be read: name one with --properties-file, such as %s/deploy/standalone/spark.properties"
            .formatted(missing, root),
        arguments);
    Files.createFile(Path.of(missing));
    assertSays(java("17.0.1"), 0, "submitted", arguments);
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
            echo "$SPARK_DRIVER_MEMORY" >'%1$s/memory'
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
    String submission = TAKEN + "-cp\n%s\nsubmitted\n%s\n";
    assertSays(
        java,
        0,
        "spiketrain: first use: learning to start faster, which takes up to a minute ...\n"
            + submission.formatted(archive, classes, "demo"),
        "demo");
    String warmUp = archived(archive);
    assertThat(warmUp).contains(" -cp %s submitted ".formatted(classes));
    assertThat(Path.of(warmUp.substring(warmUp.lastIndexOf(' ') + 1).strip())).doesNotExist();
    assertSays(java, 0, submission.formatted(archive, classes, "--input"), "score", "--input");
  }

  @Test
  void oneJvmHasAShareOfTheMachinesMemoryUnlessItIsTold() throws Exception {
    Path root = checkout("built");
    String unused = embeddedSpark(root);
    Path java = recordingJava(root.resolve("deploy/embedded-spark/target/spark"));
    environment.put("SPIKETRAIN_NO_ARCHIVE", "1");

    assertThat(start(java, "demo").waitFor()).isZero();
    assertThat(java.resolve("memory"))
        .content()
        .matches(memory -> memory.matches("\\d+m\n"))
        .satisfies(
            memory ->
                assertThat(Integer.parseInt(memory.replace("m\n", ""))).isBetween(1024, 8192));

    environment.put("SPARK_DRIVER_MEMORY", "3g");
    assertThat(start(java, "demo").waitFor()).isZero();
    assertThat(java.resolve("memory")).hasContent("3g");
  }

  /** What the Java that has made an archive was started with. */
  private static String archived(Path archive) throws IOException {
    String command = Files.readString(archive);
    assertThat(command).startsWith("-XX:ArchiveClassesAtExit=" + archive);
    return command;
  }

  @Test
  void namesAreAnsweredWithoutSparkFromAnArchiveOfTheirOwn() throws Exception {
    Path root = checkout("built");
    String[] classes = embeddedSpark(root).split(":", -1);
    Path embedded = root.resolve("deploy/embedded-spark/target/spark");
    Files.createFile(embedded.resolve("jars/breeze_2.12-2.1.0.jar"));
    Path archive = embedded.resolve("classes-without-spark-17.0.1+2.jsa");
    Path java = recordingJava(embedded);
    String fast = "-XX:+UseSerialGC\n-XX:TieredStopAtLevel=1\n-XX:CompileThresholdScaling=3\n";
    String answer =
        "-Dlog4j2.configurationFile=%s/deploy/log4j2.properties\n-Dlog4j2.loggerContextFactory=org.spiketrain.cli.PlainLogging\n-cp\n%s:%s:%s\norg.spiketrain.cli.Answers\n"
            .formatted(root, classes[2], classes[0], classes[1]);
    String[] command = {"score", "--model", "model.zip", "Satoshi"};
    String arguments = String.join("\n", command) + "\n";
    assertSays(
        java,
        0,
        "spiketrain: first use: learning to start faster, which takes up to a minute ...\n"
            + TAKEN.formatted(archive)
            + fast
            + answer
            + arguments,
        command);
    assertThat(archived(archive))
        .contains((fast + answer + "warm-up\n--answers\n").replace('\n', ' '));
    Files.writeString(archive, "");
    assertSays(java, 0, fast + answer + arguments, command);
  }

  @Test
  void aReleaseFileTellsTheVersionWithoutAskingJava() throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    checkout("built");
    Path home = java("17.0.1");
    Files.writeString(
        home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\nJAVA_RUNTIME_VERSION=\"11.0.2+9\"\n");
    assertRefused(
        home,
        "%s/bin/java is Java 11: JDK 17 is needed; install one and set JAVA_HOME to it"
            .formatted(home));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    assertSays(home, 0, "submitted", "demo");
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

  /**
   * A Spark for Kubernetes.
   *
   * @param lines of a shell that spark-submit is, where {@code state} tells of the driver's pod its
   *     phase and details of its container
   */
  private void submitting(String lines) throws IOException {
    jar("spark-core_2.12-3.5.9.jar");
    jar("spark-kubernetes_2.12-3.5.9.jar");
    checkout("built");
    script(
        spark.resolve("bin/spark-submit"),
        """
        state() {
          printf '10:00:00 State changed, new state: \\n\\t pod name: run-driver\\n\\t namespace: ours\\n\\t phase: %%s\\n' "$1"
          for detail; do case $detail in *:*) printf '\\t\\t %%s\\n' "$detail" ;; esac; done
          echo "10:00:00 Application status for spark-1 (phase: $1)"
        } >&2
        %s"""
            .formatted(lines));
  }

  /** Arguments for a master at an address. */
  private static String[] toKubernetes(String address) {
    return new String[] {"demo", "--master", "k8s://" + address, "--deploy-mode=cluster"};
  }

  private void assertSaysOnKubernetes(int code, String output) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertSays(
          java("17.0.1"), code, output, toKubernetes("https://127.0.0.1:" + server.getLocalPort()));
    }
  }

  /** Spark-submit tells each state at length. */
  @Test
  void ofADriversPodOnKubernetesItsPhasesAreToldAndWhatItWaitsFor() throws Exception {
    submitting(
        """
        for one; do case $one in local:*) echo "$one" ;; esac; done
        echo 'WARN something' >&2
        state Pending
        state Pending 'pending reason: ContainerCreating'
        state Pending 'pending reason: ImagePullBackOff'
        state Pending 'pending reason: ImagePullBackOff'
        state Running 'container state: running'
        state Succeeded 'exit code: 0' 'termination reason: Completed'
        printf '10:00:00 Container final statuses:\\n\\n\\n\\t container name: spark\\n' >&2""");
    assertSaysOnKubernetes(
        0,
        """
        local:///opt/spiketrain/spiketrain.jar
        WARN something
        %sspiketrain: run-driver: Pending: ContainerCreating
        spiketrain: run-driver: Pending: ImagePullBackOff
        spiketrain: run-driver: Running
        spiketrain: run-driver: Succeeded
        """
            .formatted(PENDING));
  }

  /** Of all of them spark-submit makes nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "'exit code: 137' 'termination reason: OOMKilled' ! ' with exit code 137 (OOMKilled)'",
        "'exit code: 1' 'termination reason: N/A' ! ' with exit code 1'",
        "! ''"
      },
      quoteCharacter = '"')
  void aDriversPodThatFailedOnKubernetesIsAFailureOfTheCommand(String details, String how)
      throws Exception {
    submitting("state Failed " + (details == null ? "" : details));
    assertSaysOnKubernetes(
        1,
        """
        spiketrain: run-driver: Failed
        spiketrain: run-driver ended as Failed%s: kubectl -n ours logs run-driver says why, or kubectl -n ours describe pod run-driver
        """
            .formatted(how.replace("'", "")));
  }

  /** As of one that somebody deletes, or where the API server ends the watch. */
  @Test
  void aDriversPodOnKubernetesWhoseEndIsNotSeenIsNoSuccess() throws Exception {
    submitting("state Running");
    assertSaysOnKubernetes(
        1,
        """
        spiketrain: run-driver: Running
        spiketrain: run-driver was Running, and is no longer watched, or was deleted: kubectl -n ours get pod run-driver says what became of it
        """);
  }

  /** As with settings for logs in which Spark does not tell of the pod. */
  @Test
  void aSubmissionToKubernetesThatTellsOfNoPodIsNoSuccess() throws Exception {
    submitting("");
    assertSaysOnKubernetes(
        1,
        "spiketrain: spark-submit told nothing of the driver's pod; whether there is one: kubectl -n default get pods -l spark-role=driver\n");
  }

  @Test
  void aSubmissionToKubernetesThatFailsItselfIsLeftToSpeak() throws Exception {
    submitting("echo 'Forbidden!' >&2; exit 7");
    assertSaysOnKubernetes(7, "Forbidden!\n");
  }

  @Test
  void aSubmissionToKubernetesMayBeLeftAlone() throws Exception {
    submitting("echo 'as it says' >&2");
    Files.createDirectories(spark.resolve("conf"));
    Files.writeString(
        spark.resolve("conf/spark-defaults.conf"),
        "spark.kubernetes.submission.waitAppCompletion=false\n");
    assertSaysOnKubernetes(0, "as it says\n");
  }

  /** What this machine has of jars does not matter. */
  @Test
  void aDriverInAPodHasTheJarAndTheLibrariesOfItsImage() throws Exception {
    submitting("shift 4; echo $*; state Succeeded");
    environment.put("SPIKETRAIN_JAR", "local:///mine.jar");
    libraries("/libs");
    assertSaysOnKubernetes(
        0,
        """
        --class org.spiketrain.Start local:///mine.jar demo
        spiketrain: run-driver: Succeeded
        """);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void whoeverStopsWaitingForAPodLearnsHowToEndTheRun(String signal, int code) throws Exception {
    starter = interruptible();
    submitting("state Running; echo $$; exec sleep 600");
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Process process =
          start(java("17.0.1"), toKubernetes("https://127.0.0.1:" + server.getLocalPort()));
      try {
        String told = "spiketrain: run-driver: Running\n";
        Matcher waiting = await(Pattern.compile("(?s)(?=.*" + told + ").*?^(\\d+)\n.*", MULTILINE));
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(log())
            .content()
            .endsWith(
                "spiketrain: the run goes on: kubectl -n ours delete pod run-driver ends it\n");
        assertThat(process.exitValue()).isEqualTo(code);
        assertThat(ProcessHandle.of(Long.parseLong(waiting.group(1)))).isEmpty();
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  /**
   * What a process has to be started by to be interrupted: a build in a script's background ignores
   * interrupts, and with it all that it starts.
   */
  private static List<String> interruptible() throws Exception {
    for (List<String> starter :
        List.of(List.<String>of(), List.of("env", "--default-signal=INT"))) {
      List<String> command = new ArrayList<>(starter);
      command.addAll(List.of("sh", "-c", "trap 'echo interrupted' INT; kill -INT $$"));
      Process process = new ProcessBuilder(command).start();
      if (new String(process.getInputStream().readAllBytes(), UTF_8).contains("interrupted")) {
        return starter;
      }
    }
    return abort("This build ignores interrupts, and env cannot undo that: not in the background?");
  }

  /** Waits until the log is like this. */
  private Matcher await(Pattern content) throws Exception {
    for (int i = 0; i < 3000; i++) {
      Matcher matcher = content.matcher(Files.readString(log()));
      if (matcher.matches()) {
        return matcher;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("Not as awaited: " + Files.readString(log()));
  }

  /** On an address of this machine where nothing listens. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.77.0.1:1/prefix",
        "http://127.77.0.1:1",
        "127.77.0.1:1",
        "https://127.77.0.1",
        "http://127.77.0.1/",
        "https://[::1]:1"
      })
  void anApiServerThatDoesNotAnswerIsToldAtOnce(String address) throws Exception {
    submitting("echo 'asked'");
    assertRefused(
        java("17.0.1"),
        1,
        "the master k8s://%s does not answer: start it, or name another one with --master"
            .formatted(address),
        toKubernetes(address));
  }

  @Test
  void anApiServerMayHaveAnAddressOfIpv6() throws Exception {
    submitting("state Succeeded");
    try (ServerSocket server = serverOnIpv6()) {
      assertSays(
          java("17.0.1"),
          0,
          "spiketrain: run-driver: Succeeded\n",
          toKubernetes("https://[::1]:" + server.getLocalPort()));
    }
  }

  private static ServerSocket serverOnIpv6() {
    try {
      byte[] loopback = new byte[16];
      loopback[15] = 1;
      return new ServerSocket(0, 5, InetAddress.getByAddress(loopback));
    } catch (IOException e) {
      return abort("This machine has no IPv6: " + e);
    }
  }

  /** From here it need not answer then. */
  @ParameterizedTest
  @CsvSource({
    "https_proxy, http://proxy:80",
    "SPARK_SUBMIT_OPTS, -Dhttps.proxyHost=proxy",
    "KUBECONFIG, proxied"
  })
  void anApiServerBehindAProxyIsLeftToSpark(String variable, String setting) throws Exception {
    submitting("state Succeeded");
    String value = setting;
    if (variable.equals("KUBECONFIG")) {
      String cluster = "clusters: [{cluster: {proxy-url: 'http://proxy:80'}}]\n";
      value = Files.writeString(folder.resolve(setting), cluster) + ":" + folder.resolve("none");
    }
    environment.put(variable, value);
    assertSays(
        java("17.0.1"),
        0,
        "spiketrain: run-driver: Succeeded\n",
        toKubernetes("https://127.77.0.1:1"));
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
