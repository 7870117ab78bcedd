package io.herd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.concurrent.Executor;

/** What the core may do and what its packages may use. */
@AnalyzeClasses(packages = "io.herd", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule opensNoSocket =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.net\\.(Server|Datagram|Multicast)?Socket(Impl.*|Factory)?")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.net\\.(URL|HttpURLConnection|http\\..*)")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.channels..", "javax.net", "sun..", "com.sun..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("javax\\.net\\.ssl\\..*(Socket|URL|Https|Store|Manager).*");

  @ArchTest
  static final ArchRule readsNoFile =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(File|RandomAccessFile|Console).*");

  @ArchTest
  static final ArchRule startsNoThread =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Executor.class)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.(Timer|concurrent\\.(Executors|Fork.*|ThreadFactory|.*Pool.*))")
          .orShould()
          .accessTargetWhere(to("java.lang.Thread", "<init>|start|sleep|ofVirtual|ofPlatform"))
          .orShould()
          .accessTargetWhere(
              to("java.util.concurrent.Completa.*", ".*Async|.*Timeout|delayedExecutor"));

  @ArchTest
  static final ArchRule readsNoClock =
      noClasses()
          .should()
          .accessTargetWhere(to("java.lang.System", "nanoTime|currentTimeMillis"))
          .orShould()
          .accessTargetWhere(to("java.time.*", "now|system.*"))
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.time\\.Clock|java\\.util\\.(Date|.*Calendar)");

  @ArchTest
  static final ArchRule drawsNoRandomNumber =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.(SplittableRandom|random\\.RandomGeneratorFactory)")
          .orShould()
          .accessTargetWhere(to("java.lang.(Strict)?Math", "random"))
          .orShould()
          .accessTargetWhere(to("java.util.UUID", "randomUUID"))
          .orShould()
          .accessTargetWhere(to("java.util.random.RandomGenerator", "of|getDefault"));

  @ArchTest
  static final ArchRule dependsOnTheJdkAndTwoLibraries =
      classes()
          .should()
          .onlyDependOnClassesThat(
              in("io.herd")
                  .or(in("java"))
                  .or(in("javax.crypto"))
                  .or(in("javax.net.ssl"))
                  .or(in("javax.security.auth.x500"))
                  .or(in("org.slf4j"))
                  .or(in("org.jspecify")));

  @ArchTest static final ArchRule protocolUsesNothingElse = uses("io.herd.protocol");

  @ArchTest static final ArchRule spiUsesTheProtocol = uses("io.herd.spi", "io.herd.protocol");

  @ArchTest
  static final ArchRule storeUsesSpiAndProtocol =
      uses("io.herd.store", "io.herd.spi", "io.herd.protocol");

  @ArchTest
  static final ArchRule floodUsesSpiAndProtocol =
      uses("io.herd.flood", "io.herd.spi", "io.herd.protocol");

  @ArchTest
  static final ArchRule authUsesSpiAndProtocol =
      uses("io.herd.auth", "io.herd.spi", "io.herd.protocol");

  @ArchTest
  static final ArchRule insideIsUsedByTheApiOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.herd", "io.herd.internal")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.herd.internal..");

  private static ArchRule uses(String itself, String... others) {
    DescribedPredicate<JavaClass> used = JavaClass.Predicates.resideInAPackage(itself);
    for (String other : others) {
      used = used.or(JavaClass.Predicates.resideInAPackage(other));
    }
    return classes()
        .that()
        .resideInAPackage(itself)
        .should()
        .onlyDependOnClassesThat(used.or(JavaClass.Predicates.resideOutsideOfPackage("io.herd..")));
  }

  private static DescribedPredicate<JavaClass> in(String start) {
    return new DescribedPredicate<>(start + "..") {
      @Override
      public boolean test(JavaClass other) {
        JavaClass base = other.getBaseComponentType();
        return base.isPrimitive() || base.getPackageName().matches(start + "(\\..*)?");
      }
    };
  }

  private static DescribedPredicate<JavaAccess<?>> to(String owner, String member) {
    return DescribedPredicate.describe(
        owner + "." + member,
        access ->
            access.getTargetOwner().getName().matches(owner) && access.getName().matches(member));
  }
}
