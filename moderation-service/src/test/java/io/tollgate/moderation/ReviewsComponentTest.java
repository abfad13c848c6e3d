package io.tollgate.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
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
import io.tollgate.local.testing.EmbeddedServers;
import io.tollgate.moderation.content.ContentTestSettings;
import io.tollgate.moderation.policy.BillingFake;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedServers.class,
        initArgs = @ResourceArg(name = "servers", value = "kafka,postgresql,simulator"))
@QuarkusTestResource(BillingFake.class)
@QuarkusTestResource(ContentTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class ReviewsComponentTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MARKER = "quokka-7731-marker";
    private static final String POLICY = """
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

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    private CompletableFuture<HttpResponse<String>> sending(
            String method, String path, String key, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer " + key)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String key, @Nullable String body) {
        return sending(method, path, key, body).join();
    }

    private JsonNode read(HttpResponse<String> answer) {
        try {
            return json.readTree(answer.body());
        } catch (IOException malformed) {
            throw new AssertionError(answer.body(), malformed);
        }
    }

    private List<ConsumerRecord<String, byte[]>> all(String topic) {
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

    private void publish(String organization, byte[] event, UUID id) {
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

    private byte[] transcript(String organization, UUID request, @Nullable Integer days, boolean degraded) {
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
    private String reviewed(String organization, UUID request) {
        assertThat(send("PUT", "policies/proj_" + organization, "owner." + organization, POLICY)
                        .statusCode())
                .isEqualTo(200);
        publish(organization, transcript(organization, request, 30, false), request);
        await().atMost(PATIENCE).until(() -> !items(organization).isEmpty());
        return items(organization).get(0).path("id").asText();
    }

    private JsonNode items(String organization) {
        return read(send("GET", "reviews", "owner." + organization, null)).path("data");
    }

    private long count(String sql, Object parameter) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(parameter))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    private static UUID newRequest() {
        return Generators.timeBasedEpochGenerator().generate();
    }

    @Test
    void shouldPutAFindingBeforeReviewersWithItsVerdictAndRecordWhoLooked() {
        // Given
        UUID request = newRequest();
        String item = reviewed("ra", request);

        // When
        HttpResponse<String> content = send("GET", "reviews/" + item + "/content", "owner.ra", null);

        // Then
        assertThat(content.body()).contains("bluebird nine, " + MARKER);
        JsonNode found = read(send("GET", "reviews/" + item, "reader.ra", null));
        assertThat(found.path("request_id").asText()).isEqualTo(request.toString());
        assertThat(found.path("decision").asText()).isEqualTo("flag");
        assertThat(found.path("decision_then").asText()).isEqualTo("allow");
        assertThat(found.path("history").findValuesAsText("action")).containsExactly("viewed");
        assertThat(found.path("history").findValuesAsText("actor")).containsExactly("user_owner_ra");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(all(EventType.VERDICT_REACHED.topic()))
                        .filteredOn(record -> record.key().equals("ra"))
                        .singleElement()
                        .satisfies(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                                .contains(found.path("verdict_id").asText(), "\"decision\":\"flag\"")
                                .doesNotContain("bluebird", MARKER)));
    }

    @Test
    void shouldChangeNothingWhenATranscriptIsDeliveredAgain() {
        // Given
        UUID request = newRequest();
        reviewed("rb", request);

        // When
        publish("rb", transcript("rb", request, 30, false), request);
        UUID marker = newRequest();
        publish("rb", transcript("rb", marker, 30, false), marker);

        // Then
        await().atMost(PATIENCE).until(() -> items("rb").size() == 2);
        assertThat(count("SELECT count(*) FROM transcript WHERE request_id = $1", request))
                .isEqualTo(1);
    }

    @Test
    void shouldLetOneReviewerClaimAndDecide() {
        // Given
        String item = reviewed("rc", newRequest());

        // When
        List<Integer> statuses = List.of(
                        sending("POST", "reviews/" + item + "/claim", "owner.rc", ""),
                        sending("POST", "reviews/" + item + "/claim", "owner2.rc", ""))
                .stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::statusCode)
                .toList();

        // Then
        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
        String holder = statuses.getFirst() == 200 ? "owner.rc" : "owner2.rc";
        String other = statuses.getFirst() == 200 ? "owner2.rc" : "owner.rc";
        String decision = "{\"reason\":\"it is a threat\",\"labels\":[\"violence\"]}";
        assertThat(send("POST", "reviews/" + item + "/confirm", other, decision).statusCode())
                .isEqualTo(409);
        JsonNode confirmed = read(send("POST", "reviews/" + item + "/confirm", holder, decision));
        assertThat(confirmed.path("status").asText()).isEqualTo("confirmed");
        assertThat(confirmed.path("history").findValuesAsText("action")).containsExactly("claimed", "confirmed");
        HttpResponse<String> labels = send("GET", "review_labels", "owner.rc", null);
        assertThat(labels.body().lines()).hasSize(2).last().asString().contains("bluebird nine, " + MARKER, "\t1\t");
    }

    @Test
    void shouldShowNothingToOtherTenantsNorLetReadersDecide() {
        // Given
        String item = reviewed("rd", newRequest());

        for (String path : List.of("", "/content")) {
            // When
            HttpResponse<String> answer = send("GET", "reviews/" + item + path, "owner.re", null);

            // Then
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
        }
        for (String action : List.of("claim", "confirm", "overturn", "escalate")) {
            String path = "reviews/" + item + "/" + action;
            assertThat(send("POST", path, "owner.re", "{\"reason\":\"x\"}").statusCode())
                    .as(action)
                    .isEqualTo(404);
            assertThat(send("POST", path, "reader.rd", "{\"reason\":\"x\"}").statusCode())
                    .as(action)
                    .isEqualTo(403);
        }
        assertThat(items("re")).isEmpty();
        assertThat(send("GET", "review_labels", "owner.re", null).body()).doesNotContain(MARKER);
        assertThat(send("GET", "review_labels", "reader.rd", null).statusCode()).isEqualTo(403);
        assertThat(send("GET", "reviews/" + item + "/content", "reader.rd", null)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldReadNothingOnceTheKeyIsDestroyedAndGoOnWithANewOne() {
        // Given
        String item = reviewed("rf", newRequest());

        // When
        HttpResponse<String> erased = send("DELETE", "content_key", "owner.rf", null);

        // Then
        assertThat(erased.body()).contains("\"deleted\":true");
        assertThat(send("GET", "reviews/" + item + "/content", "owner.rf", null).statusCode())
                .isEqualTo(404);
        assertThat(count(
                        "SELECT count(*) FROM content_key WHERE organization = $1 AND wrapped_private_key IS NOT NULL"
                                + " AND key_id IN (SELECT key_id FROM transcript)",
                        "rf"))
                .isZero();
        UUID after = newRequest();
        publish("rf", transcript("rf", after, 30, false), after);
        await().atMost(PATIENCE).until(() -> items("rf").size() == 2);
        String newer = items("rf").get(0).path("id").asText();
        assertThat(send("GET", "reviews/" + newer + "/content", "owner.rf", null)
                        .body())
                .contains(MARKER);
        assertThat(send("DELETE", "content_key", "reader.rf", null).statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldKeepWhatIsOnlyToBeExaminedAgainNoLongerThanThat() {
        // Given
        reviewed("rg", newRequest());
        UUID degraded = newRequest();

        // When
        publish("rg", transcript("rg", degraded, null, true), degraded);

        // Then
        await().atMost(PATIENCE).until(() -> items("rg").size() == 2);
        assertThat(count("SELECT count(*) FROM transcript WHERE request_id = $1", degraded))
                .isZero();
        String item = items("rg").get(0).path("id").asText();
        assertThat(send("GET", "reviews/" + item + "/content", "owner.rg", null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldPutAsideWhatIsNoTranscriptAndGoOn() {
        // Given
        UUID poisoned = newRequest();

        // When
        publish("rh", "{\"not\":\"one\"}".getBytes(StandardCharsets.UTF_8), poisoned);
        reviewed("rh", newRequest());

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(all(EventType.TRANSCRIPT_RECORDED.deadLetterTopic()))
                        .extracting(ConsumerRecord::key)
                        .contains(poisoned.toString()));
    }

    @Test
    void shouldReplayACandidateOnWhatWasSaidWithoutShowingIt() {
        // Given
        UUID request = newRequest();
        reviewed("rj", request);
        String candidate = POLICY.replace("\"flag\"", "\"block\"");

        // When
        JsonNode queued =
                read(send("POST", "replays", "owner.rj", "{\"project_id\":\"proj_rj\",\"policy\":" + candidate + "}"));

        // Then
        String path = "replays/" + queued.path("id").asText();
        await().atMost(PATIENCE)
                .until(() -> read(send("GET", path, "owner.rj", null))
                        .path("status")
                        .asText()
                        .equals("completed"));
        HttpResponse<String> completed = send("GET", path, "owner.rj", null);
        JsonNode report = read(completed).path("report");
        assertThat(report.path("newly_blocked").asLong()).isEqualTo(1);
        assertThat(report.path("changes").get(0).path("samples").get(0).asText())
                .isEqualTo(request.toString());
        assertThat(completed.body()).doesNotContain(MARKER, "bluebird");
        assertThat(send("GET", path, "owner.rk", null).statusCode()).isEqualTo(404);
        assertThat(send("POST", path + "/cancel", "owner.rk", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "replays", "owner.rk", null).body()).doesNotContain(path.substring(8));
        assertThat(send("POST", "replays", "owner.rk", "{\"project_id\":\"proj_rj\",\"policy\":" + candidate + "}")
                        .statusCode())
                .isEqualTo(404);
    }

    /** Everything that is logged, with the exceptions of it and their causes. */
    private static final class Log extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getMessage() + Arrays.toString(record.getParameters()));
            for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
                lines.add(cause.toString());
            }
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Test
    void shouldNameNothingOfWhatWasSaidInLogsAndMetrics() {
        // Given
        Log log = new Log();
        Logger root = Logger.getLogger("");
        root.addHandler(log);
        UUID poisoned = newRequest();
        String item = reviewed("rn", newRequest());

        // When
        publish("rn", ("{\"turns\":\"" + MARKER).getBytes(StandardCharsets.UTF_8), poisoned);
        send("POST", "reviews/" + item + "/confirm", "owner.rn", "{\"reason\":\"" + MARKER);
        send("GET", "reviews/" + item + "/content", "owner.rn", null);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(all(EventType.TRANSCRIPT_RECORDED.deadLetterTopic()))
                        .extracting(ConsumerRecord::key)
                        .contains(poisoned.toString()));
        root.removeHandler(log);

        // Then
        assertThat(log.lines).anyMatch(line -> line.contains("put aside")).noneMatch(line -> line.contains(MARKER));
        String metrics = http.sendAsync(
                        HttpRequest.newBuilder(management.resolve("/q/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
        assertThat(metrics).contains("moderation_transcripts_total").doesNotContain(MARKER, "rn\"");
    }

    @Test
    void shouldRefuseToRewriteTheHistory() {
        // Given
        String item = reviewed("rl", newRequest());
        send("POST", "reviews/" + item + "/claim", "owner.rl", "");

        // When
        Throwable refused = pool.query("UPDATE review_event SET actor = 'nobody'")
                .execute()
                .onItemOrFailure()
                .transform((done, failure) -> failure)
                .await()
                .indefinitely();

        // Then
        assertThat(refused).hasMessageContaining("only ever added to");
    }
}
