package org.spiketrain.score;

import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a stream that is scored.
 *
 * @param scoring of rows and where they go; {@code top}, {@code format} and so on as of files
 * @param input folder in which files arrive; blank where the source needs none
 * @param output folder of the micro-batches; blank for a table
 * @param checkpoint folder of what is to be known when it is started again
 * @param every how long after the beginning of a micro-batch the next one begins, if there is
 *     something new; empty for what is there now, and no more
 */
public record StreamSettings(
    ScoreSettings scoring,
    String input,
    String output,
    String checkpoint,
    Optional<Duration> every) {}
