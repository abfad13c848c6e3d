package io.tollgate.local.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollgate.contracts.event.EventType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RunningServersTest {
    private static RunningServers servers;

    @BeforeAll
    static void startServers() {
        servers = RunningServers.start(List.of("kafka", "postgresql", "redis"));
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @Test
    void shouldCreateTheTopicsOfTheContracts() throws Exception {
        // Given
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            // When
            var topics = admin.listTopics().names().get();

            // Then
            assertThat(topics)
                    .containsAll(EventType.ALL.stream().map(EventType::topic).toList())
                    .contains(EventType.USAGE_RECORDED.deadLetterTopic());
        }
    }

    @Test
    void shouldKeepAcknowledgedRecordsWhenTheBrokerIsKilled() throws Exception {
        // Given
        String topic = EventType.VERDICT_REACHED.topic();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 3, "organization", "kept"))
                    .get();
        }

        // When
        servers.kill("kafka");
        servers.start("kafka");

        // Then
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 3);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            assertThat(consumer.poll(Duration.ofSeconds(30)))
                    .singleElement()
                    .satisfies(kept -> assertThat(kept.value()).isEqualTo("kept"));
        }
    }

    @Test
    void shouldKeepCommittedRowsWhenPostgresqlIsKilled() throws SQLException {
        // Given
        try (Connection connection = database();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (value text)");
            statement.execute("INSERT INTO kept VALUES ('row')");
        }

        // When
        servers.kill("postgresql");
        servers.start("postgresql");

        // Then
        try (Connection connection = database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT value FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("row");
        }
    }

    @Test
    void shouldStartPostgresqlAgainWhileABackendOfTheKilledOneIsStillBusy() throws SQLException {
        // Given: a computation that does not look up when its postmaster dies
        try (Connection busy = database();
                var computation = busy.createStatement();
                Connection observer = database();
                var activity = observer.createStatement()) {
            CompletableFuture<Void> endless = CompletableFuture.runAsync(() -> assertThatThrownBy(() ->
                            computation.execute("SELECT count(*) FROM generate_series(1, 100000000000) -- endless"))
                    .isInstanceOf(SQLException.class));
            await().until(() -> {
                var rows = activity.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE state = 'active' AND query LIKE '%-- endless' AND pid <> pg_backend_pid()");
                return rows.next() && rows.getInt(1) == 1;
            });

            // When
            servers.kill("postgresql");
            servers.start("postgresql");

            // Then
            assertThat(endless).succeedsWithin(Duration.ofSeconds(30));
        }
        try (Connection connection = database()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void shouldRefuseAWrongPassword() {
        // Given
        String url = servers.configuration().get("quarkus.datasource.jdbc.url");

        // When / Then
        assertThatThrownBy(() -> DriverManager.getConnection(url, "tollgate", "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void shouldKeepAnsweredWritesWhenRedisIsKilled() throws IOException {
        // Given
        assertThat(redis("SET kept value")).isEqualTo("+OK");

        // When
        servers.kill("redis");
        servers.start("redis");

        // Then
        assertThat(redis("GET kept")).isEqualTo("$5");
    }

    @Test
    void shouldReachTheServersFromAnotherClassLoaderByCurrent() {
        // Given
        long pid = servers.pid("redis");

        // When
        RunningServers current = EmbeddedServers.current();

        // Then
        assertThat(current.pid("redis")).isEqualTo(pid);
        assertThat(current.port("redis")).isEqualTo(servers.port("redis"));
        assertThat(ProcessHandle.of(pid).flatMap(process -> process.info().command()))
                .hasValueSatisfying(command -> assertThat(command).endsWith("redis-server"));
    }

    @Test
    void shouldEndEveryServerWhenClosed() {
        // Given
        RunningServers others = RunningServers.start(List.of("redis", "postgresql"));
        Optional<ProcessHandle> redis = ProcessHandle.of(others.pid("redis"));
        Optional<ProcessHandle> postgresql = ProcessHandle.of(others.pid("postgresql"));

        // When
        others.close();

        // Then
        assertThat(redis)
                .hasValueSatisfying(process -> assertThat(process.isAlive()).isFalse());
        assertThat(postgresql)
                .hasValueSatisfying(process -> assertThat(process.isAlive()).isFalse());
    }

    @Test
    void shouldNameTheServersThatExistWhenAskedForAnother() {
        // When / Then
        assertThatThrownBy(() -> servers.kill("mongodb"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("kafka");
    }

    private static String bootstrapServers() {
        return "127.0.0.1:" + servers.port("kafka");
    }

    private static Connection database() throws SQLException {
        Map<String, String> configuration = servers.configuration();
        return DriverManager.getConnection(
                configuration.get("quarkus.datasource.jdbc.url"),
                configuration.get("quarkus.datasource.username"),
                configuration.get("quarkus.datasource.password"));
    }

    private static String redis(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), servers.port("redis"));
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(in.readLine());
        }
    }
}
