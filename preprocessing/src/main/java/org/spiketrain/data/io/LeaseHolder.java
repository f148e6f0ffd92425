package org.spiketrain.data.io;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkContext;
import scala.Option;

/**
 * Who writes into an output folder, as its lease says it.
 *
 * @param machine names a running system with one numbering of processes, so that a process can be
 *     looked for
 * @param application Spark's name for the program's session, or {@code none}
 * @param attempt which of the application's drivers it is, from 1; 0 where a cluster makes no
 *     second one
 * @param expirySeconds the lease has expired when its file has not been touched for so long
 * @param held false while it is being looked whether somebody else has the folder
 */
public record LeaseHolder(
    String user,
    String host,
    String machine,
    long process,
    String application,
    int attempt,
    String since,
    int expirySeconds,
    boolean held) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EXPIRY_SECONDS = 60;

  /** That of a lease which cannot be read. */
  static final LeaseHolder UNKNOWN =
      new LeaseHolder("unknown", "unknown", "", 0, "unknown", 0, "?", EXPIRY_SECONDS, false);

  /** This program, with its Spark application. */
  static LeaseHolder of(SparkContext context) throws IOException {
    Option<String> attempt = context.applicationAttemptId();
    return ofProcess(
        context.applicationId(),
        attempt.isDefined() && attempt.get().matches("\\d+") ? Integer.parseInt(attempt.get()) : 0);
  }

  /** This program, without a Spark application. */
  static LeaseHolder withoutSpark() throws IOException {
    return ofProcess("none", 0);
  }

  private static LeaseHolder ofProcess(String application, int attempt) throws IOException {
    return new LeaseHolder(
        UserGroupInformation.getCurrentUser().getShortUserName(),
        NetUtils.getLocalHostname(),
        ownMachine(),
        ProcessHandle.current().pid(),
        application,
        attempt,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        EXPIRY_SECONDS,
        false);
  }

  /** Host names may be the same in several containers, and process numbers mean others there. */
  private static String ownMachine() throws IOException {
    Path boot = Path.of("/proc/sys/kernel/random/boot_id");
    Path processes = Path.of("/proc/self/ns/pid");
    return Files.isReadable(boot) && Files.isSymbolicLink(processes)
        ? Files.readString(boot).strip() + " " + Files.readSymbolicLink(processes)
        : NetUtils.getLocalHostname();
  }

  LeaseHolder holding() {
    return new LeaseHolder(
        user, host, machine, process, application, attempt, since, expirySeconds, true);
  }

  /** Returns whether it is certain that the process of this lease is no more. */
  boolean isDead(LeaseHolder looking) {
    // Of other users it may be hidden. When a process began is told by a clock that may be set.
    return machine.equals(looking.machine)
        && user.equals(looking.user)
        && ProcessHandle.of(process).isEmpty();
  }

  /** Returns whether this is a later driver of the same application, which YARN has started. */
  public boolean follows(LeaseHolder earlier) {
    return application.equals(earlier.application) && attempt > earlier.attempt;
  }

  /** Who it is, for messages. */
  String description() {
    return "user %s on %s, process %d, application %s, since %s"
        .formatted(user, host, process, application, since);
  }

  byte[] toBytes() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter()
        .writeValueAsString(this)
        .getBytes(StandardCharsets.UTF_8);
  }

  static LeaseHolder read(byte[] bytes) throws IOException {
    return JSON.readValue(bytes, LeaseHolder.class);
  }
}
