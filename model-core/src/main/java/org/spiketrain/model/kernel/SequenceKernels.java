package org.spiketrain.model.kernel;

import org.spiketrain.model.frames.InputCoding;

/**
 * Makes the kernels that run a layer over a whole sequence in one call. Everything that crosses
 * this interface lies in host memory, whole layers and whole sequences at a time, so that an
 * implementation may as well send it to another device.
 */
public interface SequenceKernels {
  /**
   * A kernel for some neurons of a layer.
   *
   * @param coding how their input is laid out
   */
  RecurrentKernel recurrent(Unit unit, InputCoding coding);

  /** Java and OpenBLAS on the calling thread and those that {@link KernelThreads} gives it. */
  static SequenceKernels cpu() {
    Blas.keepToCallingThread();
    return CpuRecurrentKernel::new;
  }
}
