package org.spiketrain.model.zoo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.SentenceInput;

/**
 * A trained network and its provenance, as one file: a zip that DL4J's {@code ModelSerializer}
 * reads too, with {@code spiketrain.json} beside the network. A committee is one file as well: its
 * first member's network stands where a single one does, those of the others beside it.
 *
 * @param network the network; of a committee, its first member's
 * @param provenance how it came about
 * @param sentences how words become its input, where it reads those; of a committee, that of a
 *     member that reads word by word, if there is one
 * @param encoder how further examples become its frames, as the kind of its data wrote it in JSON;
 *     empty in models of earlier versions
 * @param members those of a committee, at least one; none of a single network
 */
public record TrainedModel(
    MultiLayerNetwork network,
    ModelProvenance provenance,
    Optional<Sentences> sentences,
    Optional<byte[]> encoder,
    List<CommitteeMember> members) {
  private static final String PROVENANCE = "spiketrain.json";
  private static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";
  private static final String SENTENCES = "sentences.json";
  private static final String RATES = "rates.bin";
  private static final String ENCODER = "encoder.json";
  private static final String COMMITTEE = "committee.json";

  /** Before the names of the entries of a member. */
  private static final String MEMBERS = "members.";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** What {@code committee.json} says. */
  private record Entry(List<Weighted> members) {
    private record Weighted(String name, double weight) {}
  }

  public TrainedModel {
    members = List.copyOf(members);
  }

  /** A model of one network. */
  public TrainedModel(
      MultiLayerNetwork network,
      ModelProvenance provenance,
      Optional<Sentences> sentences,
      Optional<byte[]> encoder) {
    this(network, provenance, sentences, encoder, List.of());
  }

  /** A model of no sentences that does not say how further examples become its frames. */
  public TrainedModel(MultiLayerNetwork network, ModelProvenance provenance) {
    this(network, provenance, Optional.empty(), Optional.empty());
  }

  /**
   * Models that answer together, as one.
   *
   * @param provenance of the whole, in {@link ModelProvenance#COMMITTEE_FORMAT}
   * @param encoder how further examples become the frames that all of them read
   * @throws UserErrorException if there is none or too many, two of one name, none with a weight,
   *     or if they read different frames
   */
  public static TrainedModel committee(
      ModelProvenance provenance, Optional<byte[]> encoder, List<CommitteeMember> members) {
    List<CommitteeMember> lean = members.stream().map(TrainedModel::lean).toList();
    checkTogether(provenance, lean);
    TrainedModel first = lean.get(0).model();
    return new TrainedModel(
        first.network,
        provenance,
        lean.stream()
            .map(one -> one.model().sentences)
            .flatMap(Optional::stream)
            .filter(Sentences::wordByWord)
            .findFirst()
            .or(() -> first.sentences),
        encoder,
        lean);
  }

  /** Without what the committee has for all. */
  private static CommitteeMember lean(CommitteeMember member) {
    TrainedModel model = member.model();
    return new CommitteeMember(
        member.name(),
        member.weight(),
        new TrainedModel(
            model.network(),
            model.provenance,
            model.sentences.map(own -> own.wordByWord() ? own.withoutRates() : own),
            Optional.empty()));
  }

  private static void checkTogether(ModelProvenance provenance, List<CommitteeMember> members) {
    Set<String> names = new HashSet<>();
    if (members.isEmpty()
        || members.size() > CommitteeMember.MOST
        || !members.stream().allMatch(one -> names.add(one.name()))
        || members.stream().noneMatch(one -> one.weight() > 0)) {
      throw new UserErrorException(
          "the members %s: expected 1 to %d of different names, one of them with a weight"
              .formatted(
                  members.stream().map(one -> one.name() + " " + one.weight()).toList(),
                  CommitteeMember.MOST));
    }
    int channels = channels(members);
    for (CommitteeMember one : members) {
      ModelProvenance own = one.model().provenance;
      boolean readsAll = !one.model().readsWholeSentences();
      if (!own.kind().equals(provenance.kind())
          || !own.classes().equals(provenance.classes())
          || (readsAll && one.model().channels() != channels)) {
        throw new UserErrorException(
            "the member %s reads other frames or knows other classes than the others"
                .formatted(one.name()));
      }
    }
  }

  private static int channels(List<CommitteeMember> members) {
    return members.stream().mapToInt(one -> one.model().frameChannels()).max().orElseThrow();
  }

  /** Whether several networks answer together. */
  public boolean isCommittee() {
    return !members.isEmpty();
  }

  /**
   * The network of a model that has one: what is done to a network is never done to the first of
   * several by mistake.
   *
   * @throws UserErrorException if it is a committee
   */
  @Override
  public MultiLayerNetwork network() {
    requireOneNetwork("this model");
    return network;
  }

  /**
   * Refuses a committee where one network is wanted.
   *
   * @param name what the model is called in the message, such as its path
   */
  public void requireOneNetwork(String name) {
    if (isCommittee()) {
      throw new UserErrorException(
          "%s is a committee of %s, but one network is wanted here: name the model of a member, which is members/NAME/model.zip in the output folder of the run that trained it, if that is still there"
              .formatted(
                  name,
                  members.stream().map(CommitteeMember::name).collect(Collectors.joining(", "))));
    }
  }

  /** Channels that its network reads. */
  public int channels() {
    return (int) ((FeedForwardLayer) network().getLayer(0).conf().getLayer()).getNIn();
  }

  private boolean readsWholeSentences() {
    return sentences.flatMap(Sentences::whole).isPresent();
  }

  /**
   * Channels of the frames that it reads. A network of whole sentences reads the words' alone,
   * which come first, so that in a committee there may be others behind them.
   */
  public int frameChannels() {
    if (isCommittee()) {
      return channels(members);
    }
    return readsWholeSentences() ? sentences.orElseThrow().vocabulary().size() : channels();
  }

  /** What answers: the network for inference, or all of the committee. */
  public FrameClassifier classifier() {
    return isCommittee()
        ? new Committee(
            members.stream()
                .map(
                    one -> new Committee.Member(one.name(), one.model().classifier(), one.weight()))
                .toList())
        : spikingClassifier();
  }

  /**
   * The network for inference, with all that it can besides answering.
   *
   * @throws UserErrorException if it is a committee
   */
  public SpikingClassifier spikingClassifier() {
    return new SpikingClassifier(network(), sentences.flatMap(Sentences::whole).orElse(null));
  }

  /** The same with another provenance, the members' too. */
  public TrainedModel withProvenance(UnaryOperator<ModelProvenance> change) {
    return new TrainedModel(
        network,
        change.apply(provenance),
        sentences,
        encoder,
        members.stream()
            .map(
                one ->
                    new CommitteeMember(
                        one.name(), one.weight(), one.model().withProvenance(change)))
            .toList());
  }

  /** The file's bytes; equal for equal models. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, PROVENANCE, JSON.writeValueAsBytes(provenance));
      if (isCommittee()) {
        putCommittee(zip);
      } else {
        putNetwork(zip, "");
      }
      if (encoder.isPresent()) {
        put(zip, ENCODER, encoder.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot pack the model", e);
    }
    return bytes.toByteArray();
  }

  private void putCommittee(ZipOutputStream zip) throws IOException {
    List<Entry.Weighted> weights =
        members.stream().map(one -> new Entry.Weighted(one.name(), one.weight())).toList();
    put(zip, COMMITTEE, JSON.writeValueAsBytes(new Entry(weights)));
    for (int m = 0; m < members.size(); m++) {
      TrainedModel own = members.get(m).model();
      String prefix = prefix(members.get(m).name());
      put(zip, prefix + PROVENANCE, JSON.writeValueAsBytes(own.provenance));
      own.putNetwork(zip, m == 0 ? "" : prefix);
    }
  }

  private static String prefix(String member) {
    return MEMBERS + member + ".";
  }

  private void putNetwork(ZipOutputStream zip, String prefix) throws IOException {
    String configuration = network.getLayerWiseConfigurations().toJson();
    put(zip, prefix + CONFIGURATION, configuration.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream parameters = new ByteArrayOutputStream();
    Nd4j.write(network.params(), new DataOutputStream(parameters));
    put(zip, prefix + PARAMETERS, parameters.toByteArray());
    if (sentences.isPresent()) {
      put(zip, prefix + SENTENCES, sentences.get().settings());
      put(zip, prefix + RATES, sentences.get().rates());
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // The time of day would make equal models differ.
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * Reads a model file.
   *
   * @param bytes the whole file
   * @param name its path, for messages
   * @throws UserErrorException if it is damaged, of another kind or of a newer version
   */
  public static TrainedModel read(byte[] bytes, String name) {
    Map<String, byte[]> entries = entries(bytes, name);
    if (!entries.containsKey(PROVENANCE)) {
      throw new UserErrorException(
          "%s is not a Spiketrain model: it has no %s. Name the model.zip that train wrote"
              .formatted(name, PROVENANCE));
    }
    ModelProvenance provenance = provenance(entries.get(PROVENANCE), name);
    try {
      boolean several = provenance.format() == ModelProvenance.COMMITTEE_FORMAT;
      return several ? committee(provenance, entries) : single(provenance, entries, "");
    } catch (IOException | RuntimeException e) {
      throw unknownPart(name, e).orElseGet(() -> damaged(name, e));
    }
  }

  private static TrainedModel committee(ModelProvenance provenance, Map<String, byte[]> entries)
      throws IOException {
    if (!entries.containsKey(COMMITTEE)) {
      throw new IOException("the members of the committee are missing");
    }
    Entry named = JSON.readValue(entries.get(COMMITTEE), Entry.class);
    List<CommitteeMember> members = new ArrayList<>();
    for (Entry.Weighted one : named.members()) {
      byte[] own = entries.get(prefix(one.name()) + PROVENANCE);
      if (own == null) {
        throw new IOException("the member %s is missing".formatted(one.name()));
      }
      TrainedModel model =
          single(
              JSON.readValue(own, ModelProvenance.class),
              entries,
              members.isEmpty() ? "" : prefix(one.name()));
      members.add(new CommitteeMember(one.name(), one.weight(), model));
    }
    try {
      return committee(provenance, Optional.ofNullable(entries.get(ENCODER)), members);
    } catch (UserErrorException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private static TrainedModel single(
      ModelProvenance provenance, Map<String, byte[]> entries, String prefix) throws IOException {
    byte[] configuration = entries.get(prefix + CONFIGURATION);
    byte[] parameters = entries.get(prefix + PARAMETERS);
    if (configuration == null || parameters == null) {
      throw new IOException("the network is missing");
    }
    String json = new String(configuration, StandardCharsets.UTF_8);
    MultiLayerNetwork network = new MultiLayerNetwork(NetworkJson.read(json));
    network.init(StoredFloats.read(parameters, PARAMETERS), false);
    Optional<Sentences> sentences = sentences(entries, prefix);
    checkFit(network, provenance, sentences);
    return new TrainedModel(
        network, provenance, sentences, Optional.ofNullable(entries.get(prefix + ENCODER)));
  }

  /** What a jar that is not here would bring is no damage; JSON's readers wrap what says so. */
  private static Optional<UserErrorException> unknownPart(String name, Exception failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UserErrorException) {
        return Optional.of(
            new UserErrorException(
                "%s has a part that cannot be made here. %s. Add the jar that it was trained with by --jars, or train it again"
                    .formatted(name, e.getMessage()),
                failure));
      }
    }
    return Optional.empty();
  }

  private static Optional<Sentences> sentences(Map<String, byte[]> entries, String prefix)
      throws IOException {
    byte[] settings = entries.get(prefix + SENTENCES);
    byte[] rates = entries.get(prefix + RATES);
    if ((settings == null) != (rates == null)) {
      throw new IOException("the words or their rates are missing");
    }
    return settings == null ? Optional.empty() : Optional.of(Sentences.read(settings, rates));
  }

  /** Returns whether a file begins as one of ours does, be it whole or truncated. */
  public static boolean beginsLikeOne(InputStream file) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(file)) {
      ZipEntry first = zip.getNextEntry();
      return first != null && first.getName().equals(PROVENANCE);
    }
  }

  private static Map<String, byte[]> entries(byte[] bytes, String name) {
    Map<String, byte[]> entries;
    try {
      entries = ArchiveEntries.read(bytes);
    } catch (IOException e) {
      throw damaged(name, e);
    }
    if (entries.isEmpty()) {
      throw new UserErrorException(
          "%s is not a Spiketrain model: it is not a zip file. Name the model.zip that train wrote"
              .formatted(name));
    }
    return entries;
  }

  private static ModelProvenance provenance(byte[] json, String name) {
    ModelProvenance provenance;
    try {
      provenance = JSON.readValue(json, ModelProvenance.class);
    } catch (IOException e) {
      throw damaged(name, e);
    }
    if (provenance == null) {
      throw damaged(name, new IOException(PROVENANCE + " is empty"));
    }
    if (!ModelProvenance.FORMATS.contains(provenance.format())) {
      throw new UserErrorException(
          "%s has model format %d, but this version reads formats %s: use the Spiketrain version that wrote it (%s)"
              .formatted(
                  name, provenance.format(), ModelProvenance.FORMATS, provenance.versions()));
    }
    if (provenance.kind() == null) {
      throw damaged(name, new IOException("it does not say of what kind its data are"));
    }
    return provenance;
  }

  /** Refuses what was put together from several models. */
  private static void checkFit(
      MultiLayerNetwork network, ModelProvenance provenance, Optional<Sentences> sentences)
      throws IOException {
    if (provenance.classes() == null || provenance.configuration() == null) {
      throw new IOException("%s names no classes or no configuration".formatted(PROVENANCE));
    }
    long outputs = ((FeedForwardLayer) network.getOutputLayer().conf().getLayer()).getNOut();
    int classes = provenance.classes().size();
    if (classes == 0
        || outputs % classes != 0
        || provenance.classes().stream().anyMatch(Objects::isNull)) {
      throw new IOException(
          "its network has %d outputs for %d classes".formatted(outputs, classes));
    }
    long inputs = ((FeedForwardLayer) network.getLayer(0).conf().getLayer()).getNIn();
    long encoded =
        sentences.flatMap(Sentences::whole).map(SentenceInput::channels).orElse((int) inputs);
    if (encoded != inputs) {
      throw new IOException(
          "its network has %d inputs, but its encoder %d".formatted(inputs, encoded));
    }
  }

  /** The first line of what went wrong: JSON's readers go on with where, and with what. */
  private static UserErrorException damaged(String name, Exception cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new UserErrorException(
        "%s is damaged or truncated (%s): copy it again from where it was trained, or train anew"
            .formatted(name, reason.length() <= 300 ? reason : reason.substring(0, 300) + "..."),
        cause);
  }
}
