package org.spiketrain.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;

class TableColumnTest {
  private static final StructType COLUMNS =
      StructType.fromDDL(
          "id INT, Name STRING, person STRUCT<name: STRUCT<Last: STRING>, `e.mail`: STRING, old: ARRAY<STRING>>,"
              + " `sur.name` STRING, a STRUCT<b: STRING, c: STRING>, `a.b` STRING,"
              + " names MAP<STRING, STRUCT<s: STRING>>, ages MAP<INT, STRING>,"
              + " friends ARRAY<STRUCT<name: STRING>>, twin INT, TWIN INT");

  private static TableColumn column(String name) {
    return TableColumn.of(COLUMNS, name, new TableColumn.Place("Table people", "some.key"));
  }

  @Test
  void aColumnIsTakenAsItIsWrittenThenInAnyCase() {
    assertThat(column("Name")).isEqualTo(new TableColumn(1, List.of()));
    assertThat(column("NAME")).isEqualTo(new TableColumn(1, List.of()));
    assertThat(column("TWIN").position()).isEqualTo(10);
    assertThatThrownBy(() -> column("Twin"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Table people has several columns \"Twin\"")
        .hasMessageContaining("some.key");
  }

  @Test
  void fieldsAndKeysAreFoundWithinColumns() {
    assertThat(column("person.name.Last")).isEqualTo(new TableColumn(2, List.of("name", "Last")));
    assertThat(column("Person.NAME.last")).isEqualTo(new TableColumn(2, List.of("name", "Last")));
    assertThat(column("names.en.s")).isEqualTo(new TableColumn(6, List.of("en", "s")));
    assertThat(column("a.c")).isEqualTo(new TableColumn(4, List.of("c")));
  }

  @Test
  void aNameMayHaveDots() {
    for (String name : List.of("sur.name", "`sur.name`", "SUR.NAME")) {
      assertThat(column(name)).as(name).isEqualTo(new TableColumn(3, List.of()));
    }
    for (String name : List.of("person.e.mail", "person.`e.mail`", "`person`.`E.mail`")) {
      assertThat(column(name)).as(name).isEqualTo(new TableColumn(2, List.of("e.mail")));
    }
    assertThat(column("a.b"))
        .as("a column goes before a field")
        .isEqualTo(new TableColumn(5, List.of()));
    assertThat(column("`a`.`b`"))
        .as("which backticks tell apart")
        .isEqualTo(new TableColumn(4, List.of("b")));
  }

  @Test
  void whatHoldsNoSingleValueIsRefused() {
    for (String name :
        List.of("person", "person.name", "person.old", "names", "names.en", "friends", "ages")) {
      assertThatThrownBy(() -> column(name))
          .as(name)
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("Column \"%s\" of Table people is of type ".formatted(name))
          .hasMessageContaining("name one of texts with some.key");
    }
    assertThatThrownBy(() -> column("person.name"))
        .hasMessageEndingWith("such as person.name.Last");
  }

  @Test
  void whatIsNotThereIsRefusedWithWhatIs() {
    for (String name :
        List.of(
            "",
            ".",
            "nome",
            "person.nome",
            "id.x",
            "friends[0]",
            "friends.name",
            "ages.1",
            "`id",
            "person..name",
            "a.b.c")) {
      assertThatThrownBy(() -> column(name))
          .as(name)
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining(
              "Table people has no column \"%s\", only id, Name, person, ".formatted(name))
          .hasMessageEndingWith("name the column with some.key");
    }
  }
}
