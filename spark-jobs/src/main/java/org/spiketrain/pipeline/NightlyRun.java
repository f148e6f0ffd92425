package org.spiketrain.pipeline;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.config.ExperimentConfig.TrainingPlan;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.metrics.RunMetrics;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.nightly.Arrivals;
import org.spiketrain.nightly.Increment;
import org.spiketrain.nightly.NightFolder;
import org.spiketrain.nightly.NightPlan;
import org.spiketrain.nightly.NightlySettings;
import org.spiketrain.nightly.NightlySettings.Arrival;
import org.spiketrain.nightly.NightlySettings.Start;
import org.spiketrain.nightly.PartFacts;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightStatus;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Renderer;
import org.spiketrain.results.RunOutputs;

/**
 * Keeps a model up to date: takes in new data, trains a candidate, and makes it the champion if it
 * is good enough. Started again after an interruption it goes on where it stopped, and started
 * again after its end it finds nothing to do.
 */
public final class NightlyRun {
  private static final Logger LOG = LoggerFactory.getLogger(NightlyRun.class);

  /** Protocols by which an example's split is the same every night. */
  private static final Set<String> STEADY =
      Set.of(SplitProtocol.HASH.label(), SplitProtocol.COLUMN.label());

  private final SparkSession spark;
  private final ExperimentConfig config;
  private final NightFolder folder;
  private final ModelRegistry registry;
  private final NightListener listener;
  private final Renderer renderer;

  /**
   * What is asked for.
   *
   * @param asOf the day up to which data are taken; today if none is named
   * @param rebuild whether all data are read anew, and encoder and classes made of them
   * @param today the day of the request, which stays the same when midnight comes meanwhile
   */
  public record Request(Optional<LocalDate> asOf, boolean rebuild, LocalDate today) {
    public Request(Optional<LocalDate> asOf, boolean rebuild) {
      this(asOf, rebuild, LocalDate.now(ZoneId.systemDefault()));
    }

    LocalDate day() {
      return asOf.orElse(today);
    }
  }

  /**
   * Opens the folder that the configuration names.
   *
   * @throws UserErrorException if something else lies there, or the configuration does not suit
   */
  public NightlyRun(
      SparkSession spark, ExperimentConfig config, NightListener listener, Renderer renderer) {
    this.spark = spark;
    this.config = config;
    Configuration conf = spark.sessionState().newHadoopConf();
    this.folder = new NightFolder(conf, OutputLayout.of(config.output().path()).root());
    this.registry = config.registry().open(conf);
    this.listener = listener;
    this.renderer = renderer;
    checkSettings();
    new RunOutputs(conf, new OutputLayout(folder.root())).requireOwnNights();
  }

  private NightlySettings settings() {
    return config.nightly();
  }

  private void checkSettings() {
    if (config.committee().isPresent()) {
      throw new ConfigErrorException(
          "nightly goes on with one network, but committee.members has several: set it to nothing, and train committees by run");
    }
    TrainingPlan training = config.training();
    if (settings().training().start() == Start.CHAMPION
        && settings().training().continuedEpochs() == 0
        && training.trainsNothing()) {
      throw new ConfigErrorException(
          "training.epochs is 0, by which the champion would not go on: set it, or nightly.continued-epochs, to a number above 0");
    }
    boolean table = config.data().table().isNamed();
    if (settings().arrival() == Arrival.TABLE && (!table || settings().watermark().isBlank())) {
      throw new ConfigErrorException(
          "nightly.arrival = table wants a table (data.source.format or data.source.table) and the"
              + " column that says what is new (nightly.watermark)");
    }
    if (settings().arrival() == Arrival.FILES && !table) {
      throw new ConfigErrorException(
          "nightly.arrival = files wants files with examples of any class, as data.source.format"
              + " reads them: name that format, or let data arrive as folders (nightly.arrival ="
              + " partitions)");
    }
    if (config.evaluation().split() == Split.TRAIN) {
      throw new ConfigErrorException(
          "evaluation.split is train: candidate and champion would be compared by what they have"
              + " learnt. Set evaluation.split = test");
    }
    String protocol = ExperimentConfig.entries(config.rendered()).get("split.protocol");
    boolean dealt = table || !DataKinds.get(config.data().kind()).comesSplit();
    if (dealt && !STEADY.contains(protocol)) {
      throw new ConfigErrorException(
          "split.protocol is %s, by which an example that comes again another night may be learnt then and tested now: set split.protocol = hash"
              .formatted(protocol));
    }
  }

