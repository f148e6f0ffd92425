package org.spiketrain.score;

import java.util.Arrays;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Types that columns of an input are written with. */
final class StoredTypes {
  private StoredTypes() {}

  /**
   * The type itself, but text for what no format holds: columns of nothing but null, which views
   * have, and intervals of months and days at once.
   */
  static DataType of(DataType type) {
    if (type instanceof NullType || type instanceof CalendarIntervalType) {
      return DataTypes.StringType;
    }
    if (type instanceof ArrayType array) {
      return new ArrayType(of(array.elementType()), array.containsNull());
    }
    if (type instanceof MapType map) {
      return new MapType(of(map.keyType()), of(map.valueType()), map.valueContainsNull());
    }
    return type instanceof StructType struct
        ? new StructType(
            Arrays.stream(struct.fields())
                .map(
                    field ->
                        new StructField(
                            field.name(), of(field.dataType()), field.nullable(), field.metadata()))
                .toArray(StructField[]::new))
        : type;
  }
}
