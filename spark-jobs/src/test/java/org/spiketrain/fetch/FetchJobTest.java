package org.spiketrain.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spiketrain.FlakyServer;
import org.spiketrain.FlakyServer.Fault;
import org.spiketrain.FlakyServer.Habit;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.fetch.DataSet.DataFile;
import org.spiketrain.fetch.FetchJob.FetchSettings;
import org.spiketrain.fetch.FetchProgress.Fetched;
import org.spiketrain.fetch.PartFiles.Origin;
import org.spiketrain.model.UserErrorException;

class FetchJobTest {
  private static final String TRAIN = "x_train.h5.gz";
  private static final String TEST = "x_test.h5.gz";
  private static final String LIST = "md5sums.txt";

  @TempDir Path parent;
  private Path folder;
  private final byte[] train = random(200_000, 1);
  private final byte[] test = random(1000, 2);
  private final FetchRecord progress = new FetchRecord();
  private final Configuration conf = new Configuration();
  private Duration patience = Duration.ofSeconds(20);
  private FlakyServer server;

  @BeforeEach
  void serve() throws IOException {
    folder = parent.resolve("new/folder");
    serve(new FlakyServer());
  }

  private void serve(FlakyServer next) {
    server = next;
    server.cutOnlyWhen(progress::hasCome);
    server.put(TRAIN, train);
    server.put(TEST, test);
    publishChecksums(train, test);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void restart(Habit... habits) throws IOException {
    server.close();
    serve(new FlakyServer(habits));
  }

  private void publishChecksums(byte[] first, byte[] second) {
    String list = "%s  %s\n\n%s *%s\n".formatted(md5(first), TRAIN, md5(second), TEST);
    server.put(LIST, list.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static DataFile file(String name) {
    return new DataFile(name, OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  private DataSet dataSet(URI from) {
    return new DataSet(
        "X", "free", "nobody", from, Optional.of(LIST), List.of(file(TRAIN), file(TEST)));
  }

  private void fetch(int retries, OutputMode mode) {
    fetch(retries, mode, new org.apache.hadoop.fs.Path(folder.toString()));
  }

  private void fetch(int retries, OutputMode mode, org.apache.hadoop.fs.Path to) {
    FetchSettings settings = new FetchSettings(retries, Duration.ofMillis(4), patience, mode);
    new FetchJob(conf, settings, progress).run(dataSet(server.address()), to);
  }

  private void fetch() {
    fetch(3, OutputMode.REFUSE_EXISTING);
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(parts);
  }

  private void assertFetched() throws IOException {
    assertThat(folder.resolve(TRAIN)).hasBinaryContent(train);
    assertThat(folder.resolve(TEST)).hasBinaryContent(test);
    assertThat(names()).containsExactlyInAnyOrder(TRAIN, TEST);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toList());
    }
  }

  @Test
  void whatIsThereIsNotFetchedAgain() throws IOException {
    fetch();
    assertFetched();
    assertThat(progress.finished)
        .containsExactly(
            new Fetched(
                TRAIN,
                Fetched.Outcome.FETCHED,
                train.length,
                Optional.of(new Checksum("MD5", md5(train)))),
            new Fetched(
                TEST,
                Fetched.Outcome.FETCHED,
                test.length,
                Optional.of(new Checksum("MD5", md5(test)))));
    assertThat(progress.counts).contains(0L, 200_000L, 1000L);
    Files.delete(folder.resolve(TEST));
    progress.finished.clear();

    fetch(0, OutputMode.OVERWRITE);
    assertFetched();
    assertThat(progress.outcomes())
        .containsExactly(Fetched.Outcome.THERE_ALREADY, Fetched.Outcome.FETCHED);
    assertThat(server.requests(TRAIN)).hasSize(1);
  }

  @Test
  void aCutConnectionIsTakenUpWhereItBroke() throws IOException {
    server.failNext(TRAIN, Fault.CUT, Fault.BUSY, Fault.CUT);

    fetch();

    assertFetched();
    assertThat(server.requests(TRAIN))
        .containsExactly(
            TRAIN, TRAIN + " bytes=100000-", TRAIN + " bytes=100000-", TRAIN + " bytes=150000-");
    assertThat(progress.waits)
        .containsExactly(Duration.ofMillis(4), Duration.ofMillis(8), Duration.ofMillis(16));
    assertThat(progress.reasons.get(0)).contains("the connection was cut");
    assertThat(progress.reasons.get(1)).contains("503");
  }

  @Test
  void aLaterRunGoesOn() throws IOException {
    server.failNext(TRAIN, Fault.CUT, Fault.CUT);
    assertThatThrownBy(() -> fetch(1, OutputMode.REFUSE_EXISTING))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(
            server.address() + TRAIN, "cut", "the last of 2 tries", "run the same command again");
    assertThat(folder.resolve(TRAIN)).doesNotExist();

    fetch(0, OutputMode.REFUSE_EXISTING);

    assertFetched();
    assertThat(server.requests(TRAIN)).last().isEqualTo(TRAIN + " bytes=150000-");
  }

  @Test
  void whatOnlyHadToBeCheckedIsNotAskedForAgain() throws IOException {
    fetch();
    Files.move(folder.resolve(TRAIN), folder.resolve("." + TRAIN + ".part-0"));
    Files.writeString(
        folder.resolve("." + TRAIN + ".origin"),
        new Origin(
                server.address().resolve(TRAIN),
                Optional.of("\"tag\""),
                OptionalLong.of(train.length))
            .text());

    fetch();

    assertFetched();
    assertThat(server.requests(TRAIN)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Habit.class,
      names = {"IGNORES_RANGES", "GIVES_NO_VALIDATORS"})
  void whereNothingCanBeContinuedTheFileBeginsAnew(Habit habit) throws IOException {
    restart(habit);
    server.failNext(TRAIN, Fault.CUT, Fault.CUT);

    fetch();

    assertFetched();
    assertThat(server.requests(TRAIN)).hasSize(3);
  }

  @Test
  void theTimeOfTheLastChangeIsAValidatorToo() throws IOException {
    restart(Habit.GIVES_TIMES);
    server.failNext(TRAIN, Fault.CUT);

    fetch();

    assertFetched();
    assertThat(server.requests(TRAIN)).containsExactly(TRAIN, TRAIN + " bytes=100000-");
  }

  @ParameterizedTest
  @EnumSource(
      value = Habit.class,
      names = {"IGNORES_IF_RANGE", "IGNORES_RANGES", "GIVES_NO_VALIDATORS"})
  void aChangedFileIsNotGluedToAnOldHalf(Habit habit) throws IOException {
    restart(habit);
    assertChangeIsNoticed();
  }

  @Test
  void aChangedFileIsNotGluedToAnOldHalf() throws IOException {
    assertChangeIsNoticed();
  }

  private void assertChangeIsNoticed() throws IOException {
    server.failNext(TRAIN, Fault.CUT);
    assertThatThrownBy(() -> fetch(0, OutputMode.REFUSE_EXISTING))
        .isInstanceOf(UserErrorException.class);
    byte[] changed = random(150_000, 3);
    server.put(TRAIN, changed);
    publishChecksums(changed, test);

    fetch();

    assertThat(folder.resolve(TRAIN)).hasBinaryContent(changed);
    assertThat(names()).containsExactlyInAnyOrder(TRAIN, TEST);
  }

  @Test
  void aFileThatHasBecomeShorterThanItsHalfBeginsAnew() throws IOException {
    restart(Habit.IGNORES_IF_RANGE);
    server.failNext(TRAIN, Fault.CUT);
    assertThatThrownBy(() -> fetch(0, OutputMode.REFUSE_EXISTING))
        .isInstanceOf(UserErrorException.class);
    server.put(TRAIN, test);
    publishChecksums(test, test);

    fetch();

    assertThat(folder.resolve(TRAIN)).hasBinaryContent(test);
    assertThat(progress.reasons).contains("the file has become shorter");
  }

  @Test
  void aMirrorsHalfIsNotContinuedElsewhere() throws IOException {
    server.failNext(TRAIN, Fault.CUT);
    assertThatThrownBy(() -> fetch(0, OutputMode.REFUSE_EXISTING))
        .isInstanceOf(UserErrorException.class);
    restart();

    fetch();

    assertFetched();
    assertThat(server.requests(TRAIN)).containsExactly(TRAIN);
  }

  @Test
  void silenceIsACutConnection() throws IOException {
    patience = Duration.ofMillis(700);
    server.failNext(TRAIN, Fault.STALL);

    fetch();

    assertFetched();
    assertThat(server.requests(TRAIN)).hasSize(2);
    assertThat(progress.reasons).singleElement().asString().startsWith("nothing came for");
  }

  @Test
  void aServerThatStaysBusyIsGivenUp() {
    server.failNext(TRAIN, Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY);

    assertRefused(server.address() + TRAIN, "status 503", "the last of 4 tries");
    assertThat(server.requests(TRAIN)).hasSize(4);
  }

  @Test
  void aServerThatIsNotThereIsGivenUp() {
    server.close();

    assertRefused(server.address() + LIST, "4 tries");
    assertThat(progress.reasons).hasSize(3).allSatisfy(r -> assertThat(r).isNotBlank());
    assertThat(folder).doesNotExist();
  }

  @Test
  void aHostThatNobodyKnowsIsSaidAtOnce() {
    FetchSettings settings =
        new FetchSettings(
            5, Duration.ofSeconds(1), Duration.ofMinutes(1), OutputMode.REFUSE_EXISTING);
    DataSet nowhere = dataSet(URI.create("http://nohost.invalid/"));

    assertThatThrownBy(
            () ->
                new FetchJob(conf, settings, progress)
                    .run(nowhere, new org.apache.hadoop.fs.Path(folder.toString())))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll("the host nohost.invalid is not known", "--from");
  }

  @Test
  void whatIsNotPublishedIsSaidAtOnce() throws IOException {
    server.close();
    server = new FlakyServer();
    assertRefused(server.address() + LIST, "status 404", "--from", "--catalogue");
    assertThat(folder).doesNotExist();
    publishChecksums(train, test);

    assertRefused(server.address() + TRAIN, "status 404");
    assertThat(server.requests(TRAIN)).hasSize(1);
  }

  @Test
  void wrongBytesAreDeleted() throws IOException {
    server.failNext(TRAIN, Fault.DAMAGE);

    assertRefused(
        server.address() + TRAIN, "has the MD5", "instead of MD5 " + md5(train), "deleted");
    assertThat(names()).isEmpty();

    fetch();
    assertFetched();
  }

  @Test
  void anotherLengthThanTheCatalogueSaysIsRefused() throws IOException {
    DataFile wrong =
        new DataFile(
            TRAIN, OptionalLong.of(7), Optional.of(Checksum.parse(md5(train))), Optional.empty());
    DataSet set =
        new DataSet("X", "free", "nobody", server.address(), Optional.empty(), List.of(wrong));

    assertThatThrownBy(
            () ->
                new FetchJob(
                        conf,
                        new FetchSettings(
                            0,
                            Duration.ofSeconds(1),
                            Duration.ofMinutes(1),
                            OutputMode.REFUSE_EXISTING),
                        progress)
                    .run(set, new org.apache.hadoop.fs.Path(folder.toString())))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("has 200,000 bytes instead of 7");
    assertThat(names()).isEmpty();
  }

  @Test
  void anotherFileInThePlaceIsKeptUnlessItMayBeReplaced() throws IOException {
    var path = new org.apache.hadoop.fs.Path(folder.resolve(TEST).toString());
    FileSystem local = path.getFileSystem(conf);
    // By Hadoop, so that it has a file of checksums beside it.
    try (OutputStream out = local.create(path)) {
      out.write(1);
    }
    assertRefused(TEST + " is there already, but has the MD5", "--overwrite", "--output");
    assertThat(folder.resolve(TEST)).hasBinaryContent(new byte[] {1});
    assertThat(server.requests(TRAIN)).isEmpty();

    fetch(0, OutputMode.OVERWRITE);

    assertFetched();
    try (InputStream in = local.open(path)) {
      assertThat(in.readAllBytes()).isEqualTo(test);
    }
  }

  @Test
  void aFolderInThePlaceIsRefused() throws IOException {
    Files.createDirectories(folder.resolve(TEST));

    assertRefused(TEST + " is a folder");
  }

  @Test
  void aFileForAFolderIsRefused() throws IOException {
    Files.createDirectories(folder.getParent());
    Files.createFile(folder);

    assertRefused("Cannot write to " + folder, "--output");
  }

  @Test
  void whatCannotBeCheckedIsNotFetched() {
    server.put(LIST, (md5(train) + "  " + TRAIN).getBytes(StandardCharsets.UTF_8));
    assertRefused(server.address() + LIST, "has no checksum of " + TEST);

    server.put(LIST, "<html>Welcome</html>".getBytes(StandardCharsets.UTF_8));
    assertRefused(server.address() + LIST, "has no checksum of " + TRAIN);
    assertThat(server.requests(TRAIN)).isEmpty();
  }

  @Test
  void anEmptyFileIsAFileToo() throws IOException {
    server.put(TEST, new byte[0]);
    publishChecksums(train, new byte[0]);

    fetch();

    assertThat(folder.resolve(TEST)).isEmptyFile();
    assertThat(names()).containsExactlyInAnyOrder(TRAIN, TEST);
  }

  @Test
  void anyFileSystemWillDo() throws IOException {
    Files.createDirectories(folder);
    conf.set("fs.viewfs.mounttable.fetched.link./data", folder.toUri().toString());
    server.failNext(TRAIN, Fault.CUT);
    var mounted = new org.apache.hadoop.fs.Path("viewfs://fetched/data");

    fetch(1, OutputMode.REFUSE_EXISTING, mounted);
    Files.write(folder.resolve(TRAIN), Arrays.copyOf(train, 10));
    Files.deleteIfExists(folder.resolve("." + TRAIN + ".crc"));
    fetch(0, OutputMode.OVERWRITE, mounted);

    assertThat(folder.resolve(TRAIN)).hasBinaryContent(train);
    assertThat(names()).filteredOn(name -> name.matches(".*(part|origin|joined).*")).isEmpty();
  }
}
