package io.tollgate.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.event.EventType;
import io.tollgate.local.testing.EmbeddedServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedServers.class,
        initArgs = @ResourceArg(name = "servers", value = "kafka,postgresql,simulator"))
@QuarkusTestResource(BillingFake.class)
@SuppressWarnings("NullAway.Init") // injected
class PoliciesComponentTest {

    private static final String POLICY = """
            {"fail_mode":"closed","stream_mode":"strict","stores_content":false,
             "rules":[{"subject":"violence","stage":"input","action":"block"},
                      {"subject":"pii.email","stage":"input","action":"redact"},
                      {"subject":"names","stage":"output","action":"block"}],
             "terms":[{"id":"names","terms":["bluebird nine"]}]}""";

    @TestHTTPResource("/v1/organization/moderation/")
    URI api;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> send(String method, String path, String key, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer " + key)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    private List<String> published(String key) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(EventType.POLICY_PUBLISHED.topic(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end =
                    consumer.endOffsets(List.of(partition)).values().iterator().next();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(event -> {
                    if (event.key().equals(key)) {
                        values.add(event.value());
                    }
                });
            }
        }
        return values;
    }

    @Test
    void shouldPublishAPolicyAndEachChangeOfIt() {
        // Given
        send("PUT", "policies/proj_a", "owner.a", POLICY);

        // When
        HttpResponse<String> changed =
                send("PUT", "policies/proj_a", "owner.a", POLICY.replace("\"strict\"", "\"audit\""));

        // Then
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(changed.body()).contains("\"version\":2", "\"stream_mode\":\"audit\"", "\"project\":\"proj_a\"");
        assertThat(send("GET", "policies/proj_a", "reader.a", null).body()).isEqualTo(changed.body());
        assertThat(published("a/proj_a")).hasSize(2).last().isEqualTo(changed.body());
    }

    @Test
    void shouldWithdrawAPolicy() {
        // Given
        send("PUT", "policy", "owner.w", POLICY);

        // When
        HttpResponse<String> deleted = send("DELETE", "policy", "owner.w", null);

        // Then
        assertThat(deleted.body()).contains("\"active\":false", "\"version\":2");
        assertThat(send("GET", "policy", "owner.w", null).statusCode()).isEqualTo(404);
        assertThat(send("GET", "policies", "owner.w", null).body()).isEqualTo("{\"object\":\"list\",\"data\":[]}");
    }

    @Test
    void shouldKeepTenantsApart() {
        // Given
        send("PUT", "policies/proj_b", "owner.b", POLICY);

        // When
        HttpResponse<String> read = send("GET", "policies/proj_b", "owner.c", null);
        HttpResponse<String> written = send("PUT", "policies/proj_b", "owner.c", POLICY);
        HttpResponse<String> list = send("GET", "policies", "owner.c", null);

        // Then
        assertThat(read.statusCode()).isEqualTo(404);
        assertThat(written.statusCode()).isEqualTo(404);
        assertThat(list.body()).doesNotContain("proj_b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reader.r  | 403 | does not permit",
                "nonsense  | 401 | is not known",
            })
    void shouldLetOnlyOwnersChange(String key, int status, String message) {
        // When
        HttpResponse<String> answer = send("PUT", "policy", key, POLICY);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "violence  | sorcery   | There is no category, kind or list 'sorcery'",
                "redact    | shout     | The policy is not valid",
                "rules     | rulez     | Unknown parameter: 'rulez'",
                "bluebird nine | the   | its term 'the' matches",
                "bluebird nine | 的     | its term '的' matches",
                "pii.email | pii.horoscope | There is no category, kind or list 'pii.horoscope'",
                "\"stores_content\":false | \"stores_content\":false,\"judge\":\"nobody\" | There is no judge of this name",
                "\"stores_content\":false | \"stores_content\":false,\"patterns\":[{\"id\":\"p\",\"expression\":\"[a-z]+\"}] | % of harmless texts",
                "\"stores_content\":false | \"stores_content\":false,\"patterns\":[{\"id\":\"p\",\"expression\":\"(a\"}] | no regular expression",
            })
    void shouldRefuseWhatNoGuardCouldFollow(String from, String to, String message) {
        // When
        HttpResponse<String> answer = send("PUT", "policy", "owner.x", POLICY.replace(from, to));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
        assertThat(send("GET", "policy", "owner.x", null).statusCode()).isEqualTo(404);
    }

    private static String withTerms(int count) {
        String terms = IntStream.range(0, count)
                .mapToObj(number -> "\"codename " + number + "\"")
                .collect(Collectors.joining(","));
        return POLICY.replace("\"bluebird nine\"", terms);
    }

    @Test
    void shouldTakeTenThousandTermsAndNotOneMore() {
        // When
        HttpResponse<String> most = send("PUT", "policy", "owner.many", withTerms(10_000));
        HttpResponse<String> more = send("PUT", "policy", "owner.more", withTerms(10_001));

        // Then
        assertThat(most.statusCode()).as(most.body()).isEqualTo(200);
        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(more.body()).contains("more than 10000 terms");
    }
}
