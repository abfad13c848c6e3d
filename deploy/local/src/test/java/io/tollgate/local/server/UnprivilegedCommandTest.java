package io.tollgate.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnprivilegedCommandTest {
    @Test
    void shouldLeaveTheCommandAsItIsWhenNotRoot() throws Exception {
        // When
        List<String> command = UnprivilegedCommand.of(false, List.of("false"), "postgres", "-D", "data");

        // Then
        assertThat(command).containsExactly("postgres", "-D", "data");
    }

    @Test
    void shouldPutRootIntoANamespaceWhenTheSystemAllowsIt() throws Exception {
        // When
        List<String> command = UnprivilegedCommand.of(true, List.of("env"), "postgres");

        // Then
        assertThat(command).containsExactly("env", "postgres");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "/no/such/program"})
    void shouldNameTheWayOutWhenTheSystemDeniesRootANamespace(String namespace) {
        // When / Then
        assertThatThrownBy(() -> UnprivilegedCommand.of(true, List.of(namespace), "postgres"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PostgreSQL does not run as root")
                .hasMessageContaining("TOLLGATE_POSTGRES_URL");
    }
}
