package org.spiketrain.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.names.NamesCorpus;
import org.spiketrain.data.text.TextCorpus;
import org.spiketrain.data.text.TextEncoding;
import org.spiketrain.data.text.WordTable;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.convert.ActivationRanges;
import org.spiketrain.model.convert.ArtificialNetwork;
import org.spiketrain.model.convert.Conversion;
import org.spiketrain.model.convert.LearnedWords;
import org.spiketrain.model.convert.MeasuredRanges;
import org.spiketrain.model.encode.DirectCoding;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.train.Trainer.InitialParameters;
import org.spiketrain.train.TrainingStage.RangeSource;

/** What a folder of frames holds, to a network in a stage of its training. */
final class StoredExamples {
  /** So many training sentences tell the ranges of an ANN's activations. */
  private static final int MEASURED = 1000;

  private final SparkSession spark;
  private final String frames;
  private final Manifest manifest;
  private final NetworkSettings network;
  private final TrainingStage stage;
  private final Optional<Sentences> sentences;

  /**
   * @param frames folder of the frames
   * @param manifest what is in it
   * @param network what is to be trained
   * @param stage of its training
   * @throws UserErrorException if the frames hold spikes but the stage wants rates
   */
  StoredExamples(
      SparkSession spark,
      String frames,
      Manifest manifest,
      NetworkSettings network,
      TrainingStage stage) {
    this.spark = spark;
    this.frames = frames;
    this.manifest = manifest;
    this.network = network;
    this.stage = stage;
    this.sentences = readSentences();
    boolean whole = stage instanceof TrainingStage.Whole;
    if (!whole && sentences.isEmpty()) {
      throw new UserErrorException(
          "The frames in %s hold no rates, which an ANN reads: preprocess sentences with data.text.frames = rates, or leave conversion.stack empty"
              .formatted(frames));
    }
  }

  /** Which kind of model reads a corpus. */
  static String kind(Manifest manifest) {
    Corpus corpus = manifest.corpus();
    if (corpus instanceof TextCorpus) {
      return ModelProvenance.SENTENCES_CLASSIFIER;
    }
    return corpus instanceof NamesCorpus
        ? ModelProvenance.NAMES_CLASSIFIER
        : ModelProvenance.EVENTS_CLASSIFIER;
  }

  /** Seed of a corpus' split; 0 where it came split. */
  static long splitSeed(Manifest manifest) {
    if (manifest.corpus() instanceof TextCorpus text) {
      return text.split().seed();
    }
    return manifest.corpus() instanceof NamesCorpus names ? names.seed() : 0;
  }

  private Optional<Sentences> readSentences() {
    if (!(manifest.corpus() instanceof TextCorpus text)
        || text.encoding().frames() == TextEncoding.Stored.SPIKES) {
      return Optional.empty();
    }
    WordTable table = WordTable.read(hadoop(), new Path(frames));
    // The ANN may have learned other rates.
    RateTable rates =
        stage instanceof TrainingStage.FineTuning tuning
            ? tuning.artificial().sentences().orElseThrow().input().rates()
            : table.rates();
    boolean artificial = stage instanceof TrainingStage.Artificial;
    return Optional.of(
        new Sentences(
            table.words(),
            new SentenceInput(
                rates,
                text.encoding().maxWords(),
                artificial ? new DirectCoding() : text.coding(),
                artificial ? 1 : text.encoding().timeSteps())));
  }

  private Configuration hadoop() {
    return spark.sessionState().newHadoopConf();
  }

  /** How the examples become the network's input. */
  ExampleReader reader(JavaRDD<FrameShard> shards, Augmentation augmentation) {
    if (sentences.isPresent()) {
      SentenceInput input = sentences.get().input();
      return network.learnsWords()
          ? SentenceReader.ofNumbers(input, augmentation)
          : SentenceReader.ofSpikes(input, augmentation);
    }
    int words = manifest.corpus() instanceof TextCorpus text ? text.encoding().maxWords() : 0;
    return FrameReader.of(shards, manifest.channels(), ngramChannels(), words, augmentation);
  }

  /** How many channels are those of n-grams up to length 1, 2 and so on. */
  private List<Integer> ngramChannels() {
    if (!(manifest.corpus() instanceof NamesCorpus names)) {
      return List.of();
    }
    LetterEncoder encoder = new LetterEncoder(names.letters());
    return IntStream.rangeClosed(1, names.letters().ngrams())
        .mapToObj(encoder::channelsUpTo)
        .toList();
  }

  /** The network's parameters before training. */
  InitialParameters firstParameters() {
    if (!(stage instanceof TrainingStage.FineTuning tuning)) {
      return network.learnsWords()
          ? learning -> LearnedWords.begin(learning, sentences.orElseThrow().input().rates())
          : InitialParameters.RANDOM;
    }
    ArtificialNetwork artificial = new ArtificialNetwork(tuning.artificial().network());
    ActivationRanges ranges = ranges(artificial, tuning.normalisation());
    int timeSteps = sentences.orElseThrow().input().timeSteps();
    return spiking -> Conversion.convert(artificial, ranges, spiking, timeSteps);
  }

  /** What a trained network is stored as. */
  Trained trained(MultiLayerNetwork finished) {
    if (!network.learnsWords()) {
      return new Trained(network, finished, sentences);
    }
    LearnedWords learned = LearnedWords.of(network, finished, sentences.orElseThrow());
    return new Trained(learned.settings(), learned.network(), Optional.of(learned.sentences()));
  }

  /**
   * A trained network.
   *
   * @param settings its layers
   * @param network the network
   * @param sentences how words become its input, where it reads those
   */
  record Trained(
      NetworkSettings settings, MultiLayerNetwork network, Optional<Sentences> sentences) {}

  private ActivationRanges ranges(ArtificialNetwork artificial, RangeSource normalisation) {
    return switch (normalisation.by()) {
      case NONE -> ActivationRanges.NONE;
      case WEIGHTS -> artificial.boundedRanges();
      case DATA ->
          new MeasuredRanges(artificial, sentences.orElseThrow().input(), someSentences())
              .at(normalisation.quantile());
    };
  }

  private List<SpikeFrames> someSentences() {
    Dataset<Row> rows =
        FrameParquet.read(spark, frames, Split.TRAIN.label())
            // In the order of their ids they may all be of one class.
            .orderBy(xxhash64(col("id")), col("id"))
            .limit(MEASURED);
    return FrameParquet.examples(rows).map(Example::frames).collect();
  }
}
