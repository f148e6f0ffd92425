package org.spiketrain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps {@code mvn test} quick: what starts Spark or a process is an {@code IT}. */
@AnalyzeClasses(packages = "org.spiketrain", importOptions = OnlyIncludeTests.class)
class TestTiersTest {
  @ArchTest
  static final ArchRule UNIT_TESTS_START_NEITHER_SPARK_NOR_PROCESSES =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Test")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("org\\.spiketrain\\.(LocalSpark|ForkedJvm)");
}
