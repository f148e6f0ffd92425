package org.spiketrain.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.NativeLibrary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.model.UserErrorException;

class BlasKernelTest {
  @ParameterizedTest
  @CsvSource({
    "GenuineIntel, sse2, prescott",
    "GenuineIntel, sse2 sse4_2, nehalem",
    "GenuineIntel, sse2 sse4_2 avx, sandybridge",
    "GenuineIntel, sse2 sse4_2 avx avx2 fma, haswell",
    "AuthenticAMD, sse2 sse4_2 avx avx2 fma, zen",
    "GenuineIntel, sse2 avx avx2 fma avx512f avx512dq avx512bw avx512vl, skylakex",
    "AuthenticAMD, sse2 avx avx2 fma avx512f avx512dq avx512bw avx512vl avx512_bf16, cooperlake",
    "GenuineIntel, avx512f avx512dq avx512bw avx512vl avx512_bf16 amx_tile amx_bf16, sapphirerapids",
    "Unheard, '', unknown",
  })
  void theKernelOfAnX86(String vendor, String flags, String kernel) {
    assertThat(BlasKernel.of(List.of("vendor_id\t: " + vendor, "flags\t\t: " + flags)))
        .isEqualTo(kernel);
  }

  @Test
  void theKernelOfAnArm() {
    assertThat(BlasKernel.of(List.of("CPU implementer\t: 0x41", "CPU part\t: 0xd40")))
        .isEqualTo("armv8-0xd40");
  }

  @Test
  void aCommonKernelRunsOnAllProcessors() {
    assertThat(BlasKernel.common(List.of("cooperlake", "cooperlake"))).contains("cooperlake");
    assertThat(BlasKernel.common(List.of("cooperlake", "haswell", "skylakex"))).contains("haswell");
    assertThat(BlasKernel.common(List.of("zen", "haswell"))).contains("haswell");
    assertThat(BlasKernel.common(List.of("zen", "zen"))).contains("zen");
    assertThat(BlasKernel.common(List.of("armv8-0xd40", "armv8-0xd0c"))).contains("armv8");
    assertThat(BlasKernel.common(List.of("unknown", "haswell"))).isEmpty();
    assertThat(BlasKernel.common(List.of("armv8-0xd40", "haswell"))).isEmpty();
  }

  @Test
  void theOneThatIsLoadedMayBeChosen() {
    assertThat(BlasKernel.loaded()).isNotEqualTo("unknown");
    BlasKernel.choose(BlasKernel.loaded());
  }

  /** A second OpenBLAS of the process would bind to what is offered, in the midst of a product. */
  @Test
  void theLibraryThatIsAskedIsNotOfferedToTheWholeProcess() {
    BlasKernel.loaded();
    NativeLibrary process = NativeLibrary.getProcess();
    assertThatThrownBy(() -> process.getFunction("openblas_get_corename"))
        .isInstanceOf(UnsatisfiedLinkError.class);
  }

  @Test
  void noOtherOneMayBeChosenAfterwards() {
    String loaded = BlasKernel.loaded();
    assertThatThrownBy(() -> BlasKernel.choose(loaded.equals("nehalem") ? "prescott" : "nehalem"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("runs its kernel " + loaded)
        .hasMessageContaining("spark.executorEnv.OPENBLAS_CORETYPE");
  }
}
