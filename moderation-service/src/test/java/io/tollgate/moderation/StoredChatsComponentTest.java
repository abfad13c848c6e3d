package io.tollgate.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.event.EventType;
import io.tollgate.local.testing.EmbeddedServers;
import io.tollgate.moderation.content.ContentTestSettings;
import io.tollgate.moderation.policy.BillingFake;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What was said: received once, examined, replayed, erased, and told to nobody. */
@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedServers.class,
        initArgs = @ResourceArg(name = "servers", value = "kafka,postgresql,simulator"))
@QuarkusTestResource(BillingFake.class)
@QuarkusTestResource(ContentTestSettings.class)
class StoredChatsComponentTest extends ReviewedChats {

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
        assertThat(metrics).contains("moderation_transcripts_total").doesNotContain(MARKER, "\"rn\"", "proj_rn");
    }
}
