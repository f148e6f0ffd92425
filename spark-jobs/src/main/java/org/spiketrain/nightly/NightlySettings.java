package org.spiketrain.nightly;

import java.util.List;
import org.spiketrain.results.NightStatus;

/**
 * How a model is kept up to date, night after night.
 *
 * @param model its name in the registry
 * @param arrival how new data arrive
 * @param watermark column of a table whose values say what is new; where data arrive in a table
 * @param training how a candidate is trained
 * @param checks what data must be like to be trained on
 * @param gate what a candidate must be like to become the champion
 * @param kept versions of the model and nights that stay
 * @param notice who is told what became of a night
 * @param waitMinutes how long a night waits for one that goes on already, at least 0
 * @param exitCodes exit codes of outcomes that are neither success nor failure
 */
public record NightlySettings(
    String model,
    Arrival arrival,
    String watermark,
    Training training,
    CheckLimits checks,
    GateSettings gate,
    Kept kept,
    NoticeSettings notice,
    int waitMinutes,
    ExitCodes exitCodes) {

  /** How new data arrive. */
  public enum Arrival {
    /** As folders below the path of the data, each of which is data as {@code data} says. */
    PARTITIONS,
    /** As files in that folder, each of which has examples of any class. */
    FILES,
    /** As rows of a table, in which a column only ever grows. */
    TABLE
  }

  /** What a candidate begins as. */
  public enum Start {
    /** The champion's parameters, where there is one that reads the frames. */
    CHAMPION,
    /** Random parameters. */
    SCRATCH
  }

  /**
   * How a candidate is trained.
   *
   * @param windowDays data of so many days before the night are trained on, 0 for all
   * @param windowBase whether the data of the first night, or of the last rebuild, always are
   * @param continuedEpochs passes over the data where the champion goes on; 0: as any training
   * @param continuedLearningRate learning rate there; 0: that of any training
   */
  public record Training(
      Start start,
      int windowDays,
      boolean windowBase,
      double continuedEpochs,
      double continuedLearningRate) {}

  /**
   * Limits for new data; a night whose data are beyond one of them trains on none of them.
   *
   * @param leastExamples fewer are left for the next night
   * @param rejects largest fraction of rows that cannot be used
   * @param unknownLabels largest fraction of rows of classes that are not known
   * @param duplicates largest fraction of examples that were there before
   * @param labelDrift largest population stability index of the classes
   * @param inputDrift the same of channels (letters, words) and of lengths
   * @param answerDrift the same of the champion's answers
   */
  public record CheckLimits(
      long leastExamples,
      double rejects,
      double unknownLabels,
      double duplicates,
      double labelDrift,
      double inputDrift,
      double answerDrift) {}

  /** What a candidate has to be better at. */
  public enum Metric {
    ACCURACY,
    MACRO_F1,
    /** Mean recall of the classes of {@code nightly.gate.classes}. */
    RECALL
  }

  /** What McNemar's test must show. */
  public enum Significance {
    /** That the candidate is better. */
    BETTER,
    /** Nothing, but it must not show that the candidate is worse. */
    NOT_WORSE,
    NONE
  }

  /**
   * Conditions for a candidate to become the champion.
   *
   * @param margin how much better it must be, in [-1, 1]; below 0 it may be so much worse
   * @param test what McNemar's exact test must show, at {@code level}
   * @param level probability of an error that is accepted, in (0, 1)
   * @param classes classes whose recall is the metric, where it is that
   * @param classDrop largest loss of recall of any class, in [0, 1]
   * @param classExamples classes of fewer examples in a hold-out are not looked at for that
   * @param least the metric must be so much on each hold-out, in [0, 1]
   * @param leastExamples hold-outs of fewer do not decide by themselves
   * @param recentDays the recent hold-out is of data of so many days before the night
   * @param largestBytes largest size of the model's file
   * @param latencyMillis longest median time that an answer may take, in milliseconds
   */
  public record GateSettings(
      Metric metric,
      double margin,
      Significance test,
      double level,
      List<String> classes,
      double classDrop,
      long classExamples,
      double least,
      long leastExamples,
      int recentDays,
      long largestBytes,
      double latencyMillis) {}

  /**
   * What stays.
   *
   * @param versions newest versions of the model, at least 1; those that have an alias stay too
   * @param nights newest nights whose training and frames stay, at least 1; records always do
   */
  public record Kept(int versions, int nights) {}

  /**
   * Who is told.
   *
   * @param on outcomes that are told
   * @param command command that gets the night's record at its standard input; blank for none
   * @param webhook address that gets it by POST; blank for none
   * @param file file that is replaced by it; blank for none
   */
  public record NoticeSettings(List<NightStatus> on, String command, String webhook, String file) {}

  /**
   * Exit codes.
   *
   * @param notPromoted of a night that ran well and whose candidate is no better
   * @param refused of a night whose data were refused
   */
  public record ExitCodes(int notPromoted, int refused) {}
}
