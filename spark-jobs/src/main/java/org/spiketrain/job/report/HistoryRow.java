package org.spiketrain.job.report;

/**
 * The state of a training at one moment.
 *
 * @param examples examples trained on so far (the tutorial's episodes)
 * @param round averaging rounds done so far
 * @param seconds wall-clock seconds since the training began, over all resumptions
 * @param averageLoss mean loss since the row before
 * @param trainingAccuracy share of the training examples since the row before that were predicted
 *     rightly, in [0, 1]
 * @param evaluationAccuracy accuracy on the validation or test split, in [0, 1]; NaN where there is
 *     no such split
 * @param watchedAccuracy accuracy on the split that is recorded beside and decides nothing, in [0,
 *     1]; NaN where there is none
 * @param learningRate learning rate of the last update
 */
public record HistoryRow(
    long examples,
    int round,
    double seconds,
    double averageLoss,
    double trainingAccuracy,
    double evaluationAccuracy,
    double watchedAccuracy,
    double learningRate) {}
