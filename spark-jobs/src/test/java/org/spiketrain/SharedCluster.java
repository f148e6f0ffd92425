package org.spiketrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A driver and two executors in processes of their own, which the tests of one JVM share: to start
 * them takes longer than most of what they are wanted for. Where a test kills, starves or
 * configures them it takes a {@link ForkedJvm}.
 */
public final class SharedCluster {
  private static final String MASTER = "local-cluster[2,1,1024]";

  private static final int STARTED_MILLIS = 120_000;
  private static final int WORK_MILLIS = 600_000;

  private static SharedCluster shared;

  private final Process driver;
  private final Path log;
  private final DataOutputStream work;
  private final DataInputStream answers;

  private SharedCluster(Process driver, Path log, Socket socket) throws IOException {
    this.driver = driver;
    this.log = log;
    work = new DataOutputStream(socket.getOutputStream());
    answers = new DataInputStream(socket.getInputStream());
  }

  /**
   * Does a work there; fails with all that the driver has said if the work does, or takes more than
   * ten minutes.
   *
   * @return what the work has printed
   */
  public static synchronized String run(Class<? extends ClusterWork> work, String... arguments)
      throws IOException {
    if (shared == null) {
      shared = start();
    }
    try {
      return shared.send(work, arguments);
    } catch (IOException e) {
      shared.stop();
      String said = Files.readString(shared.log);
      shared = null;
      throw new AssertionError("the driver has ended, or is late: " + said, e);
    }
  }

  private static SharedCluster start() throws IOException {
    Path log = Files.createTempFile("shared-cluster", ".log");
    log.toFile().deleteOnExit();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(STARTED_MILLIS);
      Process driver =
          ForkedJvm.start(Driver.class, log, "1g", Integer.toString(server.getLocalPort()));
      Socket socket = server.accept();
      socket.setSoTimeout(WORK_MILLIS);
      SharedCluster cluster = new SharedCluster(driver, log, socket);
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop));
      return cluster;
    }
  }

  private void stop() {
    driver.descendants().forEach(ProcessHandle::destroyForcibly);
    driver.destroyForcibly();
  }

  private String send(Class<? extends ClusterWork> kind, String... arguments) throws IOException {
    work.writeUTF(kind.getName());
    work.writeInt(arguments.length);
    for (String argument : arguments) {
      work.writeUTF(argument);
    }
    work.flush();
    boolean done = answers.readBoolean();
    String printed = new String(answers.readNBytes(answers.readInt()), StandardCharsets.UTF_8);
    assertThat(done).as(printed + Files.readString(log)).isTrue();
    return printed;
  }

  /** Does one work after the other, as they come in. */
  static final class Driver {
    private Driver() {}

    /** Argument: the port of the tests, with whose end it ends too, between two works. */
    public static void main(String[] args) throws IOException {
      try (Socket tests = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
          DataInputStream work = new DataInputStream(tests.getInputStream());
          DataOutputStream answers = new DataOutputStream(tests.getOutputStream());
          SparkSession spark = ForkedJvm.session(MASTER)) {
        while (true) {
          Class<?> kind = Class.forName(work.readUTF());
          String[] arguments = new String[work.readInt()];
          for (int i = 0; i < arguments.length; i++) {
            arguments[i] = work.readUTF();
          }
          ByteArrayOutputStream printed = new ByteArrayOutputStream();
          boolean done = run(spark, kind, arguments, printed);
          answers.writeBoolean(done);
          answers.writeInt(printed.size());
          printed.writeTo(answers);
          answers.flush();
        }
      } catch (EOFException e) {
        // The tests are over.
      } catch (ClassNotFoundException e) {
        throw new IllegalArgumentException(e);
      }
    }

    private static boolean run(
        SparkSession spark, Class<?> kind, String[] arguments, ByteArrayOutputStream printed) {
      PrintStream out = System.out;
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      try {
        Constructor<?> constructor = kind.getDeclaredConstructor();
        constructor.setAccessible(true);
        ((ClusterWork) constructor.newInstance()).run(spark, arguments);
        return true;
      } catch (Throwable e) { // Errors too: the tests read the log when they have the answer.
        e.printStackTrace();
        return false;
      } finally {
        System.out.flush();
        System.setOut(out);
      }
    }
  }
}
