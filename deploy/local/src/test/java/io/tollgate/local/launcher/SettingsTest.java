package io.tollgate.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Path CHECKOUT = Path.of("/checkout");

    private static Settings settings(Map<String, String> environment) throws InvalidSettingsException {
        return Settings.of(CHECKOUT, new Variables(environment));
    }

    @Test
    void shouldHaveDefaultsForEverything() throws InvalidSettingsException {
        // When
        Settings settings = settings(Map.of("TOLLGATE_HOME", "", "OPENAI_API_KEY", " "));

        // Then
        assertThat(settings.home()).isEqualTo(CHECKOUT.resolve(".tollgate"));
        assertThat(settings.ports())
                .isEqualTo(Map.of(Service.CHAT, 8080, Service.MODERATION, 8081, Service.BILLING, 8082));
        assertThat(settings.kafka()).isEmpty();
        assertThat(settings.postgres()).isEmpty();
        assertThat(settings.redis()).isEmpty();
        assertThat(settings.adminKey()).isEmpty();
        assertThat(settings.routes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TOLLGATE_CHAT_PORT, eighty, TOLLGATE_CHAT_PORT must be a port",
        "TOLLGATE_CHAT_PORT, 64536, TOLLGATE_CHAT_PORT must be a port",
        "TOLLGATE_BILLING_PORT, 0, TOLLGATE_BILLING_PORT must be a port",
        "TOLLGATE_CHAT_PORT, 8082, Port 8082 is asked for twice",
        "TOLLGATE_CHAT_PORT, 9081, Port 9081 is asked for twice",
        "TOLLGATE_ADMIN_KEY, sk-admin-short, TOLLGATE_ADMIN_KEY must be",
        "TOLLGATE_CONFIG, /no/such/file.yaml, TOLLGATE_CONFIG names a file that cannot be read",
        "TOLLGATE_POSTGRES_URL, jdbc:postgresql://host/db, TOLLGATE_POSTGRES_URL must have the form"
    })
    void shouldNameTheVariableThatIsWrong(String variable, String value, String message) {
        // When / Then
        assertThatThrownBy(() -> settings(Map.of(variable, value)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldDeriveTheDatabaseOfTheServicesFromOneUrl() throws InvalidSettingsException {
        // Given
        String url = "postgresql://bil%40ling:p%3Ass+word@db.example.org/ledger?ssl=true";

        // When
        PostgresUrl postgres = PostgresUrl.parse(url);

        // Then
        assertThat(postgres.ofService("moderation").environment())
                .containsEntry(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:postgresql://db.example.org:5432/ledger_moderation?ssl=true");
        assertThat(postgres.environment())
                .isEqualTo(Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://db.example.org:5432/ledger?ssl=true",
                        "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://db.example.org:5432/ledger?ssl=true",
                        "QUARKUS_DATASOURCE_USERNAME", "bil@ling",
                        "QUARKUS_DATASOURCE_PASSWORD", "p:ss+word"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://user@host/db",
                "postgresql://user:secret-word@host",
                "http://user:secret-word@host/db",
                "::secret-word"
            })
    void shouldNotRepeatThePasswordOfAUrlItCannotRead(String url) {
        // When / Then
        assertThatThrownBy(() -> PostgresUrl.parse(url))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageNotContaining("secret-word")
                .hasNoCause();
    }
}
