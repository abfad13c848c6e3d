package io.tollgate.moderation.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tollgate.moderation.engine");

    static List<ArchRule> rules() {
        return List.of(
                classes()
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..", "org.jspecify..", "com.google.re2j..", "io.tollgate.moderation.engine.."),
                noClasses()
                        .that()
                        .resideInAnyPackage("..text..", "..automaton..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.tollgate.moderation.engine"),
                slices().matching("io.tollgate.moderation.engine.(*)..")
                        .should()
                        .beFreeOfCycles(),
                noClasses().should().callMethod(Thread.class, "sleep", long.class),
                noClasses().should().accessField(System.class, "out"),
                noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.util.Random"),
                noClasses().should().haveNameMatching(".*(Util|Helper|Manager|Impl|Dto)"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldKeepRule(ArchRule rule) {
        // When
        var check = assertThatCode(() -> rule.check(CLASSES));

        // Then
        check.doesNotThrowAnyException();
    }
}
