package org.spiketrain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The main class of the jar: looks whether Java and Spark can run the program, then runs it. It is
 * compiled for Java 8, on which Spark 3 may run, and calls the rest by reflection only.
 */
public final class Start {
  private static final String MAIN = "org.spiketrain.cli.Spiketrain";
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final String LIBRARY = "picocli.CommandLine";
  private static final int OLDEST_JAVA = 17;
  private static final int OLDEST_SPARK = 305;

  private Start() {}

  /**
   * Runs a command.
   *
   * @param args as {@code spiketrain --help} explains them
   */
  public static void main(String[] args) throws Throwable {
    String problem = problem(System.getProperty("java.specification.version"), sparkVersion());
    if (problem.isEmpty() && !hasLibraries()) {
      problem =
          "this jar has no libraries, and there are none on the class path: set SPIKETRAIN_LIBS for"
              + " deploy/bin/spiketrain, or name them to spark-submit with --jars";
    }
    // A driver in a cluster; a program that does not start Spark needs none of it.
    boolean inCluster = "cluster".equals(System.getProperty("spark.submit.deployMode"));
    if (problem.isEmpty() && inCluster && !isOpen()) {
      problem = closed();
    }
    if (!problem.isEmpty()) {
      System.err.println("spiketrain: " + problem);
      System.exit(1);
    }
    try {
      Class.forName(MAIN).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The version of the Spark on the class path, empty if there is none. */
  private static String sparkVersion() throws ReflectiveOperationException {
    try {
      return (String)
          Class.forName("org.apache.spark.package").getMethod("SPARK_VERSION").invoke(null);
    } catch (ClassNotFoundException e) {
      return "";
    }
  }

  /** Whether there is what the jar without libraries wants beside it. */
  private static boolean hasLibraries() {
    try {
      Class.forName(LIBRARY);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Returns what keeps the program from running, in one sentence with its remedy; empty if nothing
   * does.
   *
   * @param java Java's specification, such as {@code 17} or {@code 1.8}
   * @param spark Spark's version, such as {@code 3.5.7}; empty if there is none
   */
  static String problem(String java, String spark) {
    String major = java.startsWith("1.") ? java.substring(2) : java;
    if (Integer.parseInt(major) < OLDEST_JAVA) {
      return String.format(
          "this is Java %s, but Java %s is the oldest that can run this: set JAVA_HOME to a JDK 17,"
              + " on a cluster with --conf spark.executorEnv.JAVA_HOME=... too",
          major, OLDEST_JAVA);
    }
    if (spark.isEmpty()) {
      return "there is no Spark on the class path: start deploy/bin/spiketrain, or hand the jar to"
          + " bin/spark-submit of a Spark 3.5 or 4";
    }
    Matcher version = VERSION.matcher(spark);
    if (version.matches() && number(version) < OLDEST_SPARK) {
      return String.format(
          "this is Spark %s, but 3.5 is the oldest that can run this: submit to a Spark 3.5 or 4",
          spark);
    }
    return "";
  }

  /**
   * Returns whether this JVM was started with the options by which Spark reaches into Java.
   * spark-submit sets them, but not for a driver that a standalone cluster starts.
   */
  private static boolean isOpen() throws ReflectiveOperationException {
    Method getModule = Class.class.getMethod("getModule");
    Object java = getModule.invoke(Object.class);
    Class<?> module = java.getClass();
    return (Boolean)
        module
            .getMethod("isOpen", String.class, module)
            .invoke(java, "sun.nio.ch", getModule.invoke(Start.class));
  }

  private static String closed() throws ReflectiveOperationException {
    Object options =
        Class.forName("org.apache.spark.launcher.JavaModuleOptions")
            .getMethod("defaultModuleOptions")
            .invoke(null);
    return "this JVM lacks the options that Spark needs on Java 17, as the driver of"
        + " --deploy-mode cluster on a standalone cluster does: submit with deploy/bin/spiketrain,"
        + " which adds them, or add --driver-java-options '"
        + options
        + "'";
  }

  private static int number(Matcher version) {
    return 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2));
  }
}
