package org.spiketrain.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** The Python package has the params that are declared here; its file is written by this test. */
class PythonParamsTest {
  private static final Path FILE = Path.of("..", "python/src/spiketrain/declared.json");

  @Test
  void pythonDeclaresWhatJavaDeclares() throws IOException {
    String declared = declared();
    String found = Files.exists(FILE) ? Files.readString(FILE) : "";
    if (!found.equals(declared)) {
      Files.writeString(FILE, declared);
    }
    assertThat(found).as("%s, which is written anew now: commit it", FILE).isEqualTo(declared);
  }

  private static String declared() throws JsonProcessingException {
    Map<String, Object> declared = new LinkedHashMap<>();
    declared.put("SpikingClassifier", params(new SpikingClassifier("declared")));
    declared.put(
        "SpikingClassificationModel", params(new SpikingClassificationModel("declared", null)));
    Map<String, String> executors = new TreeMap<>();
    for (Tuple2<String, String> one : Spiketrain.prepare(new SparkConf(false)).getAll()) {
      executors.put(one._1(), one._2());
    }
    declared.put("executors", executors);
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new ObjectMapper()
            .writer(new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
            .writeValueAsString(declared)
        + "\n";
  }

  private static List<Map<String, Object>> params(Params owner) {
    List<Map<String, Object>> params = new ArrayList<>();
    for (Param<?> param : owner.params()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", param.name());
      one.put("type", type(param));
      one.put("doc", param.doc());
      if (owner.hasDefault(param)) {
        one.put("default", owner.getDefault(param).get());
      }
      params.add(one);
    }
    return params;
  }

  private static String type(Param<?> param) {
    if (param instanceof DoubleParam) {
      return "number";
    }
    if (param instanceof LongParam) {
      return "whole number";
    }
    return param instanceof StringArrayParam ? "strings" : "string";
  }
}
