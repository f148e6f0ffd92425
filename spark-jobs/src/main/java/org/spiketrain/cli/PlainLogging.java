package org.spiketrain.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.MessageFactory;
import org.apache.logging.log4j.simple.SimpleLogger;
import org.apache.logging.log4j.simple.SimpleLoggerContext;
import org.apache.logging.log4j.spi.ExtendedLogger;
import org.apache.logging.log4j.spi.LoggerContext;
import org.apache.logging.log4j.spi.LoggerContextFactory;
import org.apache.logging.log4j.spi.LoggerRegistry;
import org.apache.logging.log4j.util.PropertiesUtil;

/**
 * Log4j without its core, which takes longer to start than a name takes to be scored: messages go
 * to the screen, by the levels that {@code log4j2.configurationFile} sets and in the form that it
 * has there. The launcher chooses it, by {@code log4j2.loggerContextFactory}, where no Spark runs.
 */
public final class PlainLogging implements LoggerContextFactory {
  private final LoggerContext context;

  /** For Log4j. */
  public PlainLogging() {
    this(levels());
  }

  PlainLogging(Map<String, Level> levels) {
    context = new Levelled(levels);
  }

  @Override
  public LoggerContext getContext(
      String fqcn, ClassLoader loader, Object externalContext, boolean currentContext) {
    return context;
  }

  @Override
  public LoggerContext getContext(
      String fqcn,
      ClassLoader loader,
      Object externalContext,
      boolean currentContext,
      URI configuration,
      String name) {
    return context;
  }

  /** There is one for all, which stays. */
  @Override
  public void removeContext(LoggerContext removed) {}

  private static Map<String, Level> levels() {
    String file = System.getProperty("log4j2.configurationFile", "");
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      Properties properties = new Properties();
      properties.load(in);
      return levels(properties);
    } catch (IOException e) {
      return Map.of();
    }
  }

  /** The level of each logger that has one of its own; the root's has an empty name. */
  static Map<String, Level> levels(Properties log4j) {
    Map<String, Level> levels = new TreeMap<>();
    for (String key : log4j.stringPropertyNames()) {
      if (key.endsWith(".level")) {
        String name = log4j.getProperty(key.replace(".level", ".name"), "");
        levels.put(name, Level.toLevel(log4j.getProperty(key), Level.WARN));
      }
    }
    return levels;
  }

  /** The level of a logger: its own, or that of what is nearest above it. */
  static Level level(Map<String, Level> levels, String name) {
    for (String above = name; ; above = above.substring(0, Math.max(0, above.lastIndexOf('.')))) {
      if (above.isEmpty() || levels.containsKey(above)) {
        return levels.getOrDefault(above, Level.WARN);
      }
    }
  }

  private static final class Levelled extends SimpleLoggerContext {
    private static final PropertiesUtil NONE = new PropertiesUtil(new Properties());

    private final LoggerRegistry<ExtendedLogger> loggers = new LoggerRegistry<>();
    private final Map<String, Level> levels;

    Levelled(Map<String, Level> levels) {
      this.levels = levels;
    }

    @Override
    public ExtendedLogger getLogger(String name) {
      return getLogger(name, null);
    }

    @Override
    public ExtendedLogger getLogger(String name, MessageFactory messages) {
      if (!loggers.hasLogger(name, messages)) {
        loggers.putIfAbsent(name, messages, new Line(name, level(levels, name), messages));
      }
      return loggers.getLogger(name, messages);
    }
  }

  /** Writes each message as a line: its time, its level unless that is usual, and its text. */
  private static final class Line extends SimpleLogger {
    private static final long serialVersionUID = 1;

    Line(String name, Level level, MessageFactory messages) {
      super(name, level, false, false, false, false, "", messages, Levelled.NONE, System.err);
    }

    @Override
    public void logMessage(
        String fqcn, Level level, Marker marker, Message message, Throwable thrown) {
      System.err.println(line(level, message.getFormattedMessage()));
    }
  }

  static String line(Level level, String message) {
    return "%tT %s%s"
        .formatted(
            LocalTime.now(ZoneId.systemDefault()),
            level.equals(Level.INFO) ? "" : level + " ",
            message);
  }
}
