package io.tollgate.local.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.local.process.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ExternalServersTest {
    private static Settings settings(String variable, String value) throws InvalidSettingsException {
        return Settings.of(Path.of("/checkout"), new Variables(Map.of(variable, value)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            KAFKA_BOOTSTRAP_SERVERS | kafka                              | KAFKA_BOOTSTRAP_SERVERS must have the form host:port
            KAFKA_BOOTSTRAP_SERVERS | 127.0.0.1:99999                    | KAFKA_BOOTSTRAP_SERVERS must have the form host:port
            KAFKA_BOOTSTRAP_SERVERS | no-such-host.invalid:9092          | KAFKA_BOOTSTRAP_SERVERS names no server that answers
            KAFKA_BOOTSTRAP_SERVERS | 127.0.0.1:CLOSED                   | KAFKA_BOOTSTRAP_SERVERS names no server that answers
            REDIS_URL               | http://:hush-hush@127.0.0.1:CLOSED | REDIS_URL must have the form redis://host:port
            REDIS_URL               | redis://:hush hush                 | REDIS_URL must have the form redis://host:port
            REDIS_URL               | redis://:hush-hush@127.0.0.1:CLOSED | REDIS_URL names a server that does not answer
            TOLLGATE_POSTGRES_URL   | postgresql://user:hush-hush@127.0.0.1:CLOSED/database?password=hush-hush | TOLLGATE_POSTGRES_URL names a database that cannot be used
            """)
    void shouldNameTheVariableOfAServerThatIsNotThereAndNoPassword(String variable, String value, String message)
            throws Exception {
        // Given
        Settings settings = settings(variable, value.replace("CLOSED", Integer.toString(new Ports().pick())));

        // When / Then
        assertThatThrownBy(() -> ExternalServers.refuseUnreachable(settings))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("hush")
                .hasNoCause();
    }

    @Test
    void shouldBeContentWithOneKafkaServerThatAnswers() throws Exception {
        // Given
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = settings(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    "127.0.0.1:" + new Ports().pick() + ", 127.0.0.1:" + server.getLocalPort());

            // When / Then
            assertThatCode(() -> ExternalServers.refuseUnreachable(settings)).doesNotThrowAnyException();
        }
    }
}
