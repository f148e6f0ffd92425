package org.spiketrain.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** A small table as one Parquet file, made in memory. Its columns may be empty in any row. */
record ParquetTable(List<Column> columns, List<List<Object>> rows) {
  /**
   * A column.
   *
   * @param type {@code String}, {@code Long} or {@code Double}
   */
  record Column(String name, Class<?> type) {}

  byte[] bytes() {
    MessageType schema = schema();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    // Settings of a cluster, of encryption for one, are not those of a file in memory.
    try (ParquetWriter<Group> out =
        ExampleParquetWriter.builder(new InMemory(bytes))
            .withConf(new Configuration(false))
            .withType(schema)
            .build()) {
      for (List<Object> row : rows) {
        out.write(group(groups.newGroup(), row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory failed", e);
    }
    return bytes.toByteArray();
  }

  private Group group(Group group, List<Object> row) {
    for (int k = 0; k < columns.size(); k++) {
      Object value = row.get(k);
      String name = columns.get(k).name();
      if (value instanceof String text) {
        group.append(name, text);
      } else if (value instanceof Long whole) {
        group.append(name, whole);
      } else if (value instanceof Double number) {
        group.append(name, number);
      }
    }
    return group;
  }

  private MessageType schema() {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    for (Column column : columns) {
      if (column.type() == String.class) {
        schema
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(column.name());
      } else {
        schema
            .optional(
                column.type() == Long.class ? PrimitiveTypeName.INT64 : PrimitiveTypeName.DOUBLE)
            .named(column.name());
      }
    }
    return schema.named("table");
  }

  /** Lets Parquet write into memory. */
  private record InMemory(ByteArrayOutputStream bytes) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes.size();
        }

        @Override
        public void write(int one) {
          bytes.write(one);
        }

        @Override
        public void write(byte[] some, int from, int length) {
          bytes.write(some, from, length);
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
