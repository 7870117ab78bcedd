package io.herd.examples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the modules may know of each other. Looks at the main classes of all of them. */
@AnalyzeClasses(packages = "io.herd", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {

  private static final String[] CORE = {
    "io.herd",
    "io.herd.protocol..",
    "io.herd.spi..",
    "io.herd.store..",
    "io.herd.flood..",
    "io.herd.auth..",
    "io.herd.internal.."
  };

  @ArchTest
  static final ArchRule onlyExamplesAndBenchmarksKnowATransport =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "io.herd.transport..", "io.herd.examples..", "io.herd.benchmarks..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.herd.transport..");

  @ArchTest
  static final ArchRule transportsDoNotKnowEachOther =
      slices().matching("io.herd.transport.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule nobodyKnowsTheExamples =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.herd.examples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.herd.examples..");

  @ArchTest
  static final ArchRule theCoreKnowsNothingButItselfAndSlf4j =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(CORE)
                  .or(
                      resideInAnyPackage(
                          "java..",
                          "javax.crypto..",
                          "javax.net.ssl..",
                          "javax.security.auth.x500..",
                          "org.slf4j..",
                          "org.jspecify..")));

  @ArchTest
  static final ArchRule internalsOfTheCoreAreItsOwnAndTheSimulators =
      noClasses()
          .that(not(resideInAnyPackage(CORE).or(resideInAPackage("io.herd.testkit.sim.."))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.herd.internal..");

  @ArchTest
  static final ArchRule transportsPlacesAndTlsKnowTheSpiAndTheProtocolOnly =
      noClasses()
          .that()
          .resideInAnyPackage("io.herd.transport..", "io.herd.places..", "io.herd.tls..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.herd..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.herd.transport..",
                              "io.herd.places..",
                              "io.herd.tls..",
                              "io.herd.spi..",
                              "io.herd.protocol.."))));

  @ArchTest
  static final ArchRule theNioTransportNeedsTheJdkAndSlf4jOnly =
      noClasses()
          .that()
          .resideInAPackage("io.herd.transport.nio..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..",
              "javax.net.ssl..",
              "io.herd.transport.nio..",
              "io.herd.spi..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule modulesMeetInOnePlace =
      noClasses()
          .that()
          .resideInAnyPackage("io.herd.examples..")
          .and(not(simpleNameIs("Bootstrap")))
          .and(not(simpleNameIs("EmbeddedNode")))
          .and(not(simpleNameIs("EmbeddedHerd")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.herd.transport..");

  @ArchTest
  static void everyPackageIsKnown(JavaClasses all) {
    List<String> known =
        List.of(
            "io.herd",
            "io.herd.auth",
            "io.herd.examples",
            "io.herd.examples.cli",
            "io.herd.examples.config",
            "io.herd.examples.sim",
            "io.herd.examples.unix",
            "io.herd.examples.wirelog",
            "io.herd.flood",
            "io.herd.internal",
            "io.herd.places",
            "io.herd.protocol",
            "io.herd.spi",
            "io.herd.store",
            "io.herd.tls",
            "io.herd.transport.netty",
            "io.herd.transport.nio");
    var found =
        all.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.startsWith("io.herd.testkit"))
            .collect(Collectors.toCollection(TreeSet::new));
    known.forEach(found::remove);
    assertTrue(found.isEmpty(), "packages that no rule knows: " + found);
  }

  @ArchTest
  static void theRulesSeeAllModules(JavaClasses all) {
    for (Class<?> type :
        List.of(
            io.herd.HerdNode.class,
            io.herd.places.EmbeddedPlaces.class,
            io.herd.transport.nio.NioTransport.class,
            Bootstrap.class)) {
      assertTrue(all.contain(type), type.getName());
    }
    assertTrue(new ClassFileImporter().importPackages("io.herd.testkit").size() > 0);
  }

  private static DescribedPredicate<JavaClass> simpleNameIs(String name) {
    return DescribedPredicate.describe("is " + name, type -> type.getSimpleName().equals(name));
  }
}
