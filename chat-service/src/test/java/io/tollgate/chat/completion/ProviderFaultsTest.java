package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.usage.Meter;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider's fault becomes: for the caller, and on the bill. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class ProviderFaultsTest extends RunningGateway {

    private static String fault(String name) {
        return "\"completion_tokens\":6,\"fault\":\"" + name + "\"";
    }

    private UsageRecorded assertUsage(Status status, UsageSource source) {
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(status);
        assertThat(event.usageSource()).isEqualTo(source);
        assertThat(event.usage().isReported()).isEqualTo(source != UsageSource.NONE);
        return event;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "429,429,rate_limit_exceeded,ERROR,NONE",
                "500,502,upstream_error,ERROR,NONE",
                "503,503,server_is_overloaded,ERROR,NONE",
                "401,502,provider_credentials_refused,ERROR,NONE",
                "reset,502,upstream_error,ERROR,ESTIMATE",
                "hang,504,upstream_timeout,TIMEOUT,ESTIMATE",
                "cut,502,upstream_error,ERROR,ESTIMATE",
                "stall,504,upstream_timeout,TIMEOUT,ESTIMATE",
                "malformed-json,502,upstream_error,ERROR,ESTIMATE"
            })
    void shouldAnswerAPlainCallsFaultWithAnErrorAndRecordIt(
            String fault, int status, String code, Status recorded, UsageSource source) {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.plain(fault(fault)));

        // Then
        Envelope.of(answer, status, code, null);
        assertUsage(recorded, source);
    }

    @ParameterizedTest
    @CsvSource({
        "429,429,rate_limit_exceeded,ERROR,NONE",
        "503,503,server_is_overloaded,ERROR,NONE",
        "reset,502,upstream_error,ERROR,ESTIMATE",
        "hang,504,upstream_timeout,TIMEOUT,ESTIMATE"
    })
    void shouldAnswerAFaultBeforeTheStreamWithAnOrdinaryError(
            String fault, int status, String code, Status recorded, UsageSource source) {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.streamed(fault(fault)));

        // Then
        Envelope.of(answer, status, code, null);
        UsageRecorded event = assertUsage(recorded, source);
        // What the provider took, it may have read and will bill.
        assertThat(event.usage().inputTokens() > 0).isEqualTo(source == UsageSource.ESTIMATE);
    }

    @Test
    void shouldPassOnHowLongToWait() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.plain(fault("429")));

        // Then
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        assertThat(answer.headers().firstValue("x-should-retry")).contains("true");
    }

    @ParameterizedTest
    @CsvSource({
        "cut,upstream_error,ERROR",
        "stall,upstream_timeout,TIMEOUT",
        "malformed-json,upstream_error,ERROR",
        "malformed-frame,upstream_error,ERROR"
    })
    void shouldEndABrokenStreamWithAnErrorEventAndWithoutTerminator(String fault, String code, Status recorded) {
        // When
        // Paced, because a reset also discards what has arrived and was not read yet.
        HttpResponse<String> answer = tenant.complete(Bodies.streamed(fault(fault) + ",\"chunk_ms\":100"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"content\"", "data: {\"error\":{", "\"" + code + "\"")
                .doesNotContain("[DONE]")
                .endsWith("}}\n\n");
        UsageRecorded event = assertUsage(recorded, UsageSource.ESTIMATE);
        // The role, and half of six tokens; a reset connection can lose the last that was sent.
        assertThat(event.usage().count(Meter.OUTPUT_TEXT).orElseThrow()).isBetween(2L, 5L);
        assertThat(event.usage().count(Meter.INPUT_UNCACHED).orElseThrow()).isPositive();
    }

    @Test
    void shouldRelayTheProvidersOwnErrorAndNoSecondOne() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.streamed(fault("error-in-stream")));

        // Then
        assertThat(answer.body())
                .containsOnlyOnce("\"error\"")
                .contains("(simulated)")
                .doesNotContain("[DONE]");
        assertUsage(Status.ERROR, UsageSource.ESTIMATE);
    }

    @Test
    void shouldEstimateAStreamWithoutUsage() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.streamed(fault("no-usage")));

        // Then
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        UsageRecorded event = assertUsage(Status.OK, UsageSource.ESTIMATE);
        long text = Pattern.compile("\"content\":\"([^\"]*)\"")
                .matcher(answer.body())
                .results()
                .mapToLong(content -> content.group(1).length())
                .sum();
        // At least the role, six tokens and the finish reason.
        assertThat(event.usage().count(Meter.OUTPUT_TEXT)).hasValue(Math.max(8, Math.ceilDiv(text, 4)));
    }

    @Test
    void shouldEstimateAPlainAnswerWithoutUsage() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.plain(fault("no-usage")));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        UsageRecorded event = assertUsage(Status.OK, UsageSource.ESTIMATE);
        assertThat(event.usage().outputTokens()).isPositive();
        assertThat(event.usage().inputTokens()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldSayThatAProviderIsUnreachable(boolean stream) {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat("unreachable", ",\"stream\":" + stream));

        // Then
        assertThat(Envelope.of(answer, 502, "upstream_error", null).getString("message"))
                .contains("nowhere");
        assertUsage(Status.ERROR, UsageSource.NONE);
    }

    @Test
    void shouldNotPassOnAnErrorUnderAStatusOfSuccess() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat("scripted/error-within"));

        // Then
        assertThat(Envelope.of(answer, 502, "upstream_error", null).getString("message"))
                .isEqualTo("overloaded (scripted)");
        assertUsage(Status.ERROR, UsageSource.ESTIMATE);
    }

    @Test
    void shouldNotTellTheTenantThatItsOwnQuotaIsSpentWhereTheProvidersAccountIs() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat("scripted/quota"));

        // Then
        assertThat(Envelope.of(answer, 503, "provider_quota_exhausted", null).getString("message"))
                .contains("scripted")
                .doesNotContain("your plan");
        assertUsage(Status.ERROR, UsageSource.NONE);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldGiveUpAnErrorAnswerThatFallsSilentAndChargeNothing(boolean stream) {
        // When
        HttpResponse<String> answer =
                tenant.complete(Bodies.chat("scripted/refuse-and-stall", ",\"stream\":" + stream));

        // Then
        Envelope.of(answer, 504, "upstream_timeout", null);
        assertUsage(Status.TIMEOUT, UsageSource.NONE);
    }

    @Test
    void shouldNotWaitForAProviderThatKeepsTheConnectionOpenAfterTheTerminator() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat("scripted/done-and-stall", ",\"stream\":true"));

        // Then
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        assertUsage(Status.OK, UsageSource.ESTIMATE);
    }
}
