package org.spiketrain.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.model.UserErrorException;

/**
 * A column that holds one value a row, or such a field within one.
 *
 * @param position place of the column in the table, from 0
 * @param fields names of the fields and keys that lead to the value, the outermost first
 */
public record TableColumn(int position, List<String> fields) {
  private static final Logger LOG = LoggerFactory.getLogger(TableColumn.class);
  private static final Pattern PART = Pattern.compile("`[^`]+`|[^.`]+");
  private static final Pattern QUOTED = Pattern.compile("^`(.+)`$");

  /** Where a user names columns: the table, and the key that does, as messages call them. */
  public record Place(String table, String key) {}

  private record Found(List<String> path, DataType type) {}

  /**
   * Looks a column up: as it is written, whole or with dots before the fields, else in any case.
   * What stands between backticks is one name whatever dots it has.
   *
   * @throws UserErrorException if there is none or several, or if it has structures
   */
  public static TableColumn of(StructType columns, String name, Place place) {
    Lookup lookup = new Lookup(name, place);
    Found found =
        lookup
            .within(columns, List.of(name))
            .or(() -> lookup.byParts(columns))
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "%s has no column \"%s\", only %s: name the column with %s"
                            .formatted(
                                place.table(),
                                name,
                                String.join(", ", columns.fieldNames()),
                                place.key())));
    DataType type = found.type();
    if (type instanceof StructType
        || type instanceof ArrayType
        || type instanceof MapType
        || type instanceof UserDefinedType) {
      throw new UserErrorException(
          "Column \"%s\" of %s is of type %s: name one of texts with %s%s"
              .formatted(name, place.table(), type.typeName(), place.key(), fieldsOf(name, type)));
    }
    List<String> path = found.path();
    return new TableColumn(
        columns.fieldIndex(path.get(0)), List.copyOf(path.subList(1, path.size())));
  }

  private static String fieldsOf(String name, DataType type) {
    return type instanceof StructType within && within.length() > 0
        ? ", such as %s.%s".formatted(name, within.fieldNames()[0])
        : "";
  }

  /**
   * Warns of a column of texts that holds numbers, dates or the like, which is most likely another
   * one than was meant.
   *
   * @param numbered the {@link #numbered} table
   */
  public void warnUnlessText(Dataset<Row> numbered, String name, Place place) {
    DataType type = TableSource.type(numbered, in(numbered));
    if (!(type instanceof StringType) && !(type instanceof BinaryType)) {
      LOG.warn(
          "Column \"{}\" of {} holds {}, which is read as text: is it the one that is meant ({})?",
          name,
          place.table(),
          type.simpleString(),
          place.key());
    }
  }

  /** A table under names that say nothing but the places of its columns. */
  public static Dataset<Row> numbered(Dataset<Row> table) {
    return table.toDF(
        IntStream.range(0, table.columns().length).mapToObj(c -> "c" + c).toArray(String[]::new));
  }

  /**
   * The value.
   *
   * @param numbered the {@link #numbered} table
   */
  public Column in(Dataset<Row> numbered) {
    Column value = numbered.col("c" + position);
    for (String field : fields) {
      value = value.getField(field);
    }
    return value;
  }

  /** The value as text. */
  public Column textIn(Dataset<Row> numbered) {
    return in(numbered).cast(DataTypes.StringType);
  }

  private record Lookup(String name, Place place) {
    /** Parts as they are written, with their backticks. */
    Optional<Found> byParts(StructType columns) {
      List<String> parts = PART.matcher(name).results().map(MatchResult::group).toList();
      return !parts.isEmpty() && String.join(".", parts).equals(name)
          ? within(columns, parts)
          : Optional.empty();
    }

    /** The longest name first: a column may have dots in its own. */
    Optional<Found> within(DataType type, List<String> parts) {
      if (parts.isEmpty()) {
        return Optional.of(new Found(List.of(), type));
      }
      for (int length = parts.size(); length > 0; length--) {
        String first = String.join(".", parts.subList(0, length));
        List<String> rest = parts.subList(length, parts.size());
        String bare = length == 1 ? QUOTED.matcher(first).replaceFirst("$1") : first;
        Optional<Found> found =
            length > 1 && type instanceof MapType
                ? Optional.empty()
                : step(type, bare).flatMap(next -> behind(next, rest));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }

    private Optional<Found> behind(Found step, List<String> rest) {
      return within(step.type(), rest)
          .map(
              found -> {
                List<String> path = new ArrayList<>(step.path());
                path.addAll(found.path());
                return new Found(path, found.type());
              });
    }

    private Optional<Found> step(DataType type, String wanted) {
      if (type instanceof MapType map && map.keyType().equals(DataTypes.StringType)) {
        return Optional.of(new Found(List.of(wanted), map.valueType()));
      }
      return type instanceof StructType struct
          ? match(struct, wanted)
              .map(name -> new Found(List.of(name), struct.apply(name).dataType()))
          : Optional.empty();
    }

    private Optional<String> match(StructType struct, String wanted) {
      List<String> names = Arrays.asList(struct.fieldNames());
      List<String> same = names.stream().filter(wanted::equals).toList();
      if (same.isEmpty()) {
        same = names.stream().filter(name -> name.strip().equalsIgnoreCase(wanted)).toList();
      }
      if (same.size() > 1) {
        throw new UserErrorException(
            "%s has several columns \"%s\": name one as it is written with %s, or rename the others"
                .formatted(place.table(), name, place.key()));
      }
      return same.stream().findFirst();
    }
  }
}
