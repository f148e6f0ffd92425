package org.spiketrain.model.kernel;

import org.spiketrain.model.frames.InputCoding;

/**
 * Makes the kernels that run a layer over a whole sequence in one call. Everything that crosses
 * this interface lies in host memory, whole layers and whole sequences at a time, so that an
 * implementation may as well send it to another device.
 */
public interface SequenceKernels {
  /** A kernel for one recurrent layer and one direction. */
  RecurrentKernel recurrent(
      RecurrentCell cell,
      int inputs,
      int hidden,
      InputCoding coding,
      RecurrentKernel.Direction direction);

  /** Java and OpenBLAS on the calling thread. */
  static SequenceKernels cpu() {
    Blas.keepToCallingThread();
    return CpuRecurrentKernel::new;
  }
}
