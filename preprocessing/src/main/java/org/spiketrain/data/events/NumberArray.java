package org.spiketrain.data.events;

import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.spiketrain.data.io.Microseconds;

/** Numbers of an array in a row. */
interface NumberArray {
  int length();

  boolean isNull(int k);

  /** A number of seconds in microseconds, multiplied in the precision of the array. */
  double microseconds(int k);

  /** A whole number. */
  long whole(int k);

  /** Numbers of Spark's own rows, without an object each. */
  record OfSpark(ArrayData array, DataType type) implements NumberArray {
    @Override
    public int length() {
      return array.numElements();
    }

    @Override
    public boolean isNull(int k) {
      return array.isNullAt(k);
    }

    @Override
    public double microseconds(int k) {
      if (type instanceof FloatType) {
        return Microseconds.product(array.getFloat(k));
      }
      return Microseconds.product(
          type instanceof DoubleType ? array.getDouble(k) : array.getLong(k));
    }

    @Override
    public long whole(int k) {
      return array.getLong(k);
    }
  }

  /** Numbers as objects. */
  record OfList(List<? extends Number> numbers) implements NumberArray {
    @Override
    public int length() {
      return numbers.size();
    }

    @Override
    public boolean isNull(int k) {
      return numbers.get(k) == null;
    }

    @Override
    public double microseconds(int k) {
      return numbers.get(k) instanceof Float seconds
          ? Microseconds.product(seconds)
          : Microseconds.product(numbers.get(k).doubleValue());
    }

    @Override
    public long whole(int k) {
      return numbers.get(k).longValue();
    }
  }
}
