package org.spiketrain.model.kernel;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.spiketrain.model.UserErrorException;

/**
 * The kernel by which OpenBLAS multiplies matrices in this process. OpenBLAS takes the processor's
 * when it is loaded, unless the environment variable {@code OPENBLAS_CORETYPE} names another one.
 * Another kernel adds up in another order, so that the same training ends at other parameters.
 *
 * <p>Names are those of OpenBLAS in small letters, such as {@code haswell}.
 */
public final class BlasKernel {
  private static final String VARIABLE = "OPENBLAS_CORETYPE";

  /** Of x86, each running on the processors of all that come after it. */
  private static final List<String> X86 =
      List.of(
          "prescott",
          "nehalem",
          "sandybridge",
          "haswell",
          "skylakex",
          "cooperlake",
          "sapphirerapids");

  /** AMD's of its own, which run where that one does. */
  private static final Map<String, String> LIKE =
      Map.of(
          "bulldozer", "sandybridge",
          "piledriver", "sandybridge",
          "steamroller", "sandybridge",
          "excavator", "haswell",
          "zen", "haswell");

  private static final String ARM = "armv8";

  /** The one that was chosen in this process; empty if none was. */
  private static volatile String chosen = "";

  private BlasKernel() {}

  /** The kernel at work; loads OpenBLAS if that was not done yet. */
  public static String loaded() {
    return Loaded.NAME;
  }

  /** The library is asked once. */
  private static final class Loaded {
    /** Of dlopen, and local where nothing else is said. */
    private static final int RTLD_LAZY = 1;

    static final String NAME = ask();

    private static String ask() {
      // JavaCPP keeps it beside the bindings, which lack this function.
      Path library = Path.of(Loader.load(openblas.class)).resolveSibling(fileName());
      return NativeLibrary.getInstance(library.toString(), openedForItself())
          .getFunction("openblas_get_corename")
          .invokeString(new Object[0], false)
          .toLowerCase(Locale.ROOT);
    }

    /**
     * Has the library's symbols kept to itself. JNA would else offer them to the whole process, and
     * a second OpenBLAS, by which JavaCPP multiplies, would bind what it has not bound yet to this
     * one: where a product was under way it took a buffer from one and gave it back to the other,
     * until buffers ran out and the process crashed (docs/FINDINGS.md).
     */
    private static Map<String, Object> openedForItself() {
      return Platform.isWindows() ? Map.of() : Map.of(Library.OPTION_OPEN_FLAGS, RTLD_LAZY);
    }

    private static String fileName() {
      String platform = Loader.getPlatform();
      if (platform.startsWith("windows")) {
        return "libopenblas.dll";
      }
      return platform.startsWith("macosx") ? "libopenblas.0.dylib" : "libopenblas.so.0";
    }
  }

  /**
   * The kernel that OpenBLAS takes here, or has taken, as far as that is told without loading it.
   */
  public static String expected() {
    if (!chosen.isEmpty()) {
      return chosen;
    }
    String set = System.getenv(VARIABLE);
    return set == null || set.isBlank() ? ofProcessor() : set.toLowerCase(Locale.ROOT);
  }

  /** The one that suits this processor; {@code unknown} where the system does not describe it. */
  private static String ofProcessor() {
    try {
      return of(Files.readAllLines(Path.of("/proc/cpuinfo")));
    } catch (IOException e) {
      return "unknown";
    }
  }

  /**
   * The kernel that suits a processor, by the instructions that it has.
   *
   * @param cpuinfo lines as in Linux's {@code /proc/cpuinfo}
   */
  static String of(Collection<String> cpuinfo) {
    if (!value(cpuinfo, "CPU implementer").isEmpty()) {
      return "%s-%s".formatted(ARM, value(cpuinfo, "CPU part"));
    }
    Set<String> has = Set.of(value(cpuinfo, "flags").split("\\s+"));
    if (has.containsAll(List.of("amx_tile", "amx_bf16", "avx512_bf16"))) {
      return "sapphirerapids";
    }
    if (has.containsAll(List.of("avx512f", "avx512dq", "avx512bw", "avx512vl"))) {
      return has.contains("avx512_bf16") ? "cooperlake" : "skylakex";
    }
    if (has.containsAll(List.of("avx2", "fma"))) {
      return value(cpuinfo, "vendor_id").equals("AuthenticAMD") ? "zen" : "haswell";
    }
    if (has.contains("avx")) {
      return "sandybridge";
    }
    return has.contains("sse4_2") ? "nehalem" : has.contains("sse2") ? "prescott" : "unknown";
  }

  private static String value(Collection<String> cpuinfo, String key) {
    return cpuinfo.stream()
        .filter(line -> line.startsWith(key))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("");
  }

  /**
   * A kernel that runs wherever each of some kernels does: the only one, or the greatest that all
   * their processors have the instructions for; nothing if there is none that is known.
   */
  public static Optional<String> common(Collection<String> kernels) {
    Set<String> different = new TreeSet<>(kernels);
    if (different.size() == 1) {
      return Optional.of(different.iterator().next());
    }
    if (different.stream().allMatch(kernel -> kernel.startsWith(ARM))) {
      return Optional.of(ARM);
    }
    Set<Integer> ranks = different.stream().map(BlasKernel::rank).collect(Collectors.toSet());
    return ranks.contains(-1)
        ? Optional.empty()
        : ranks.stream().min(Integer::compare).map(X86::get);
  }

  private static int rank(String kernel) {
    return X86.indexOf(LIKE.getOrDefault(kernel, kernel));
  }

  /**
   * Has OpenBLAS take a kernel, which is possible until it is loaded; no change where it has that
   * one.
   *
   * @throws UserErrorException if this processor has not the instructions for it, or OpenBLAS has
   *     another one already or does not know it
   */
  public static synchronized void choose(String kernel) {
    if (kernel.equals(chosen)) {
      return;
    }
    String own = ofProcessor();
    if (rank(own) >= 0 && rank(kernel) > rank(own)) {
      throw new UserErrorException(
          "%s has a processor for the BLAS kernel %s, which cannot run %s: take a machine that can, or set training.blas-kernel to %s"
              .formatted(host(), own, kernel, own));
    }
    if (!kernel.equals(expected())) {
      set(kernel);
    }
    if (!kernel.equals(loaded())) {
      throw new UserErrorException(
          "OpenBLAS on %s runs its kernel %s, not %s as the others of this training: set OPENBLAS_CORETYPE=%s in its environment (on executors by spark.executorEnv.OPENBLAS_CORETYPE), or set training.blas-kernel to one that all have"
              .formatted(host(), loaded(), kernel, kernel));
    }
    chosen = kernel;
  }

  private static void set(String kernel) {
    try {
      Function.getFunction("c", "setenv").invokeInt(new Object[] {VARIABLE, kernel, 1});
    } catch (UnsatisfiedLinkError e) {
      // Not on this system: the variable must be set from outside, as the message below says.
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }
}
