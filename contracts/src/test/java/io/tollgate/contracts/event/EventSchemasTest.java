package io.tollgate.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The committed schemas are what the records say. After a change that is meant, rewrite them:
 * {@code ./mvnw -pl contracts test -Dtest=EventSchemasTest -Dtollgate.schemas.write=true}. Within a major version a change may
 * only add optional fields or widen; the golden examples guard that.
 */
class EventSchemasTest {

    private static final boolean WRITE = Boolean.getBoolean("tollgate.schemas.write");

    static Stream<EventType<?>> types() {
        return EventType.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldBeTheSchemaThatIsCommitted(EventType<?> type) throws IOException {
        // Given
        Path committed = ContractFiles.schema(type);

        // When
        String generated = EventJson.mapper()
                        .writer(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(EventSchemas.schemaOf(type))
                + "\n";
        if (WRITE) {
            Files.createDirectories(ContractFiles.SCHEMAS);
            Files.writeString(committed, generated);
        }

        // Then
        assertThat(committed)
                .as("rewrite with -Dtollgate.schemas.write=true if the change is meant")
                .hasContent(generated);
    }

    @Test
    void shouldBeOneSchemaForEachTypeAndNoOther() {
        assertThat(ContractFiles.list(ContractFiles.SCHEMAS))
                .map(path -> path.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(
                        EventType.ALL.stream().map(ContractFiles::schemaName).toList());
    }
}
