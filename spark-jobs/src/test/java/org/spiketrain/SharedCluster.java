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

  private static SharedCluster shared;

  private final Path log;
  private final DataOutputStream work;
  private final DataInputStream answers;

  private SharedCluster(Socket driver, Path log) throws IOException {
    this.log = log;
    work = new DataOutputStream(driver.getOutputStream());
    answers = new DataInputStream(driver.getInputStream());
  }

  /**
   * Does a work there; fails with all that the driver has said if the work does.
   *
   * @return what the work has printed
   */
  public static synchronized String run(Class<? extends ClusterWork> work, String... arguments)
      throws IOException {
    if (shared == null) {
      shared = start();
    }
    return shared.send(work, arguments);
  }

  private static SharedCluster start() throws IOException {
    Path log = Files.createTempFile("shared-cluster", ".log");
    log.toFile().deleteOnExit();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(STARTED_MILLIS);
      ForkedJvm.start(Driver.class, log, "1g", Integer.toString(server.getLocalPort()));
      return new SharedCluster(server.accept(), log);
    }
  }

  private String send(Class<? extends ClusterWork> kind, String... arguments) throws IOException {
    work.writeUTF(kind.getName());
    work.writeInt(arguments.length);
    for (String argument : arguments) {
      work.writeUTF(argument);
    }
    work.flush();
    boolean done;
    try {
      done = answers.readBoolean();
    } catch (EOFException e) {
      throw new AssertionError("the driver has ended: " + Files.readString(log), e);
    }
    String printed = new String(answers.readNBytes(answers.readInt()), StandardCharsets.UTF_8);
    assertThat(done).as(printed + Files.readString(log)).isTrue();
    return printed;
  }

  /** Does one work after the other, as they come in. */
  static final class Driver {
    private Driver() {}

    /** Argument: the port of the tests. The driver ends when they do, in whatever way. */
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
      } catch (Exception | AssertionError e) {
        e.printStackTrace();
        return false;
      } finally {
        System.out.flush();
        System.setOut(out);
      }
    }
  }
}
