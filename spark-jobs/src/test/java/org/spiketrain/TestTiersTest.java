package org.spiketrain;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps {@code mvn test} quick, and {@code mvn verify} bearable. */
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

  @ArchTest
  static final ArchRule WHAT_STARTS_SPARK_IN_A_PROCESS_OF_ITS_OWN_IS_LONG =
      classes()
          .that(describe("start JVMs", TestTiersTest::startsJvms))
          .should(be(describe("long tests, or have some", TestTiersTest::isLong)));

  private static boolean startsJvms(JavaClass tests) {
    return tests.getSimpleName().endsWith("IT")
        && tests.getDirectDependenciesFromSelf().stream()
            .anyMatch(
                dependency ->
                    dependency.getTargetClass().getName().equals("org.spiketrain.ForkedJvm"));
  }

  private static boolean isLong(JavaClass tests) {
    return tests.isAnnotatedWith(LongTest.class)
        || tests.getMethods().stream().anyMatch(test -> test.isAnnotatedWith(LongTest.class));
  }
}