  /**
   * Runs a night, and before it one that was interrupted, if there is one.
   *
   * @return the record of the last of them
   * @throws UserErrorException if something that a user can mend stopped it; the next start goes on
   *     there
   */
  public NightRecord run(Request request) {
    try (OutputLease lease = lock();
        RunMetrics metrics = RunMetrics.open(new OutputLayout(folder.root()).runName(), "night")) {
      metrics.set("model_version", champion());
      NightRecord record = lease.whileHeld(() -> heldRun(request));
      metrics.set("model_version", champion());
      return record;
    }
  }

  /** Its version, 0 while there is none. */
  private int champion() {
    return registry.champion(settings().model());
  }

  private OutputLease lock() {
    try {
      return OutputLease.take(folder.conf(), folder.root(), Duration.ZERO);
    } catch (UserErrorException e) {
      if (settings().waitMinutes() == 0) {
        throw e;
      }
      LOG.info("{} This one waits for up to {} minutes", e.getMessage(), settings().waitMinutes());
      return OutputLease.take(
          folder.conf(), folder.root(), Duration.ofMinutes(settings().waitMinutes()));
    }
  }

  private NightRecord heldRun(Request request) {
    folder.nights().stream().filter(folder::isEnding).forEach(this::conclude);
    Optional<String> stopped = unfinished();
    if (stopped.isPresent() && !(request.rebuild() && isGivenUp(stopped.get()))) {
      NightPlan plan = resumed(stopped.get(), folder.plan(stopped.get()).orElseThrow());
      listener.planned(stopped.get(), plan, true);
      NightRecord record = night(stopped.get(), plan).run();
      boolean asAsked = !request.rebuild() || !plan.base().isEmpty();
      if (asAsked && !LocalDate.parse(plan.asOf()).isBefore(request.day())) {
        return record;
      }
    }
    NightPlan plan = plan(request);
    if (plan.isEmpty() && folder.parts(plan.generation()).isEmpty() && plan.champion() == 0) {
      // Its plan would stay empty, whatever came later.
      throw new UserErrorException(
          "There are no data yet in %s: let some arrive, and start the night again"
              .formatted(config.data().table().source().shown(config.data().path())));
    }
    List<String> nights = folder.nights();
    if (plan.isEmpty() && !nights.isEmpty()) {
      Optional<NightRecord> same = lastOf(request.day());
      if (same.isPresent()) {
        // Nothing has changed since: the day has its record.
        NightRecord again = nothingNew(same.get(), plan.champion());
        listener.over(again);
        return again;
      }
    }
    String night = folder.newNight(request.day());
    folder.writePlan(night, plan);
    listener.planned(night, plan, false);
    return night(night, plan).run();
  }

  /** Does what a start that was killed right behind a night's record has left undone. */
  private void conclude(String night) {
    var unused =
        night(night, folder.plan(night).orElseThrow()).conclude(folder.record(night).orElseThrow());
  }

  /** The plan of a night that was stopped; another one where its champion is gone since. */
  private NightPlan resumed(String night, NightPlan plan) {
    boolean isThere =
        plan.champion() == 0
            || registry.versions(settings().model()).stream()
                .anyMatch(version -> version.number() == plan.champion());
    if (isThere || folder.isOver(night, Night.PUBLISHED)) {
      return plan;
    }
    int champion = champion();
    String note =
        "version %d, the champion when the night was begun, is deleted: the night was begun anew with %s"
            .formatted(plan.champion(), champion == 0 ? "no champion" : "version " + champion);
    LOG.warn("{}: {}", night, note);
    NightPlan anew = plan.with(champion, note);
    folder.beginAnew(night, anew);
    return anew;
  }

