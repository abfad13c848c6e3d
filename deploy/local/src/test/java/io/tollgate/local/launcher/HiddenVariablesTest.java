package io.tollgate.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenVariablesTest {
    private static final List<String> VARIABLES = List.of(
            "PATH",
            "OPENAI_API_KEY",
            "TOLLGATE_ADMIN_KEY",
            "TOLLGATE_POSTGRES_URL",
            "TOLLGATE_CONTENT_KEY",
            "QUARKUS_DATASOURCE_PASSWORD",
            "REDIS_URL",
            "AWS_SECRET_ACCESS_KEY");

    @ParameterizedTest
    @CsvSource({
        "chat-service, PATH OPENAI_API_KEY REDIS_URL AWS_SECRET_ACCESS_KEY",
        "moderation-service, PATH TOLLGATE_CONTENT_KEY QUARKUS_DATASOURCE_PASSWORD REDIS_URL AWS_SECRET_ACCESS_KEY",
        "billing-service, PATH TOLLGATE_ADMIN_KEY QUARKUS_DATASOURCE_PASSWORD REDIS_URL AWS_SECRET_ACCESS_KEY",
        "postgresql, PATH",
        "redis, PATH",
        "kafka, PATH",
        "simulator, PATH"
    })
    void shouldShowAPartNoSecretButThoseItNeeds(String part, String shown) {
        // When
        List<String> seen =
                VARIABLES.stream().filter(HiddenVariables.from(part).negate()).toList();

        // Then
        assertThat(seen).containsExactly(shown.split(" "));
    }
}
