package org.spiketrain.model.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.model.UserErrorException;

class RegistryTest {
  @TempDir Path jar;

  /** Providers of a jar that only the context class loader sees. */
  public static final class Late implements SurrogateProvider {
    @Override
    public List<Factory<SurrogateGradient>> entries() {
      return List.of(Factory.of("late", "Made later.", a -> SurrogateGradient.standard()));
    }
  }

  /** Brings a name that there is. */
  public static final class SecondErf implements SurrogateProvider {
    @Override
    public List<Factory<SurrogateGradient>> entries() {
      return List.of(Factory.of("erf", "Another one.", a -> SurrogateGradient.standard()));
    }
  }

  @Test
  void ownEntriesAndThoseOfOtherJarsAreFoundByName() {
    assertThat(SurrogateGradient.REGISTRY.all())
        .extracting(Factory::name)
        .contains("erf", "heaviside", "box")
        .isSorted();
    SurrogateGradient box = SurrogateGradient.parse("box(2)");
    assertThat(box.spec()).isEqualTo("box(2.0)");
    assertThat(SurrogateGradient.parse(box.spec())).isEqualTo(box);
  }

  @Test
  void anUnknownNameListsWhatThereIsAndTheNearest() {
    assertThatThrownBy(() -> SurrogateGradient.parse("sigmiod(4)"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Unknown surrogate 'sigmiod': expected one of atan, box, boxcar, erf")
        .hasMessageEndingWith("did you mean sigmoid?");
    assertThatThrownBy(() -> SurrogateGradient.parse("unheard-of"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageNotContaining("did you mean");
  }

  @Test
  void aBadArgumentNamesTheSpecificationAndItsUsage() {
    assertThatThrownBy(() -> SurrogateGradient.parse("spike-rate-escape(1, -2)"))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            "Cannot read surrogate 'spike-rate-escape(1, -2)': slope = -2 is not a number above 0; expected spike-rate-escape(beta, slope)");
  }

  @Test
  void whatTheContextClassLoaderBringsIsFound() throws Exception {
    assertThat(SurrogateGradient.REGISTRY.has("late")).isFalse();
    withServices(
        Late.class.getName(),
        () -> assertThat(SurrogateGradient.parse("late")).isEqualTo(SurrogateGradient.standard()));
    assertThat(SurrogateGradient.REGISTRY.has("late")).isFalse();
  }

  @Test
  void aContextClassLoaderThatKnowsNothingOfUsDoesNoHarm() throws Exception {
    withContext(
        ClassLoader.getPlatformClassLoader(),
        () -> assertThat(SurrogateGradient.parse("erf(2)").spec()).isEqualTo("erf(2.0)"));
    withContext(null, () -> assertThat(SurrogateGradient.REGISTRY.has("box")).isTrue());
  }

  @Test
  void aNameThatTwoClassesBringIsRefusedWithBoth() throws Exception {
    withServices(
        SecondErf.class.getName(),
        () ->
            assertThatThrownBy(() -> SurrogateGradient.parse("atan(2)"))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("the surrogate 'erf'")
                .hasMessageContaining("org.spiketrain.model.neuron.Surrogates")
                .hasMessageContaining(SecondErf.class.getName()));
  }

  @Test
  void aProviderThatIsMissingIsNamed() throws Exception {
    withServices(
        "org.example.Missing",
        () ->
            assertThatThrownBy(() -> SurrogateGradient.parse("atan(2)"))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("org.example.Missing"));
  }

  private void withServices(String provider, Runnable test) throws IOException {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(services.resolve(SurrogateProvider.class.getName()), provider + "\n");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, RegistryTest.class.getClassLoader())) {
      withContext(loader, test);
    }
  }

  private static void withContext(ClassLoader loader, Runnable test) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      test.run();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