  /** The record of the last night of a day, if it had one. */
  private Optional<NightRecord> lastOf(LocalDate day) {
    return folder.nights().stream()
        .filter(night -> night.startsWith(day.toString()))
        .reduce((before, last) -> last)
        .flatMap(folder::record);
  }

  private static NightRecord nothingNew(NightRecord before, int champion) {
    return before.ending(
        NightStatus.NOTHING_NEW,
        List.of("no data have come since the night %s".formatted(before.night())),
        champion);
  }

  private Night night(String name, NightPlan plan) {
    return new Night(spark, config, folder, registry, listener, renderer, name, plan);
  }

  /**
   * Ends a night that stopped at a fault, so that all data can be read anew; that may be the only
   * way out of the fault.
   *
   * @return false where it did not stop at one, but was killed
   */
  private boolean isGivenUp(String night) {
    Optional<NightRecord> failed =
        folder.record(night).filter(record -> record.status() == NightStatus.FAILED);
    failed.ifPresent(
        record -> {
          LOG.warn("The night {} is given up, since all data are read anew", night);
          List<String> reasons = new ArrayList<>(record.reasons());
          reasons.add("given up, since all data were read anew");
          folder.writeRecord(
              record.ending(NightStatus.REFUSED, reasons, record.models().championAfter()));
        });
    return failed.isPresent();
  }

  /** The night that was begun and is not over; of an earlier day than others where one asked so. */
  public Optional<String> unfinished() {
    return folder.nights().stream()
        .filter(night -> folder.record(night).filter(it -> it.status().isOver()).isEmpty())
        .findFirst();
  }

  /** What a night would do that began now; writes nothing. */
  public NightPlan plan(Request request) {
    if (request.day().isAfter(request.today())) {
      throw new UserErrorException(
          "%s is still to come: name a day up to today with --as-of".formatted(request.day()));
    }
    int latest = folder.latestGeneration();
    boolean begins = latest == 0 || request.rebuild();
    List<PartFacts> taken = begins ? List.of() : folder.parts(latest);
    Map<String, Increment> known =
        taken.stream()
            .flatMap(part -> part.data().stream())
            .collect(Collectors.toMap(Increment::id, one -> one, (a, b) -> a));
    String watermark = taken.isEmpty() ? "" : taken.get(taken.size() - 1).watermark();
    List<Increment> found = arrivals(request, watermark);
    List<Increment> fresh = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Increment one : found) {
      Increment before = known.get(one.id());
      if (before == null && !begins && one.id().equals(NightFolder.BASE)) {
        throw new UserErrorException(
            "%s came behind the first night, whose frames are called so: give it another name, such as its date"
                .formatted(one.id()));
      }
      if (before == null) {
        fresh.add(one.orOf(request.day()));
      } else if (!before.content().equals(one.content())) {
        notes.add(
            "%s has changed since it was taken in: its frames stay what they were, until all is read anew with --rebuild"
                .formatted(one.id()));
      }
    }
    notes.forEach(LOG::warn);
    return new NightPlan(
        request.day().toString(),
        begins ? latest + 1 : latest,
        begins ? fresh : List.of(),
        begins ? List.of() : List.copyOf(fresh),
        champion(),
        notes);
  }

  private List<Increment> arrivals(Request request, String watermark) {
    try {
      return new Arrivals(
              spark, config.data(), settings(), request.day(), request.asOf().isPresent())
          .all(watermark);
    } catch (Arrivals.NoColumnException e) {
      throw new ConfigErrorException(e.getMessage(), e);
    }
  }
}
