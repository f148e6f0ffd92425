package org.spiketrain.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The table of modules in docs/ARCHITECTURE.md. */
@AnalyzeClasses(packages = "org.spiketrain", importOptions = DoNotIncludeTests.class)
class ModuleRulesTest {
  @ArchTest
  static final ArchRule THE_MODEL_KNOWS_NO_CLUSTER =
      noClasses()
          .that()
          .resideInAPackage("org.spiketrain.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..",
              "org.apache.hadoop..",
              "org.deeplearning4j.spark..",
              "org.spiketrain.preprocess..",
              "org.spiketrain.job..");

  @ArchTest
  static final ArchRule PREPROCESSING_KNOWS_NO_TRAINING =
      noClasses()
          .that()
          .resideInAPackage("org.spiketrain.preprocess..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.spiketrain.job..");

  @ArchTest
  static final ArchRule JOBS_ARE_HANDED_THEIR_SETTINGS =
      noClasses()
          .that()
          .resideInAPackage("org.spiketrain.job..")
          .and()
          .resideOutsideOfPackages("org.spiketrain.job.cli..", "org.spiketrain.job.config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.spiketrain.job.cli..",
              "org.spiketrain.job.config..",
              "com.typesafe.config..",
              "picocli..");

  @ArchTest
  static final ArchRule JOBS_ARE_FREE_OF_CYCLES =
      slices().matching("org.spiketrain.job.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule PREPROCESSING_IS_FREE_OF_CYCLES =
      slices().matching("org.spiketrain.preprocess.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_MODEL_IS_FREE_OF_CYCLES =
      slices().matching("org.spiketrain.model.(*)..").should().beFreeOfCycles();
}
