package io.tollgate.moderation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/moderation/engine/"))
            .importPackages("io.tollgate.moderation");

    static List<ArchRule> rules() {
        return List.of(
                slices().matching("io.tollgate.moderation.(*)..").should().beFreeOfCycles(),
                classes().that().areAnnotatedWith(Path.class).should().haveSimpleNameEndingWith("Resource"),
                noClasses().should().dependOnClassesThat().haveSimpleNameEndingWith("Resource"),
                noFields().should().beAnnotatedWith(Inject.class),
                noClasses()
                        .that()
                        .resideOutsideOfPackages("..verdict..", "..policy..", "..content..", "..transcript..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.eclipse.microprofile.reactive.messaging..",
                                "io.smallrye.reactive.messaging..",
                                "org.apache.kafka.."),
                noClasses()
                        .that()
                        .resideInAnyPackage("..failure..", "..telemetry..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("..screening..", "..verdict..", "..lifecycle.."),
                classes()
                        .that()
                        .haveSimpleName("Verdicts")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("java..", "org.jspecify..", "io.tollgate.."),
                noClasses().should().callMethod(Thread.class, "sleep", long.class),
                noClasses().should().callMethod(Instant.class, "now"),
                noClasses().should().accessField(System.class, "out"),
                noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.util.Random"),
                noClasses().should().haveNameMatching(".*(Util|Helper|Manager|Impl|Dto)"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldKeepRule(ArchRule rule) {
        // When
        var check = assertThatCode(() -> rule.allowEmptyShould(false).check(CLASSES));

        // Then
        check.doesNotThrowAnyException();
    }
}
