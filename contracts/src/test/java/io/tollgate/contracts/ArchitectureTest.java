package io.tollgate.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every consumer of the contracts depends on must stay small and pure. */
class ArchitectureTest {

    private static final JavaClasses CONTRACTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tollgate.contracts");

    @Test
    void shouldSeeTheContracts() {
        assertThat(CONTRACTS.size()).isGreaterThan(20);
    }

    @Test
    void shouldDependOnJavaJacksonAndJspecifyOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "com.fasterxml.jackson..",
                        "org.jspecify..",
                        "io.tollgate.contracts..")
                .check(CONTRACTS);
    }

    @Test
    void shouldKeepArithmeticFreeOfEvents() {
        noClasses()
                .that()
                .resideInAnyPackage("..money..", "..usage..", "..price..", "..budget..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..event..")
                .check(CONTRACTS);
        slices().matching("io.tollgate.contracts.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CONTRACTS);
    }

    @Test
    void shouldDoNoInputOrOutputAndAskNoClock() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net.http..", "java.sql..")
                .check(CONTRACTS);
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(CONTRACTS);
        noClasses().should().callMethod(Instant.class, "now").check(CONTRACTS);
        noClasses().should().callMethod(LocalDate.class, "now").check(CONTRACTS);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CONTRACTS);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CONTRACTS);
        noClasses().should().accessField(System.class, "out").check(CONTRACTS);
    }

    @Test
    void shouldNeverCalculateMoneyInFloatingPoint() {
        noClasses()
                .that()
                .resideInAnyPackage("..money..", "..usage..", "..price..", "..budget..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Double.class, Float.class)
                .orShould()
                .callConstructor(BigDecimal.class, double.class)
                .orShould()
                .callMethod(BigDecimal.class, "doubleValue")
                .check(CONTRACTS);
    }

    @Test
    void shouldNotNameClassesAfterNothing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Dto)")
                .check(CONTRACTS);
    }
}
