package io.tollgate.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.failure.GatewayFailure.Retry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderErrorsTest {

    private static final String BODY =
            "{\"error\":{\"message\":\"said\",\"type\":\"their_type\",\"param\":\"their_param\",\"code\":\"their_code\"}}";

    private static GatewayFailure failure(int status, @Nullable String retryAfter, String body) {
        return ProviderErrors.ofAnswer("acme", status, retryAfter, Buffer.buffer(body));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void shouldNeverPassOnTheRefusalOfOurOwnCredentials(int status) {
        // When
        GatewayFailure failure = failure(status, null, BODY);

        // Then
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.code()).isEqualTo("provider_credentials_refused");
        assertThat(failure.message()).contains("acme", "credentials").doesNotContain("said");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 422})
    void shouldPassOnWhatTheCallerDidWrong(int status) {
        // When
        GatewayFailure failure = failure(status, null, BODY);

        // Then
        assertThat(failure)
                .isEqualTo(new GatewayFailure(
                        status, "their_type", "their_code", "their_param", "said", new Retry.Never()));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "60,60", "0,1", "' 7 ',7"})
    void shouldPassOnHowLongToWait(String header, int seconds) {
        // When / Then
        assertThat(failure(429, header, BODY).retryAfterSeconds()).hasValue(seconds);
        assertThat(failure(503, header, BODY).retryAfterSeconds()).hasValue(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"61", "99999999999", "Wed, 21 Oct 2026 07:28:00 GMT", "soon", "1.5"})
    void shouldLeaveTheWaitToTheSdkWhereTheProvidersIsOfNoUse(String header) {
        // When / Then
        assertThat(failure(429, header, BODY).retry()).isEqualTo(new Retry.BySdk());
    }

    @ParameterizedTest
    @CsvSource({"500,502", "502,502", "503,503", "529,503", "504,504", "302,502", "408,408", "409,409"})
    void shouldTranslateWhatTheProviderDidWrong(int status, int expected) {
        // When
        GatewayFailure failure = failure(status, null, "{}");

        // Then
        assertThat(failure.status()).isEqualTo(expected);
        assertThat(failure.retry()).isEqualTo(new Retry.BySdk());
        assertThat(failure.message()).contains("acme", Integer.toString(status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "[]", "{\"error\":\"text\"}", "{\"error\":{\"message\":7}}", "{\"error\":{}}"})
    void shouldSayTheStatusWhereTheBodySaysNothing(String body) {
        // When
        GatewayFailure failure = failure(429, null, body);

        // Then
        assertThat(failure.message()).isEqualTo("Provider 'acme' answered with status 429.");
        assertThat(failure.type()).isEqualTo("rate_limit_error");
        assertThat(failure.code()).isEqualTo("rate_limit_exceeded");
    }

    @ParameterizedTest
    @CsvSource({"insufficient_quota,x", "x,insufficient_quota", "billing_hard_limit_reached,x"})
    void shouldNotTellACallerThatItsOwnQuotaIsSpentWhereOurAccountIs(String type, String code) {
        // Given
        String body = "{\"error\":{\"message\":\"said\",\"type\":\"" + type + "\",\"code\":\"" + code + "\"}}";

        // When
        GatewayFailure failure = failure(429, "7", body);

        // Then
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.type()).isEqualTo("service_unavailable_error");
        assertThat(failure.code()).isEqualTo("provider_quota_exhausted");
        assertThat(failure.message()).contains("acme").doesNotContain("said");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`{\"error\":{\"message\":\"said\"}}` | said",
                "`{\"error\":\"text\"}` | Provider 'acme' answered with an error under a status of success."
            })
    void shouldSayWhatAnAnswerOfSuccessHoldsForAnError(String body, String message) {
        // When
        GatewayFailure failure = ProviderErrors.withinAnswer("acme", Buffer.buffer(body));

        // Then
        assertThat(failure).isEqualTo(GatewayFailure.upstream(message));
    }

    @Test
    void shouldCutALongMessage() {
        // When
        GatewayFailure failure = failure(400, null, "{\"error\":{\"message\":\"" + "x".repeat(9_000) + "\"}}");

        // Then
        assertThat(failure.message()).hasSize(2_000);
    }

    @Test
    void shouldTellATimeoutFromAnUnreachableProvider() {
        // When / Then
        assertThat(ProviderErrors.ofFailure("acme", new TimeoutException()).status())
                .isEqualTo(504);
        assertThat(ProviderErrors.ofFailure("acme", new ConnectTimeoutException())
                        .status())
                .isEqualTo(504);
        assertThat(ProviderErrors.ofFailure("acme", new ConnectException("refused"))
                        .status())
                .isEqualTo(502);
        assertThat(ProviderErrors.ofFailure("acme", new ConnectionPoolTooBusyException("full"))
                        .retryAfterSeconds())
                .hasValue(1);
    }
}
