package org.spiketrain;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.implement;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.ExampleEncoder;

/** The table of modules in docs/ARCHITECTURE.md. */
@AnalyzeClasses(packages = "org.spiketrain", importOptions = DoNotIncludeTests.class)
class ModuleRulesTest {
  private static final String[] JOBS = {
    "org.spiketrain.cli..",
    "org.spiketrain.config..",
    "org.spiketrain.evaluate..",
    "org.spiketrain.fetch..",
    "org.spiketrain.metrics..",
    "org.spiketrain.nightly..",
    "org.spiketrain.pipeline..",
    "org.spiketrain.plan..",
    "org.spiketrain.profile..",
    "org.spiketrain.registry..",
    "org.spiketrain.report..",
    "org.spiketrain.results..",
    "org.spiketrain.robustness..",
    "org.spiketrain.score..",
    "org.spiketrain.spark..",
    "org.spiketrain.sweep..",
    "org.spiketrain.train.."
  };

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
              "org.spiketrain.data..")
          .orShould(dependOnJobs());

  @ArchTest
  static final ArchRule PREPROCESSING_KNOWS_NO_TRAINING =
      noClasses()
          .that()
          .resideInAPackage("org.spiketrain.data..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..")
          .orShould(dependOnJobs());

  /** An arrow points down only: each floor of spark-jobs and those it may use. */
  @ArchTest
  static final ArchRule FLOORS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("cli")
          .definedBy("org.spiketrain.cli..")
          .layer("spark")
          .definedBy("org.spiketrain.spark..")
          .layer("report")
          .definedBy("org.spiketrain.report..")
          .layer("pipeline")
          .definedBy("org.spiketrain.pipeline..")
          .layer("config")
          .definedBy("org.spiketrain.config..")
          .layer("jobs")
          .definedBy(
              "org.spiketrain.evaluate..",
              "org.spiketrain.fetch..",
              "org.spiketrain.nightly..",
              "org.spiketrain.plan..",
              "org.spiketrain.profile..",
              "org.spiketrain.registry..",
              "org.spiketrain.robustness..",
              "org.spiketrain.score..",
              "org.spiketrain.sweep..",
              "org.spiketrain.train..")
          .layer("results")
          .definedBy("org.spiketrain.results..")
          .layer("metrics")
          .definedBy("org.spiketrain.metrics..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("spark")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli", "spark")
          .whereLayer("pipeline")
          .mayOnlyBeAccessedByLayers("cli", "spark")
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("cli", "spark", "pipeline")
          .whereLayer("jobs")
          .mayOnlyBeAccessedByLayers("cli", "spark", "pipeline", "config")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers("jobs", "pipeline", "spark");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_PARSES_OPTIONS =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.spiketrain.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  /** It parses, calls and prints: what computes, reads or writes is called by the pipeline. */
  @ArchTest
  static final ArchRule NO_BUSINESS_IN_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAPackage("org.spiketrain.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark.api..",
              "org.apache.spark.broadcast..",
              "org.apache.spark.rdd..",
              "org.deeplearning4j..",
              "org.nd4j..",
              "org.spiketrain.evaluate..",
              "org.spiketrain.profile..",
              "org.spiketrain.model.kernel..",
              "org.spiketrain.model.layer..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "org\\.apache\\.spark\\.sql\\.Dataset|org\\.apache\\.hadoop\\.fs\\.FileSystem"
                  + "|org\\.spiketrain\\..*\\.(AtomicOutput|FileSystems|.*Preprocessor|TrainedModel)");

  @ArchTest
  static final ArchRule ONLY_CONFIG_READS_CONFIGURATION_FILES =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.spiketrain.cli..", "org.spiketrain.config..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.typesafe.config..");

  @ArchTest
  static final ArchRule JOBS_ARE_FREE_OF_CYCLES =
      slices().matching("org.spiketrain.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NOBODY_ASKS_OF_WHAT_KIND_DATA_ARE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.spiketrain.data.names..",
              "org.spiketrain.data.events..",
              "org.spiketrain.data.text..",
              "org.spiketrain.benchmarks..")
          .should()
          .dependOnClassesThat(
              implement(CorpusSettings.class)
                  .or(implement(Corpus.class))
                  .or(implement(DataKind.class))
                  .or(implement(ExampleEncoder.class))
                  .and(
                      resideInAnyPackage(
                          "org.spiketrain.data.names..",
                          "org.spiketrain.data.events..",
                          "org.spiketrain.data.text..")));

  @ArchTest
  static final ArchRule PREPROCESSING_IS_FREE_OF_CYCLES =
      slices().matching("org.spiketrain.data.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_MODEL_IS_FREE_OF_CYCLES =
      slices().matching("org.spiketrain.model.(*)..").should().beFreeOfCycles();

  private static ArchCondition<JavaClass> dependOnJobs() {
    return dependOnClassesThat(resideInAnyPackage(JOBS));
  }

  /** A layer says all about itself, by {@code NetworkLayer} and {@code SequenceReadout.Source}. */
  @ArchTest
  static final ArchRule NOBODY_ASKS_WHICH_LAYER_IT_IS =
      classes()
          .that()
          .resideOutsideOfPackage("org.spiketrain.model.layer..")
          .should(
              new ArchCondition<JavaClass>("not ask for a layer by instanceof") {
                @Override
                public void check(JavaClass asking, ConditionEvents events) {
                  asking.getInstanceofChecks().stream()
                      .filter(
                          c -> c.getRawType().getPackageName().equals("org.spiketrain.model.layer"))
                      .forEach(c -> events.add(SimpleConditionEvent.violated(c, c.toString())));
                }
              });
}
