package org.spiketrain.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.convert.Conversion;
import org.spiketrain.model.convert.Conversion.ActivationRanges;
import org.spiketrain.model.convert.LearnedWords;
import org.spiketrain.model.encode.ChannelCounts;
import org.spiketrain.model.encode.Encoders;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.encode.WordInput;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.StageInput;
import org.spiketrain.model.layer.SequenceLayer;
import org.spiketrain.model.zoo.InitialRates;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.train.TrainingStage.RangeSource;
import scala.Tuple2;

/** The examples of a folder of frames for a network in a stage of its training. */
final class StoredExamples {
  /** Number of training sentences from which the ranges of an ANN's activations are measured. */
  private static final int MEASURED = 1000;

  /** Number of training examples by which initial firing rates are set. */
  private static final int INITIAL = 64;

  private final SparkSession spark;
  private final String frames;
  private final Manifest manifest;
  private final NetworkSettings network;
  private final TrainingStage stage;
  private final ClassBalance balance;
  private final Optional<Sentences> sentences;

  /** Refuses frames of spikes where the stage wants rates. */
  StoredExamples(
      SparkSession spark,
      String frames,
      Manifest manifest,
      NetworkSettings network,
      TrainingStage stage,
      ClassBalance balance) {
    this.spark = spark;
    this.frames = frames;
    this.manifest = manifest;
    this.network = network;
    this.stage = stage;
    this.balance = balance;
    Configuration hadoop = spark.sessionState().newHadoopConf();
    this.sentences =
        manifest.corpus().sentences(hadoop, manifest, new Path(frames)).map(this::ofStage);
    if (readsRates(stage) && sentences.isEmpty()) {
      throw new UserErrorException(
          "The frames in %s hold no rates, which an ANN reads: preprocess sentences with data.text.frames = rates, or leave conversion.stack empty"
              .formatted(frames));
    }
  }

  private static boolean readsRates(TrainingStage stage) {
    return stage instanceof TrainingStage.Artificial || stage instanceof TrainingStage.FineTuning;
  }

  private Sentences ofStage(Sentences stored) {
    SentenceInput input = stored.input();
    if (stage instanceof TrainingStage.Artificial) {
      input = new SentenceInput(input.rates(), input.words(), new Encoders.Direct(), 1);
    } else if (stage instanceof TrainingStage.FineTuning tuning) {
      input = withRates(input, tuning.artificial());
    } else if (stage instanceof TrainingStage.Continued continued) {
      input = withRates(input, continued.trained());
    }
    return new Sentences(stored.vocabulary(), input, !network.readsWholeSentences());
  }

  /** An ANN may have learned other rates than those that are stored. */
  private static SentenceInput withRates(SentenceInput input, TrainedModel model) {
    RateTable rates = model.sentences().orElseThrow().input().rates();
    return new SentenceInput(rates, input.words(), input.coding(), input.timeSteps());
  }

