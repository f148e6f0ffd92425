package org.spiketrain.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;

/**
 * Folders that hold no frames but a manifest, which refers to those of other folders, in an order.
 * They are read as any frames are; the ids of a member's rows follow those of the members before.
 */
public final class FrameView {
  private FrameView() {}

  /**
   * Writes a folder that holds no frames but refers to those of others, in this order; it appears
   * whole or not at all. Members that are views themselves are taken apart. Members that have a
   * common ancestor with the folder are found by their path from there, so that all can be moved
   * together.
   *
   * @param members folders of frames, at least one
   * @return the manifest: the first member's, with the numbers of all
   * @throws UserErrorException if a member has no frames or others than the first, or the folder
   *     cannot be written
   */
  public static Manifest write(
      SparkSession spark, String folder, List<Path> members, OutputMode mode) {
    Configuration conf = spark.sessionState().newHadoopConf();
    Path target = qualified(conf, PathSetting.parse("Frames folder", folder));
    Map<Path, Manifest> manifests = new LinkedHashMap<>();
    for (Path member : members) {
      OutputGuard.check(conf, member.toString(), folder);
      for (Path one : members(conf, member)) {
        if (manifests.put(one, FrameParquet.readManifest(conf, one)) != null) {
          throw new UserErrorException(
              "%s is in the view %s twice: name it once".formatted(one, folder));
        }
      }
    }
    FrameAgreement.check(conf, manifests);
    try (AtomicOutput output = AtomicOutput.directory(conf, target, mode)) {
      Manifest view = manifest(Versions.current(spark), target, manifests);
      FrameParquet.writeManifest(conf, output.staging(), view);
      output.commit();
      return view;
    }
  }

  /**
   * The folders that a folder of frames refers to, in their order; of one that is no view itself.
   *
   * @throws UserErrorException if it has no frames
   */
  public static List<Path> members(Configuration conf, Path folder) {
    Path from = qualified(conf, folder);
    return folders(conf, from, FrameParquet.readManifest(conf, from)).stream()
        .map(FrameFolder::folder)
        .toList();
  }

  /**
   * The manifest of the member that an example is in; of frames that are no view the manifest.
   *
   * @param folder folder of the frames
   * @param manifest its manifest
   * @param id number of the example, as the frames have it
   */
  public static Manifest manifestOf(Configuration conf, Path folder, Manifest manifest, long id) {
    if (manifest.members().isEmpty()) {
      return manifest;
    }
    List<FrameFolder> from =
        folders(conf, folder, manifest).stream().filter(one -> one.firstId() <= id).toList();
    return FrameParquet.readManifest(conf, from.get(from.size() - 1).folder());
  }

  /** The folders that hold the files of frames, at least one. */
  static List<FrameFolder> folders(Configuration conf, Path folder, Manifest manifest) {
    if (manifest.members().isEmpty()) {
      return List.of(new FrameFolder(folder, manifest.files(), manifest.weights(), 0));
    }
    Path from = qualified(conf, folder);
    List<FrameFolder> folders = new ArrayList<>();
    long firstId = 0;
    for (Manifest.Member member : manifest.members()) {
      Path at = new Path(from, PathSetting.parse("Member of " + folder, member.path()));
      folders.add(new FrameFolder(at, member.files(), member.weights(), firstId));
      firstId += member.ids();
    }
    return folders;
  }

  private static Path qualified(Configuration conf, Path path) {
    try {
      return FileSystems.of(conf, path).makeQualified(path);
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot reach %s: %s. Name a folder on a file system that Hadoop knows"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static Manifest manifest(Versions versions, Path target, Map<Path, Manifest> members) {
    List<Manifest> all = List.copyOf(members.values());
    Manifest first = all.get(0);
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "spiketrain view, " + first.corpus().kind(),
        versions,
        first.inputPath(),
        fingerprint(all, Manifest::inputFingerprint),
        fingerprint(all, Manifest::framesFingerprint),
        first.classes(),
        Manifest.counts(
            first.classes(),
            (label, split) -> sum(all, one -> one.total(first.classes().get(label), split))),
        first.channels(),
        first.corpus(),
        rejects(all),
        List.of(),
        trained(all),
        members.entrySet().stream()
            .map(one -> member(relative(target, one.getKey()), one.getValue()))
            .toList());
  }

  private static long sum(List<Manifest> all, Function<Manifest, Long> number) {
    return all.stream().mapToLong(number::apply).sum();
  }

  /** That of one alone stays: its frames are the same. */
  private static String fingerprint(List<Manifest> all, Function<Manifest, String> own) {
    return all.size() == 1
        ? own.apply(all.get(0))
        : DigestUtils.sha256Hex(
            all.stream().map(own).collect(Collectors.joining("\n", "view\n", "")));
  }

  private static Map<String, Long> rejects(List<Manifest> all) {
    Map<String, Long> rejects = new TreeMap<>();
    all.forEach(one -> one.rejects().forEach((why, rows) -> rejects.merge(why, rows, Long::sum)));
    return rejects;
  }

  private static Map<String, Long> trained(List<Manifest> all) {
    Map<String, Long> trained = new LinkedHashMap<>();
    if (all.stream().anyMatch(one -> one.weights() == FrameWeights.PRESENT)) {
      all.get(0)
          .classes()
          .forEach(name -> trained.put(name, sum(all, one -> one.totalTrained(name))));
    }
    return trained;
  }

  private static Manifest.Member member(String path, Manifest manifest) {
    // Rows that were set aside may have had ids as well.
    long rejects = manifest.rejects().values().stream().mapToLong(Long::longValue).sum();
    return new Manifest.Member(
        path, manifest.total() + rejects, manifest.weights(), manifest.files());
  }

  /** The way from a folder to a member; its whole path where they share no more than a root. */
  static String relative(Path folder, Path member) {
    StringBuilder up = new StringBuilder();
    for (Path at = folder; at != null && !at.isRoot(); at = at.getParent()) {
      if (OutputGuard.holds(at, member)) {
        int length = at.toUri().getPath().length();
        return up + member.toUri().getPath().substring(length + 1);
      }
      up.append("../");
    }
    return member.toString();
  }
}
