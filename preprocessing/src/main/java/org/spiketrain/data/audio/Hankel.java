package org.spiketrain.data.audio;

import org.apache.commons.math3.complex.Complex;

/**
 * Hankel functions of the first kind, {@code J + i Y}: waves that run outwards. To about seven
 * digits, by the power series near 0 and by Hankel's asymptotic series elsewhere (Abramowitz and
 * Stegun, 9.1 and 9.2).
 */
final class Hankel {
  private static final double EULER = 0.577_215_664_901_532_9;

  /** Beyond it the asymptotic series has the digits that are wanted, before it the power series. */
  private static final double FAR = 8.5;

  private static final double NEGLIGIBLE = 1e-17;

  private Hankel() {}

  /**
   * Order 0.
   *
   * @param z of positive real part, and an imaginary part that is not negative
   */
  static Complex order0(Complex z) {
    return z.abs() > FAR ? far(z) : near(z);
  }

  /** Order 1 of a real number, above 0 and up to 8. */
  static Complex order1(double z) {
    double square = -z * z / 4;
    double term = z / 2;
    double first = 0;
    double second = 0;
    double harmonics = 1 - 2 * EULER;
    for (int k = 1; Math.abs(term) > NEGLIGIBLE; k++) {
      first += term;
      second += term * harmonics;
      harmonics += 1.0 / k + 1.0 / (k + 1);
      term *= square / (k * (k + 1));
    }
    return new Complex(first, (2 * Math.log(z / 2) * first - 2 / z - second) / Math.PI);
  }

  private static Complex near(Complex z) {
    Complex square = z.multiply(z).multiply(-0.25);
    Complex term = Complex.ONE;
    Complex first = Complex.ONE;
    Complex second = Complex.ZERO;
    double harmonic = 0;
    for (int k = 1; size(term) > NEGLIGIBLE; k++) {
      harmonic += 1.0 / k;
      term = term.multiply(square).multiply(1.0 / (k * k));
      first = first.add(term);
      second = second.subtract(term.multiply(harmonic));
    }
    Complex logarithm = z.multiply(0.5).log().add(EULER);
    Complex neumann = logarithm.multiply(first).add(second).multiply(2 / Math.PI);
    return first.add(neumann.multiply(Complex.I));
  }

  private static Complex far(Complex z) {
    Complex inverse = Complex.I.divide(z);
    Complex term = Complex.ONE;
    Complex sum = Complex.ONE;
    for (int k = 1; k < 2 * FAR; k++) {
      double odd = 2 * k - 1;
      term = term.multiply(inverse).multiply(-odd * odd / (8 * k));
      sum = sum.add(term);
    }
    Complex wave = z.subtract(Math.PI / 4).multiply(Complex.I).exp();
    return wave.multiply(sum).divide(z.sqrt()).multiply(Math.sqrt(2 / Math.PI));
  }

  /** An upper bound of the absolute value, without a root. */
  private static double size(Complex z) {
    return Math.abs(z.getReal()) + Math.abs(z.getImaginary());
  }
}
