package org.spiketrain.data;

import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * One row of {@link FrameParquet#SCHEMA} as a bean: Spark writes the arrays of a bean whole, those
 * of a {@code Row} number by number, each in an object of its own.
 */
public final class FrameRow {
  private long id;
  private int label;
  private String text = "";
  private String original = "";
  private String source = "";
  private int timeSteps;
  private int channels;
  private int[] rowStart = {};
  private int[] channel = {};
  private float[] value = {};

  /** An empty row, for Spark. */
  public FrameRow() {}

  /**
   * The row of an example.
   *
   * @param original what stands in the corpus, empty where that is no text
   * @param source where it stands there, such as {@code ssc_train.h5.gz:17}
   */
  public static FrameRow of(Example example, String original, String source) {
    SpikeFrames frames = example.frames();
    FrameRow row = new FrameRow();
    row.setId(example.id());
    row.setLabel(example.label());
    row.setText(example.text());
    row.setOriginal(original);
    row.setSource(source);
    row.setTimeSteps(frames.timeSteps());
    row.setChannels(frames.channels());
    row.setRowStart(frames.rowStart());
    row.setChannel(frames.channel());
    row.setValue(frames.value());
    return row;
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }

  public int getLabel() {
    return label;
  }

  public void setLabel(int label) {
    this.label = label;
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public String getOriginal() {
    return original;
  }

  public void setOriginal(String original) {
    this.original = original;
  }

  public String getSource() {
    return source;
  }

  public void setSource(String source) {
    this.source = source;
  }

  public int getTimeSteps() {
    return timeSteps;
  }

  public void setTimeSteps(int timeSteps) {
    this.timeSteps = timeSteps;
  }

  public int getChannels() {
    return channels;
  }

  public void setChannels(int channels) {
    this.channels = channels;
  }

  public int[] getRowStart() {
    return rowStart;
  }

  public void setRowStart(int[] rowStart) {
    this.rowStart = rowStart;
  }

  public int[] getChannel() {
    return channel;
  }

  public void setChannel(int[] channel) {
    this.channel = channel;
  }

  public float[] getValue() {
    return value;
  }

  public void setValue(float[] value) {
    this.value = value;
  }
}
