package io.tollgate.chat.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRoutesTest {

    private static final String YAML = """
            providers:
              one: {kind: openai, base-url: https://models.test, api-key: "file:%s"}
            models:
              fast: {targets: [{provider: one, model: m-1}]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    private Path directory;

    private final MutableClock clock = new MutableClock(Instant.EPOCH);
    private Path file = Path.of("routes.yaml");
    private Path key = Path.of("key");

    @SuppressWarnings("NullAway.Init") // set before each test
    private LiveRoutes live;

    @BeforeEach
    void read() throws IOException, InvalidRoutesException {
        file = directory.resolve("routes.yaml");
        key = directory.resolve("key");
        Files.writeString(key, "sk-secret-1");
        Files.writeString(file, YAML.formatted(key));
        live = new LiveRoutes(file, Map.<String, String>of()::get, clock);
    }

    @Test
    void shouldTakeAFileThatHasChanged() throws IOException {
        // Given
        Routes before = live.current();
        Files.writeString(file, YAML.formatted(key).replace("fast", "quick"));

        // When
        live.reload();

        // Then
        assertThat(live.current().resolve("quick")).isPresent();
        assertThat(live.current().version()).isNotEqualTo(before.version());
        // What a request began with stays as it was.
        assertThat(before.resolve("fast")).isPresent();
    }

    @Test
    void shouldKeepTheVersionInForceWhereNothingHasChanged() {
        // Given
        LiveRoutes.InForce before = live.inForce();

        // When
        live.reload();

        // Then
        assertThat(live.inForce()).isSameAs(before);
    }

    @Test
    void shouldTakeASecretThatWasReplaced() throws IOException {
        // Given
        Files.writeString(key, "sk-secret-2");

        // When
        live.reload();

        // Then
        assertThat(live.current().providers())
                .extracting(provider -> provider.apiKeys().getFirst())
                .containsExactly(Secret.of("sk-secret-2"));
    }

    @Test
    void shouldKeepTheVersionInForceWhereTheFileCannotBeUsed() throws IOException {
        // Given
        Files.writeString(file, "providers: {}");

        // When
        live.reload();

        // Then
        assertThat(live.current().resolve("fast")).isPresent();
        assertThat(live.problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem).contains("providers (line 1, column 1): needs at least one provider"));
    }

    @Test
    void shouldKeepTheVersionInForceWhereTheFileIsGone() throws IOException {
        // Given
        Files.delete(file);

        // When
        live.reload();

        // Then
        assertThat(live.current().resolve("fast")).isPresent();
        assertThat(live.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("does not exist"));
    }

    @Test
    void shouldForgetTheProblemWhenTheFileIsRightAgain() throws IOException {
        // Given
        Files.writeString(file, "providers: {}");
        live.reload();
        Files.writeString(file, YAML.formatted(key).replace("fast", "quick"));

        // When
        live.reload();

        // Then
        assertThat(live.problem()).isEmpty();
        assertThat(live.current().resolve("quick")).isPresent();
    }

    @Test
    void shouldReportWhatIsInForceWithoutAnySecret() throws IOException {
        // Given
        Files.writeString(file, "providers: {}");
        live.reload();

        // When
        String report = RoutesReport.of(live).encode();

        // Then
        assertThat(report)
                .contains("\"version\":\"" + live.current().version() + "\"", "\"degraded\":true", "\"name\":\"fast\"")
                .doesNotContain("sk-secret", key.toString());
    }
}
