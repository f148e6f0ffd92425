package org.spiketrain.data.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.complex.Complex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against SciPy's Hankel functions, and the model's equation in NumPy. */
class TravellingWaveTest {
  private static void assertClose(Complex actual, double real, double imaginary, double error) {
    double size = Math.hypot(real, imaginary);
    assertThat(actual.getReal()).isCloseTo(real, within(error * size));
    assertThat(actual.getImaginary()).isCloseTo(imaginary, within(error * size));
  }

  @ParameterizedTest
  @CsvSource({
    "0.001, 0, 0.9999997500000157, -4.471416611375924",
    "0.5, 0.1, 0.7951229363876343, -0.4565264817951536",
    "3, 0.2, -0.20209526977514583, 0.3141815152065146",
    "6, 2, 0.013554859049314985, -0.04041305904559313",
    "8.4, 8, 4.578363362045459e-05, 6.315721909499776e-05",
    "8.6, 0.5, 0.013600008015672372, 0.16404967191350406",
    "12, 5, 1.9346915875005015e-05, -0.0014850860955577434"
  })
  void hankelFunctionsOfOrder0(double re, double im, double real, double imaginary) {
    assertClose(Hankel.order0(new Complex(re, im)), real, imaginary, 2e-7);
  }

  @ParameterizedTest
  @CsvSource({
    "0.001, 0.0004999999375389845, -636.6221672311394",
    "0.5, 0.24226845767487393, -1.4714723926702433",
    "4.7, -0.2790807358433353, 0.24450129684713723"
  })
  void hankelFunctionsOfOrder1(double z, double real, double imaginary) {
    assertClose(Hankel.order1(z), real, imaginary, 1e-9);
  }

  @ParameterizedTest
  @CsvSource({
    "200, 0, 0.06354529414253768, 0.09322534442921432",
    "200, 600, -118.90409143531934, -144.7557780183882",
    "1000, 200, -7.8075649344410545, 11.515137851375291",
    "1000, 400, 7.636686217609233, -170.18866258545254",
    "6000, 0, 11.080028046132703, 2.0082878727878657",
    "6000, 200, 0.5909442788921959, 0.7404605670486674"
  })
  void velocities(double hertz, int place, double real, double imaginary) {
    assertClose(new TravellingWave(hertz).velocity(700)[place], real, imaginary, 1e-6);
  }

  @Test
  void behindItsPlaceAWaveIsGone() {
    assertThat(new TravellingWave(6000).velocity(700)[600].abs()).isLessThan(1e-12);
  }
}
