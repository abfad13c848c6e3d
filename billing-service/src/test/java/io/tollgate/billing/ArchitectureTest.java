package io.tollgate.billing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String[] MONEY = {
        "io.tollgate.billing.ledger..",
        "io.tollgate.billing.price..",
        "io.tollgate.billing.budget..",
        "io.tollgate.billing.report..",
        "io.tollgate.billing.intake..",
        "io.tollgate.billing.credit..",
        "io.tollgate.billing.rerating..",
        "io.tollgate.billing.export..",
        "io.tollgate.billing.forecast..",
        "io.tollgate.billing.reconciliation..",
        "io.tollgate.billing.selfaudit.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tollgate.billing");

    @Test
    void shouldHaveFeaturesWithoutCycles() {
        check(slices().matching("io.tollgate.billing.(*)..").should().beFreeOfCycles());
    }

    @Test
    void shouldServePathsInResourcesOnlyAndNeverDependOnThem() {
        check(
                noClasses().that(not(simpleNameEndingWith("Resource"))).should().beAnnotatedWith(Path.class),
                noClasses()
                        .that(not(simpleNameEndingWith("Resource")))
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("io.tollgate..").and(simpleNameEndingWith("Resource"))));
    }

    @Test
    void shouldKeepEntitiesOutOfTheApi() {
        check(
                noClasses()
                        .that()
                        .haveSimpleNameEndingWith("Resource")
                        .should()
                        .dependOnClassesThat()
                        .haveSimpleNameEndingWith("Entity"),
                classes()
                        .that()
                        .areAnnotatedWith(Entity.class)
                        .should()
                        .bePackagePrivate()
                        .andShould()
                        .haveSimpleNameEndingWith("Entity"));
    }

    @Test
    void shouldTouchKafkaInIntakeAndOutboxOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.tollgate.billing.intake..", "io.tollgate.billing.outbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.eclipse.microprofile.reactive.messaging.."));
    }

    @Test
    void shouldInjectThroughConstructorsIntoImmutableBeans() {
        check(noFields().should().beAnnotatedWith(Inject.class));
        check(fields().that().areStatic().should().beFinal());
    }

    @Test
    void shouldTakeTimeAndChanceFromOutside() {
        check(
                noClasses().should().callMethod(Instant.class, "now"),
                noClasses().should().callMethod(OffsetDateTime.class, "now"),
                noClasses().should().callMethod(Thread.class, "sleep", long.class),
                noClasses().should().dependOnClassesThat().belongToAnyOf(Random.class),
                noClasses().should().accessField(System.class, "out"));
    }

    @Test
    void shouldCountMoneyInIntegersAndDecimalsOnly() {
        DescribedPredicate<JavaClass> floating = DescribedPredicate.describe(
                "floating point",
                type -> List.of("double", "float", "java.lang.Double", "java.lang.Float")
                        .contains(type.getName()));
        check(
                noFields()
                        .that()
                        .areDeclaredInClassesThat(resideInAnyPackage(MONEY))
                        .should()
                        .haveRawType(floating),
                noMethods()
                        .that()
                        .areDeclaredInClassesThat(resideInAnyPackage(MONEY))
                        .should()
                        .haveRawReturnType(floating),
                noClasses().that().resideInAnyPackage(MONEY).should().dependOnClassesThat(floating),
                noClasses().should().callConstructor(BigDecimal.class, double.class),
                noClasses().should().callMethod(BigDecimal.class, "valueOf", double.class),
                noClasses().should().callMethod(BigDecimal.class, "doubleValue"));
    }

    @Test
    void shouldNameThingsAfterWhatTheyAre() {
        check(noClasses().should().haveSimpleNameEndingWith("Util"));
        check(noClasses().should().haveSimpleNameEndingWith("Helper"));
        check(noClasses().should().haveSimpleNameEndingWith("Manager"));
        check(noClasses().should().haveSimpleNameEndingWith("Impl"));
        check(noClasses().should().haveSimpleNameEndingWith("Dto"));
    }

    private static void check(ArchRule... rules) {
        for (ArchRule rule : rules) {
            rule.check(CLASSES);
        }
    }
}