  /**
   * The shards of a split: one a partition, cached, never shuffled again. The members of each class
   * are assigned in turn, so that every shard has its part of every class, and which shard an
   * example is in depends on the data alone. What weighs nothing is not in those of the train
   * split, where the mean weight is 1, classes weighing as the balance has it; in other splits
   * every example counts once.
   *
   * @param shards number of shards, at least 1
   * @param avoided executors that get none where there is room on others
   * @throws UserErrorException if the split has fewer examples than shards
   */
  JavaRDD<FrameShard> shards(Split split, int shards, Supplier<Set<String>> avoided) {
    Dataset<Row> rows = rows(split);
    checkEnough(split, rows.count(), shards);
    int channels = manifest.channels();
    ExampleWeights weights = ExampleWeights.of(rows, classWeights(split));
    JavaRDD<FrameShard> anywhere =
        FrameParquet.examples(rows.orderBy(col("label"), col("id")))
            .zipWithIndex()
            .mapToPair(indexed -> new Tuple2<>((int) (indexed._2() % shards), indexed._1()))
            // What is grouped beside nothing may be computed anywhere; a shuffle by itself would
            // bring every shard to the one host that has read the only file of frames.
            .cogroup(nothing(), new HashPartitioner(shards))
            .mapPartitions(
                group -> List.of(shard(channels, weights, only(group)._2()._1())).iterator(), true);
    return PreferredPlaces.notOn(context(), avoided.get(), anywhere)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** The only element; a group's memory is given back by whoever asks for another one. */
  private static <T> T only(Iterator<T> group) {
    T element = group.next();
    if (group.hasNext()) {
      throw new IllegalStateException("A partition of several shards");
    }
    return element;
  }

  /**
   * The same shards, all of them here: for a split that is small. It takes one job, that of reading
   * it.
   */
  List<FrameShard> collected(Split split, int shards) {
    int channels = manifest.channels();
    List<Example> examples = new ArrayList<>();
    FrameParquet.examples(rows(split))
        // A few arrays travel faster than thousands of examples.
        .mapPartitions(some -> List.of(FrameShard.of(channels, some)).iterator())
        .collect()
        .forEach(some -> some.examples().forEachRemaining(examples::add));
    checkEnough(split, examples.size(), shards);
    examples.sort(Comparator.comparingInt(Example::label).thenComparingLong(Example::id));
    ExampleWeights weights = ExampleWeights.of(examples, classWeights(split));
    return IntStream.range(0, shards)
        .mapToObj(
            shard ->
                IntStream.iterate(shard, k -> k < examples.size(), k -> k + shards)
                    .mapToObj(examples::get)
                    .toList())
        .map(dealt -> shard(channels, weights, dealt))
        .toList();
  }

  /**
   * The examples whose answers are told: of the evaluated split, or of the train split where that
   * is empty, the shortest first, so that the beginnings of one sequence are in their order.
   */
  ShownExamples shown(TrainingSettings.Course course) {
    if (course.shownAnswers() == 0) {
      return ShownExamples.NONE;
    }
    boolean isEmpty = manifest.total(course.evaluationSplit()) == 0;
    Dataset<Row> rows =
        rows(isEmpty ? Split.TRAIN : course.evaluationSplit())
            .orderBy(col("time_steps"), col("id"))
            .limit(course.shownAnswers());
    return new ShownExamples(FrameParquet.examples(rows).collect(), manifest.classes());
  }

  private double classWeights(Split split) {
    return split == Split.TRAIN ? balance.classWeights() : 0;
  }

  private void checkEnough(Split split, long examples, int shards) {
    if (examples < shards) {
      throw new UserErrorException(
          "The %s split of %s has %d examples, too few for %d workers: lower training.workers"
              .formatted(split.label(), frames, examples, shards));
    }
  }

  private Dataset<Row> rows(Split split) {
    return split == Split.TRAIN ? trained() : read(split).drop(FrameParquet.WEIGHT);
  }

  private JavaPairRDD<Integer, Example> nothing() {
    return JavaPairRDD.fromJavaRDD(context().emptyRDD());
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private Dataset<Row> read(Split split) {
    return FrameParquet.read(spark, frames, manifest, split.label());
  }

  /** Rows of the train split, but those that weigh nothing. */
  private Dataset<Row> trained() {
    return FrameParquet.withoutWeightless(read(Split.TRAIN));
  }

  private static FrameShard shard(int channels, ExampleWeights weights, Iterable<Example> dealt) {
    List<Example> examples = new ArrayList<>();
    dealt.forEach(example -> examples.add(weights.weigh(example)));
    examples.sort(Comparator.comparingLong(Example::id));
    return FrameShard.of(channels, examples.iterator());
  }

  ExampleReader reader(Workforce workforce, Augmentation augmentation) {
    Optional<SentenceInput> whole = sentences.flatMap(Sentences::whole);
    if (whole.isPresent()) {
      SentenceInput input = whole.get();
      // By number, where the network learns the rates of the words.
      WordInput words = network.learnsWords() ? new WordInput.Numbers(input.words()) : input;
      return new ExampleReader.OfWords(words, input.size(), augmentation);
    }
    int channels = manifest.channels();
    // Word by word a sentence is a sequence as any other.
    int words = sentences.isPresent() ? 0 : manifest.corpus().sentenceWords();
    // Of single spikes the numbers of their channels, unless entries are moved about.
    boolean events = workforce.isBinary() && words == 0 && !augmentation.movesEntries();
    NetworkInput input =
        new NetworkInput(
            channels,
            manifest.corpus().ngramChannels(),
            events ? InputCoding.EVENTS : InputCoding.DENSE,
            words == 0 ? SentenceSize.NONE : new SentenceSize(words, 0, channels / words));
    return new ExampleReader.OfFrames(input, augmentation);
  }

  /** Number of parameters of the network. */
  long parameters(NetworkInput input) {
    int classes = manifest.classes().size();
    return network
        .configuration(input, classes, NetworkSettings.Optimisation.NONE, 0)
        .getConfs()
        .stream()
        .mapToLong(layer -> layer.getLayer().initializer().numParams(layer))
        .sum();
  }

  /** Returns what sets the network's parameters before training; they are random otherwise. */
  Consumer<MultiLayerNetwork> firstParameters() {
    if (stage instanceof TrainingStage.Continued continued) {
      return network -> network.setParams(continued.trained().network().params());
    }
    if (stage instanceof TrainingStage.Whole whole && whole.initialRate() > 0) {
      return random -> beginFiring(random, new InitialRates(whole.initialRate()));
    }
    if (!(stage instanceof TrainingStage.FineTuning tuning)) {
      return network.learnsWords()
          ? learning -> LearnedWords.begin(learning, sentences.orElseThrow().input().rates())
          : this::beginIntegrators;
    }
    Conversion artificial = new Conversion(tuning.artificial().network());
    ActivationRanges ranges = ranges(artificial, tuning.normalisation());
    int timeSteps = sentences.orElseThrow().input().timeSteps();
    return spiking -> artificial.into(spiking, ranges, timeSteps);
  }

  private void beginFiring(MultiLayerNetwork first, InitialRates rates) {
    beginIntegrators(first);
    List<SpikeFrames> examples = someExamples(INITIAL);
    Optional<SentenceInput> whole = sentences.flatMap(Sentences::whole);
    rates.set(
        first,
        whole.isPresent()
            ? examples.stream().map(one -> drawn(whole.get(), one)).toList()
            : examples.stream().map(StageInput::of).toList());
  }

  private static StageInput drawn(SentenceInput input, SpikeFrames sentence) {
    return StageInput.of(input.draw(sentence.firstChannels()));
  }

  private void beginIntegrators(MultiLayerNetwork first) {
    SequenceLayer.find(first.getLayer(0).conf().getLayer())
        .filter(SequenceLayer::hasGains)
        .ifPresent(layer -> layer.beginIntegrators(first, this::counts));
  }

  /** In how many training examples of each class each channel spikes. */
  private ChannelCounts counts() {
    int classes = manifest.classes().size();
    int[] counts = new int[Math.multiplyExact(manifest.channels(), classes)];
    FrameParquet.examples(trained())
        .flatMapToPair(
            example ->
                Arrays.stream(example.frames().channel())
                    .distinct()
                    .mapToObj(channel -> new Tuple2<>(channel * classes + example.label(), 1))
                    .iterator())
        .reduceByKey(Integer::sum)
        .collect()
        .forEach(counted -> counts[counted._1()] = counted._2());
    return new ChannelCounts(classes, counts);
  }

  /** Returns what a network is stored as; its provenance is of a model with these layers. */
  TrainedModel model(
      MultiLayerNetwork finished, Function<NetworkSettings, ModelProvenance> provenance) {
    Optional<byte[]> encoder = Optional.of(manifest.corpus().encoderEntry());
    if (!network.learnsWords()) {
      return new TrainedModel(finished, provenance.apply(network), sentences, encoder);
    }
    LearnedWords learned = LearnedWords.of(network, finished, sentences.orElseThrow());
    return new TrainedModel(
        learned.network(),
        provenance.apply(learned.settings()),
        Optional.of(learned.sentences()),
        encoder);
  }

  private ActivationRanges ranges(Conversion artificial, RangeSource normalisation) {
    return switch (normalisation.by()) {
      case NONE -> ActivationRanges.NONE;
      case WEIGHTS -> artificial.boundedRanges();
      case DATA ->
          artificial.measuredRanges(
              sentences.orElseThrow().input(), someExamples(MEASURED), normalisation.quantile());
    };
  }

  private List<SpikeFrames> someExamples(int most) {
    Dataset<Row> rows =
        trained()
            // In the order of their ids they may all be of one class.
            .orderBy(xxhash64(col("id")), col("id"))
            .limit(most);
    return FrameParquet.examples(rows).map(Example::frames).collect();
  }
}
