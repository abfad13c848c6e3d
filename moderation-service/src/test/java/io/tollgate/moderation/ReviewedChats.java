package io.tollgate.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import io.quarkus.test.common.http.TestHTTPResource;
import io.tollgate.contracts.content.ContentSealer;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.ContentKeyPublished;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.TranscriptContent;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Chats of organizations whose policy stores them, as the gateway publishes them, and what becomes of them. */
@SuppressWarnings("NullAway.Init") // injected
abstract class ReviewedChats {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String MARKER = "quokka-7731-marker";
    static final String POLICY = """
            {"fail_mode":"open","stream_mode":"balanced","stores_content":true,"retention_days":30,
             "rules":[{"subject":"names","stage":"output","action":"flag"}],
             "terms":[{"id":"names","terms":["bluebird nine"]}]}""";

    @TestHTTPResource("/v1/organization/moderation/")
    URI api;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    Pool pool;

    final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    CompletableFuture<HttpResponse<String>> sending(String method, String path, String key, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer " + key)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String key, @Nullable String body) {
        return sending(method, path, key, body).join();
    }

    JsonNode read(HttpResponse<String> answer) {
        try {
            return json.readTree(answer.body());
        } catch (IOException malformed) {
            throw new AssertionError(answer.body(), malformed);
        }
    }

    List<ConsumerRecord<String, byte[]>> all(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** What chat-service would have: the newest key of an organization. */
    private ContentSealer sealer(String organization) {
        return all(EventType.CONTENT_KEY_PUBLISHED.topic()).stream()
                .filter(record -> record.key().equals(organization))
                .map(record -> {
                    try {
                        return EventJson.read(EventType.CONTENT_KEY_PUBLISHED, record.value());
                    } catch (MalformedEventException malformed) {
                        throw new AssertionError(malformed);
                    }
                })
                .filter(ContentKeyPublished::active)
                .reduce((older, newer) -> newer)
                .map(key -> ContentSealer.of(key.keyId(), key.publicKey()))
                .orElseThrow();
    }

    void publish(String organization, byte[] event, UUID id) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(EventType.TRANSCRIPT_RECORDED.topic(), id.toString(), event);
            new CloudEventAttributes(
                            id.toString(),
                            "test",
                            EventType.TRANSCRIPT_RECORDED.type(),
                            "organization/" + organization,
                            Instant.EPOCH)
                    .toHeaders(EventType.TRANSCRIPT_RECORDED)
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            var _ = producer.send(record);
        }
    }

    byte[] transcript(String organization, UUID request, @Nullable Integer days, boolean degraded) {
        List<Turn> turns = List.of(
                new Turn(Stage.INPUT, "user", "who comes? " + MARKER, null, null),
                new Turn(Stage.OUTPUT, "assistant", "bluebird nine, " + MARKER, 0, "content"));
        String project = "proj_" + organization;
        return EventJson.write(
                EventType.TRANSCRIPT_RECORDED,
                new TranscriptRecorded(
                        request,
                        organization,
                        project,
                        "key_1",
                        null,
                        "small",
                        Instant.ofEpochMilli(System.currentTimeMillis()),
                        1L,
                        null,
                        null,
                        degraded,
                        days,
                        false,
                        List.of(),
                        TranscriptContent.seal(sealer(organization), request, organization, project, turns)));
    }

    /** A completed chat of an organization whose policy stores it, and the review item that it leads to. */
    String reviewed(String organization, UUID request) {
        assertThat(send("PUT", "policies/proj_" + organization, "owner." + organization, POLICY)
                        .statusCode())
                .isEqualTo(200);
        publish(organization, transcript(organization, request, 30, false), request);
        await().atMost(PATIENCE).until(() -> !items(organization).isEmpty());
        return items(organization).get(0).path("id").asText();
    }

    JsonNode items(String organization) {
        return read(send("GET", "reviews", "owner." + organization, null)).path("data");
    }

    long count(String sql, Object parameter) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(parameter))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    static UUID newRequest() {
        return Generators.timeBasedEpochGenerator().generate();
    }
}
