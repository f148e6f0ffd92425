package org.spiketrain.score;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsDynamicOverwrite;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A catalogue as Iceberg's is, of one table that says what would be overwritten and takes nothing.
 */
@SuppressWarnings("deprecation") // Spark 3.5 has no others that can be overridden.
public final class RecordedTables implements TableCatalog {
  static final String PARTITIONS = "these partitions alone";
  private static final String ALL = "all that is there";

  private static StructType columns;

  static void columns(StructType columns) {
    RecordedTables.columns = columns;
  }

  private record Recorded() implements SupportsRead, SupportsWrite {
    @Override
    public String name() {
      return "recorded";
    }

    @Override
    public StructType schema() {
      return columns;
    }

    @Override
    public Transform[] partitioning() {
      return new Transform[] {Expressions.identity("region")};
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(
          TableCapability.BATCH_READ,
          TableCapability.BATCH_WRITE,
          TableCapability.TRUNCATE,
          TableCapability.OVERWRITE_DYNAMIC);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
      return new Overwriting();
    }
  }

  private static final class Overwriting implements SupportsDynamicOverwrite, SupportsTruncate {
    @Override
    public WriteBuilder overwriteDynamicPartitions() {
      throw new UnsupportedOperationException(PARTITIONS);
    }

    @Override
    public WriteBuilder truncate() {
      throw new UnsupportedOperationException(ALL);
    }
  }

  @Override
  public void initialize(String name, CaseInsensitiveStringMap options) {}

  @Override
  public String name() {
    return "recorded";
  }

  @Override
  public Table loadTable(Identifier table) {
    return new Recorded();
  }

  @Override
  public Identifier[] listTables(String[] namespace) {
    return new Identifier[0];
  }

  @Override
  public Table createTable(
      Identifier table, StructType schema, Transform[] partitions, Map<String, String> properties) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Table alterTable(Identifier table, TableChange... changes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean dropTable(Identifier table) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw new UnsupportedOperationException();
  }
}
