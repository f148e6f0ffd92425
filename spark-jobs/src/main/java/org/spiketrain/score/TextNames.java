package org.spiketrain.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.api.java.JavaNewHadoopRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.score.InputFiles.PieceSize;
import scala.Tuple2;

/**
 * The lines of text files. Hadoop's text format hands over the bytes of each line, in pieces of a
 * file that keep their order, so that large files are read in parallel and a line that is not UTF-8
 * is noticed; Spark's own text reader would replace its bytes.
 */
final class TextNames {
  private TextNames() {}

  /** All lines of these files, in order, each partition lines of one file. */
  static JavaRDD<RawText> read(SparkSession spark, List<InputFile> files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    if (files.isEmpty()) {
      return context.emptyRDD();
    }
    Map<String, Integer> indices =
        files.stream().collect(Collectors.toMap(TextNames::qualified, InputFile::index));
    Configuration conf = configuration(spark, files);
    var lines =
        (JavaNewHadoopRDD<LongWritable, Text>)
            context.newAPIHadoopRDD(conf, TextInputFormat.class, LongWritable.class, Text.class);
    return lines.mapPartitionsWithInputSplit(
        (split, records) -> names(indices.get(path(split)), records), true);
  }

  private static Configuration configuration(SparkSession spark, List<InputFile> files) {
    try {
      Job job = Job.getInstance(spark.sessionState().newHadoopConf());
      for (InputFile file : files) {
        FileInputFormat.addInputPath(job, new Path(file.pattern()));
      }
      FileInputFormat.setMaxInputSplitSize(job, PieceSize.of(spark, files));
      return job.getConfiguration();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot set up the reading of the text files", e);
    }
  }

  private static String qualified(InputFile file) {
    return new Path(file.location()).toUri().getPath();
  }

  private static String path(org.apache.hadoop.mapreduce.InputSplit split) {
    return ((FileSplit) split).getPath().toUri().getPath();
  }

  private static Iterator<RawText> names(int file, Iterator<Tuple2<LongWritable, Text>> records) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext();
      }

      @Override
      public RawText next() {
        return name(file, records.next()._2());
      }
    };
  }

  private static RawText name(int file, Text line) {
    try {
      String text = Text.decode(line.getBytes(), 0, line.getLength(), false);
      return text.isBlank()
          ? new RawText(file, "", RawText.MISSING, 0)
          : new RawText(file, text, "", 0);
    } catch (CharacterCodingException e) {
      return new RawText(file, line.toString(), RawText.INVALID_UTF8, 0);
    }
  }
}
