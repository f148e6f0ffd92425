package org.spiketrain.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.spiketrain.data.Wording;
import org.spiketrain.model.UserErrorException;

/**
 * Everything that a night did and decided, as it lies in {@code record.json}. Fields whose stage
 * was not reached are empty, or 0.
 *
 * @param night its name, as of its folder: the day, and a number where it is not the first of it
 * @param asOf the day whose data it looked for, as in {@code 2026-11-30}
 * @param reasons sentences that say why it ended as it did
 * @param started time of the first start, ISO 8601 in UTC
 * @param finished time of the end; empty while it goes on
 * @param starts how often it was started: more than once where it was interrupted
 * @param generation number of the base whose encoder and classes its frames have, from 1
 * @param data what it took in
 * @param checks what was looked at before that
 * @param trained the training
 * @param holdOuts answers of candidate and champion
 * @param conditions of the promotion
 * @param models versions in the registry
 * @param seconds wall-clock time by stage, of those that were reached
 * @param notes what is worth knowing besides
 */
public record NightRecord(
    String night,
    String asOf,
    NightStatus status,
    List<String> reasons,
    String started,
    String finished,
    int starts,
    int generation,
    List<TakenData> data,
    List<Check> checks,
    Trained trained,
    List<HoldOut> holdOuts,
    List<Condition> conditions,
    Models models,
    Map<String, Double> seconds,
    List<String> notes) {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * New data.
   *
   * @param id name of the partition or file, or of the watermark of a table
   * @param place where they lie
   * @param base whether they are of the first night, or a rebuild: encoder and classes come of them
   * @param examples usable ones
   * @param rejects rows that were set aside, by reason
   */
  public record TakenData(
      String id, String place, boolean base, long examples, Map<String, Long> rejects) {
    /** Number of rows that were set aside. */
    public long rejected() {
      return rejects.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * A figure of new data beside its limit.
   *
   * @param part the data; empty where it is all of them
   * @param detail what the figure comes from most; empty where there is nothing to say
   */
  public record Check(
      String name, String part, double value, double limit, boolean passed, String detail) {
    /** What the names of drifts begin with. */
    public static final String DRIFT = "PSI of ";

    public Check {
      // Records of earlier versions have none.
      detail = detail == null ? "" : detail;
    }

    /** The figure and its limit in words. */
    public String found() {
      return "%s%s is %s, %s allowed%s"
          .formatted(
              name,
              part.isEmpty() ? "" : " of " + part,
              Wording.significant(value),
              Wording.significant(limit),
              detail.isEmpty() ? "" : ": " + detail);
    }
  }

  /**
   * A training.
   *
   * @param start what it began as: {@code scratch}, or the champion as {@code models:/names/3}
   * @param parts how many partitions of data it had
   * @param examples number of examples there were to train on
   * @param seen number of examples trained on, passes over them counted each
   * @param accuracy best accuracy on the split that chose its parameters; 0 where none did
   */
  public record Trained(String start, int parts, long examples, long seen, double accuracy) {
    public static final Trained NOT_YET = new Trained("", 0, 0, 0, 0);
  }

  /**
   * Answers to examples that nobody was trained on.
   *
   * @param name {@code fixed} or {@code recent}
   * @param champion its figures; without any class where there was no champion
   * @param onlyCandidate examples that only the candidate answered rightly
   * @param onlyChampion examples that only the champion answered rightly
   */
  public record HoldOut(
      String name, Figures candidate, Figures champion, long onlyCandidate, long onlyChampion) {
    /** Returns whether there was a champion to compare with. */
    @JsonIgnore
    public boolean isDuel() {
      return !champion.classes().isEmpty();
    }
  }

  /**
   * A condition of the promotion.
   *
   * @param met whether it does not stand in the way
   * @param tooFew whether it is met for want of examples alone: nothing was found out
   * @param found what was found, in words
   */
  public record Condition(String name, boolean met, boolean tooFew, String found) {
    /** One that was looked at. */
    public Condition(String name, boolean met, String found) {
      this(name, met, false, found);
    }

    /** One that there are too few examples for, so that it stands in nobody's way. */
    public static Condition tooFew(String name, String found) {
      return new Condition(name, true, true, found);
    }

    /** What became of it, for tables: yes, no, or too few. */
    public String verdict() {
      return tooFew ? "too few" : met ? "yes" : "no";
    }
  }

  /**
   * Versions in the registry, 0 for none.
   *
   * @param name of the model
   */
  public record Models(String name, int candidate, int championBefore, int championAfter) {}

  /** The record with another outcome, and the champion behind it. */
  public NightRecord ending(NightStatus otherStatus, List<String> otherReasons, int champion) {
    return new NightRecord(
        night,
        asOf,
        otherStatus,
        otherReasons,
        started,
        finished,
        starts,
        generation,
        data,
        checks,
        trained,
        holdOuts,
        conditions,
        new Models(models.name(), models.candidate(), models.championBefore(), champion),
        seconds,
        notes);
  }

  /** The record with more notes, those that it has not already. */
  public NightRecord noting(List<String> more) {
    return new NightRecord(
        night,
        asOf,
        status,
        reasons,
        started,
        finished,
        starts,
        generation,
        data,
        checks,
        trained,
        holdOuts,
        conditions,
        models,
        seconds,
        Stream.concat(notes.stream(), more.stream()).distinct().toList());
  }

  /** The record as indented JSON. */
  public byte[] bytes() {
    return OutputFiles.json(this);
  }

  /**
   * Reads {@link #bytes}.
   *
   * @param place where they were read from
   * @throws UserErrorException if they are none
   */
  public static NightRecord read(byte[] bytes, String place) {
    try {
      return JSON.readValue(bytes, NightRecord.class);
    } catch (IOException e) {
      throw new UserErrorException(
          "%s is damaged (%s): put back a copy, or take its folder away, and the night is done again"
              .formatted(place, e.getMessage()),
          e);
    }
  }
}
