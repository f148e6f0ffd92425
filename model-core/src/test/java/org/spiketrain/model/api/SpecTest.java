package org.spiketrain.model.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;

class SpecTest {
  private static final Parameter<Integer> SIZE =
      Parameter.whole("neurons", Range.between(1, 100), "number of neurons");
  private static final Parameter<Double> BETA =
      Parameter.number("beta", Range.between(0, 1), "decay").orElse(0.9);
  private static final Parameter<Double> ALPHA =
      Parameter.number("alpha", Range.between(0, 1), "decay of the current").optional();
  private static final Parameter<SurrogateGradient> SURROGATE =
      Parameter.plugged("surrogate", SurrogateGradient.REGISTRY, "surrogate").optional();
  private static final Parameter<Thread.State> STATE =
      Parameter.choice("state", Thread.State.class, "state").orElse(Thread.State.NEW);
  private static final Parameter<Boolean> FLAG = Parameter.flag("both", "both directions");
  private static final List<Parameter<?>> ALL = List.of(SIZE, BETA, ALPHA, SURROGATE, STATE, FLAG);

  @Test
  void positionalAndNamedArgumentsAreTakenApart() {
    Spec spec = Spec.parse(" Leaky ( 512, Beta = 0.95, surrogate = spike-rate-escape(1, 25) )");
    assertThat(spec.name()).isEqualTo("leaky");
    assertThat(spec.positional()).containsExactly("512");
    assertThat(spec.named())
        .containsExactly(entry("beta", "0.95"), entry("surrogate", "spike-rate-escape(1, 25)"));
    assertThat(spec)
        .hasToString("leaky(512, beta = 0.95, surrogate = spike-rate-escape(1, 25))")
        .isEqualTo(Spec.parse(spec.toString()));
  }

  @Test
  void specificationsAreWrittenAsTheyAreRead() {
    Spec spec =
        Spec.of("mine", 3)
            .with("inner", SurrogateGradient.standard())
            .with("state", Thread.State.TIMED_WAITING);
    assertThat(spec).hasToString("mine(3, inner = erf(2.0), state = timed-waiting)");
    assertThat(Spec.parse("heaviside")).hasToString("heaviside").isEqualTo(Spec.of("heaviside"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "()",
        "2(3)",
        "erf(2",
        "erf(2))",
        "erf(2) atan(2)",
        "erf(1,,2)",
        "erf(1,)",
        "a(b=1, 2)",
        "a(b=1, b=2)",
        "a(b=)",
        "a(=1)",
        "a_b(1)",
        "erf)("
      })
  void whatIsNotWrittenSoIsRefused(String written) {
    assertThatThrownBy(() -> Spec.parse(written)).isInstanceOf(UserErrorException.class);
  }

  @Test
  void argumentsAreReadByTheirDeclaration() {
    Arguments arguments =
        Arguments.read(
            Spec.parse("x(5, beta = .5, both = TRUE, state = timed-waiting, surrogate = atan(1))"),
            ALL);
    assertThat(arguments.get(SIZE)).isEqualTo(5);
    assertThat(arguments.get(BETA)).isEqualTo(0.5);
    assertThat(arguments.find(ALPHA)).isEmpty();
    assertThat(arguments.get(FLAG)).isTrue();
    assertThat(arguments.get(STATE)).isEqualTo(Thread.State.TIMED_WAITING);
    assertThat(arguments.get(SURROGATE)).isEqualTo(SurrogateGradient.parse("atan(1)"));
    assertThat(Arguments.read(Spec.parse("x(5)"), ALL).get(BETA)).isEqualTo(0.9);
    assertThat(Arguments.read(Spec.parse("x(5)"), ALL).get(FLAG)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x | neurons is missing, a whole number from 1 to 100",
        "x(0) | neurons = 0 is not a whole number from 1 to 100",
        "x(1.5) | neurons = 1.5 is not a whole number",
        "x(99999999999) | neurons = 99999999999 is not",
        "x(1, beta = 2) | beta = 2 is not a number from 0 to 1",
        "x(1, beta = NaN) | beta = NaN is not a number",
        "x(1, beta = 0x1p-3) | is not a number",
        "x(1, beta = 1f) | is not a number",
        "x(1, both = maybe) | both = maybe is not true or false",
        "x(1, state = dead) | state = dead is not one of new, runnable",
        "x(1, neurons = 2) | neurons is set twice",
        "x(1, bete = 2) | Unknown parameter 'bete': expected one of neurons, beta, alpha, surrogate, state, both; did you mean beta?",
        "x(1, surrogate = atam(2)) | did you mean atan?",
        "x(1, 1, 1, atan(1), new, true, 7) | 7 arguments are more than it has",
      })
  void whatIsNotAsDeclaredIsRefused(String written, String message) {
    assertThatThrownBy(() -> Arguments.read(Spec.parse(written), ALL))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message);
  }

  @Test
  void parametersDescribeThemselves() {
    assertThat(BETA.expected()).isEqualTo("a number from 0 to 1");
    assertThat(BETA.defaultText()).hasValue("0.9");
    assertThat(STATE.defaultText()).hasValue("new");
    assertThat(ALPHA.defaultText()).isEmpty();
    assertThat(Parameter.number("x", Range.any(), "x").expected()).isEqualTo("a number");
    assertThat(Range.halfOpen(0, 1)).hasToString("from 0 to below 1");
    assertThat(Factory.of("x", "X.", a -> "x", SIZE, BETA).usage()).isEqualTo("x(neurons)");
    assertThatThrownBy(() -> Factory.of("X y", "X.", a -> "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Factory.of("x", "X.", a -> "x", SIZE, SIZE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
