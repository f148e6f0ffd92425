package org.spiketrain.data.audio;

import java.util.Arrays;
import org.apache.commons.math3.complex.Complex;

/**
 * How the basilar membrane moves when a sine presses on the stapes: the hydrodynamic model of
 * Sieroka, Dosch and Rupp (J. Acoust. Soc. Am. 120, 2006), in shallow water, with the constants
 * that Cramer et al. (IEEE Trans. Neural Netw. Learn. Syst. 33, 2022) made the Heidelberg data sets
 * with. Lengths are in cm, masses in g.
 *
 * <p>The membrane at x from the base has stiffness {@code S = C e^(-alpha x) - a}, mass m and
 * damping {@code R = R0 e^(-alpha x / 2)}, so {@code xi = S - m w^2 - i w R} against a movement of
 * angular frequency w. The pressure across it obeys {@code p'' + g^2 p = 0} with {@code g = w
 * sqrt(rho / (h xi))}. Its solution that runs towards the apex is {@code p = sqrt(G / g) H0(G)},
 * with {@code G(x) = 2 g(0) / alpha} plus the integral of g from the base to x: exact where
 * stiffness alone counts, and good wherever g changes slowly. With Z, the cochlea's impedance at
 * its base, the velocity is {@code v = 2 w / xi * p(x) / p(0) * Z}.
 */
final class TravellingWave {
  private static final double LENGTH_CM = 3.5;
  private static final double STIFFNESS = 1e9;
  private static final double STIFFNESS_LESS = 3500;
  private static final double ALPHA = 3;
  private static final double MASS = 0.05;
  private static final double DAMPING = 0.15 * Math.sqrt(STIFFNESS * MASS);
  private static final double DENSITY = 1;
  private static final double HEIGHT_CM = 0.1;

  /** Where the wave has decayed by {@code e^-30}, nothing of it is left. */
  private static final double GONE = 30;

  private final double omega;

  /**
   * The wave of a sine.
   *
   * @param hertz its frequency, above 0 and up to 8,000
   */
  TravellingWave(double hertz) {
    this.omega = 2 * Math.PI * hertz;
  }

  /**
   * Velocity at places that are equally spaced from the base to the apex, of a pressure of size 1.
   *
   * @return the complex amplitude at each place
   */
  Complex[] velocity(int places) {
    Complex[] velocity = new Complex[places];
    double step = LENGTH_CM / (places - 1);
    Complex here = wavenumber(0);
    Complex phase = here.multiply(2 / ALPHA);
    Complex drive = impedance().multiply(2 * omega).divide(pressure(phase, here));
    Arrays.fill(velocity, Complex.ZERO);
    // Damping only adds to the imaginary part: a wave that has gone stays so.
    for (int place = 0; place < places && phase.getImaginary() <= GONE; place++) {
      double x = place * step;
      velocity[place] = drive.multiply(pressure(phase, here)).divide(stiffness(x));
      Complex middle = wavenumber(x + step / 2);
      Complex next = wavenumber(x + step);
      phase = phase.add(here.add(middle.multiply(4)).add(next).multiply(step / 6));
      here = next;
    }
    return velocity;
  }

  private Complex stiffness(double x) {
    double decay = Math.exp(-ALPHA * x / 2);
    return new Complex(
        STIFFNESS * decay * decay - STIFFNESS_LESS - MASS * omega * omega,
        -omega * DAMPING * decay);
  }

  private Complex wavenumber(double x) {
    return new Complex(DENSITY / HEIGHT_CM).divide(stiffness(x)).sqrt().multiply(omega);
  }

  private static Complex pressure(Complex phase, Complex wavenumber) {
    return phase.divide(wavenumber).sqrt().multiply(Hankel.order0(phase));
  }

  private Complex impedance() {
    double z = 2 * omega / ALPHA * Math.sqrt(2 / (HEIGHT_CM * STIFFNESS));
    Complex ratio = Hankel.order0(new Complex(z)).divide(Hankel.order1(z)).conjugate();
    return ratio.multiply(Complex.I).multiply(Math.sqrt(2 * STIFFNESS / HEIGHT_CM));
  }
}
