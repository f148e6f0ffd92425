package org.spiketrain.data.io;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A data set of an HDF5 file, with what messages say of it. */
record StoredData(String path, DatasetBase dataset) {
  /** Deflate, shuffle and Fletcher's checksum. */
  private static final Set<Integer> USUAL_FILTERS = Set.of(1, 2, 3);

  DataType type() {
    return dataset.getDataType();
  }

  /** Returns whether it is one row or column of values: of no other dimension than 1. */
  boolean isLine() {
    long[] dimensions = dataset.getDimensionsAsLong();
    return dimensions.length > 0
        && LongStream.of(dimensions).filter(length -> length != 1).count() <= 1;
  }

  boolean hasOneDimension() {
    return dataset.getDimensionsAsLong().length == 1;
  }

  /**
   * The fault of another form than the expected one, such as {@code a whole number a recording}.
   */
  FileFaultException unlike(String expected) {
    return new FileFaultException(
        "has %s in /%s: expected %s".formatted(described(), path, expected));
  }

  private String described() {
    long[] dimensions = dataset.getDimensionsAsLong();
    String values = described(type());
    return switch (dimensions.length) {
      case 0 -> "a single value (%s)".formatted(values);
      case 1 -> values;
      default ->
          "%s in %d dimensions (%s)"
              .formatted(
                  values,
                  dimensions.length,
                  Arrays.stream(dimensions)
                      .mapToObj(Long::toString)
                      .collect(Collectors.joining(" x ")));
    };
  }

  private static String described(DataType type) {
    if (type instanceof VariableLength rows && !rows.isVariableLengthString()) {
      return "rows of " + described(rows.getParent());
    }
    if (type instanceof StringData || type instanceof VariableLength) {
      return "texts";
    }
    if (type instanceof FixedPoint) {
      return "whole numbers of %d bits".formatted(type.getSize() * Byte.SIZE);
    }
    if (type instanceof FloatingPoint) {
      return "floating-point numbers of %d bits".formatted(type.getSize() * Byte.SIZE);
    }
    return type instanceof EnumDataType
        ? "values of an enumeration, such as true and false"
        : type instanceof CompoundDataType ? "values of several fields" : "values of another type";
  }

  /** Returns whether it is not packed, or in ways that every reader knows. */
  boolean hasUsualFilters() {
    try {
      return !(dataset instanceof ChunkedDataset chunked)
          || chunked.getFilters().stream()
              .map(PipelineFilterWithData::getId)
              .allMatch(USUAL_FILTERS::contains);
    } catch (HdfFilterException e) {
      return false;
    }
  }

  /**
   * Refuses what is packed with another filter that cannot be undone: every row would look damaged.
   *
   * @throws FileFaultException if that is so
   */
  void checkFilters() throws FileFaultException {
    if (hasUsualFilters() || dataset.getSize() == 0) {
      return;
    }
    long[] first = new long[dataset.getDimensions().length];
    int[] one = new int[first.length];
    Arrays.fill(one, 1);
    try {
      dataset.getSliceDataBuffer(first, one);
    } catch (HdfException | IndexOutOfBoundsException e) {
      throw new FileFaultException(
          "has /%s packed with a filter that cannot be undone here: write it with gzip, or unpacked"
              .formatted(path),
          e);
    }
  }
}
