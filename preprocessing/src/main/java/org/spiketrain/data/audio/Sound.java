package org.spiketrain.data.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Sound files as samples for the {@link Ear}. */
final class Sound {
  /** Zero crossings of the resampler's kernel on each side. */
  private static final int KERNEL_CROSSINGS = 16;

  private Sound() {}

  /**
   * Reads a WAV file: its channels mixed to one, at {@link Ear#SAMPLE_RATE}, from -1 to 1.
   *
   * @throws UnsupportedAudioFileException if it is no WAV file of linear samples or it is damaged
   */
  static float[] read(InputStream in) throws IOException, UnsupportedAudioFileException {
    try (AudioInputStream audio = AudioSystem.getAudioInputStream(new BufferedInputStream(in))) {
      AudioFormat format = audio.getFormat();
      float[] mixed = mixed(audio.readAllBytes(), format);
      return resampled(mixed, format.getSampleRate(), Ear.SAMPLE_RATE);
    }
  }

  private static float[] mixed(byte[] bytes, AudioFormat format)
      throws UnsupportedAudioFileException {
    int channels = format.getChannels();
    int size = format.getSampleSizeInBits() / Byte.SIZE;
    AudioFormat.Encoding encoding = format.getEncoding();
    boolean whole = encoding.equals(AudioFormat.Encoding.PCM_SIGNED) && size <= Integer.BYTES;
    boolean unsignedByte = encoding.equals(AudioFormat.Encoding.PCM_UNSIGNED) && size == 1;
    boolean isFloat = encoding.equals(AudioFormat.Encoding.PCM_FLOAT) && size == Float.BYTES;
    if (channels < 1 || size < 1 || !(whole || unsignedByte || isFloat)) {
      throw new UnsupportedAudioFileException("its samples are " + format);
    }
    ByteBuffer samples =
        ByteBuffer.wrap(bytes)
            .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    float[] mixed = new float[bytes.length / (size * channels)];
    for (int t = 0; t < mixed.length; t++) {
      float sum = 0;
      for (int c = 0; c < channels; c++) {
        int at = (t * channels + c) * size;
        if (isFloat) {
          sum += samples.getFloat(at);
        } else {
          sum +=
              whole ? whole(samples, at, size) : (Byte.toUnsignedInt(samples.get(at)) - 128) / 128f;
        }
      }
      mixed[t] = sum / channels;
    }
    return mixed;
  }

  private static float whole(ByteBuffer samples, int at, int size) {
    int value = 0;
    for (int k = 0; k < size; k++) {
      int from = samples.order() == ByteOrder.BIG_ENDIAN ? at + k : at + size - 1 - k;
      value = value << Byte.SIZE | Byte.toUnsignedInt(samples.get(from));
    }
    int shift = Integer.SIZE - size * Byte.SIZE;
    return (value << shift) / -(float) Integer.MIN_VALUE;
  }

  /**
   * The same sound with another number of samples a second, by a windowed sinc that lets nothing
   * pass above half of the lower rate.
   */
  static float[] resampled(float[] sound, double from, double to) {
    if (from == to) {
      return sound;
    }
    double cut = Math.min(1, to / from);
    double reach = KERNEL_CROSSINGS / cut;
    float[] resampled = new float[(int) (sound.length * to / from)];
    for (int t = 0; t < resampled.length; t++) {
      double centre = t * from / to;
      int first = (int) Math.max(0, Math.ceil(centre - reach));
      int last = (int) Math.min(sound.length - 1, Math.floor(centre + reach));
      double sum = 0;
      for (int k = first; k <= last; k++) {
        sum += sound[k] * kernel((k - centre) * cut);
      }
      resampled[t] = (float) (sum * cut);
    }
    return resampled;
  }

  private static double kernel(double x) {
    double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return sinc * (0.5 + 0.5 * Math.cos(Math.PI * x / KERNEL_CROSSINGS));
  }
}
