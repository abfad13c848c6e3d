package io.tollgate.chat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What keeps the service in one piece, and its pieces apart. */
class ArchitectureTest {

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tollgate.chat");

    @Test
    void shouldSeeTheService() {
        assertThat(SERVICE.size()).isGreaterThan(100);
    }

    @Test
    void shouldKeepFeaturesFreeOfCycles() {
        slices().matching("io.tollgate.chat.(*)..").should().beFreeOfCycles().check(SERVICE);
    }

    @Test
    void shouldKeepTheWireLanguageFreeOfTheService() {
        classes()
                .that()
                .resideInAPackage("..chat.openai..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.core..",
                        "io.vertx.core.buffer..",
                        "io.vertx.core.json..",
                        "io.tollgate.contracts..",
                        "io.tollgate.chat.openai..")
                .check(SERVICE);
    }

    @Test
    void shouldKeepTranslationFreeOfTheService() {
        classes()
                .that()
                .resideInAPackage("..chat.dialect..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson..",
                        "software.amazon.eventstream..",
                        "io.tollgate.chat.dialect..")
                .check(SERVICE);
    }

    @Test
    void shouldKeepViewsAndArithmeticFreeOfFrameworks() {
        classes()
                .that()
                .haveNameMatching(".*\\.(AccessView|PriceView|BudgetView|LocalReservations|StoreAvailability|"
                        + "CostCalculator|UsageBounds|ChatRequest|StreamOptions|ByteRange|BudgetSnapshot|Reservation|"
                        + "ReservationOutcome|SettleOutcome|OutboxEntry|UsageEvents|GatewayFailure)(\\$.*)?")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.tollgate..")
                .check(SERVICE);
    }

    @Test
    void shouldDependOnErrorsAndTelemetryButNeverTheOtherWayRound() {
        noClasses()
                .that()
                .resideInAnyPackage("..chat.failure..", "..chat.telemetry..", "..chat.clock..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..chat.access..",
                        "..chat.admission..",
                        "..chat.completion..",
                        "..chat.edge..",
                        "..chat.guard..",
                        "..chat.metering..",
                        "..chat.provider..",
                        "..chat.reservation..",
                        "..chat.topic..")
                .check(SERVICE);
    }

    @Test
    void shouldSpeakToRedisAndKafkaInOnePlaceEach() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..chat.reservation..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.redis..")
                .check(SERVICE);
        noClasses()
                .that()
                .resideOutsideOfPackage("..chat.topic..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(SERVICE);
        noClasses()
                .that()
                .resideOutsideOfPackage("..chat.metering..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.microprofile.reactive.messaging..")
                .check(SERVICE);
    }

    @Test
    void shouldRouteInThePlainRouterOnly() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Resource")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(SERVICE);
        noClasses()
                .that()
                .resideOutsideOfPackage("..chat.edge..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.ext.web..")
                .check(SERVICE);
    }

    @Test
    void shouldInjectByConstructorOnly() {
        fields().should().notBeAnnotatedWith(Inject.class).check(SERVICE);
        methods().should().notBeAnnotatedWith(Inject.class).check(SERVICE);
    }

    @Test
    void shouldAskTheInjectedClockAndNeverSleep() {
        noClasses().should().callMethod(Instant.class, "now").check(SERVICE);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(SERVICE);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(SERVICE);
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(SERVICE);
        noClasses().should().accessField(System.class, "out").check(SERVICE);
        noClasses().should().accessField(System.class, "err").check(SERVICE);
    }

    @Test
    void shouldNameClassesForWhatTheyDo() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Dto)")
                .check(SERVICE);
    }
}
