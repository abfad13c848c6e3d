package io.tollgate.billing.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com/",
                "https://",
                "https:///path",
                "https://user:password@example.com/",
                "https://example.com/#fragment",
                "https://example.com:0/",
                "https://example.com:70000/",
                "not a url",
                "//example.com/",
                "file:///etc/passwd"
            })
    void shouldTakeNoUrlThatIsNoWebhook(String url) {
        assertThat(WebhookTarget.parse(url, false)).isEmpty();
    }

    @Test
    void shouldKeepPathAndQueryAsTheyAre() {
        // Given
        String url = "https://example.com/a%20b?c=d%26e";

        // When
        WebhookTarget target = WebhookTarget.parse(url, false).orElseThrow();

        // Then
        assertThat(target.request()).isEqualTo("/a%20b?c=d%26e");
        assertThat(target.port()).isEqualTo(443);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://localhost/",
                "https://[::1]/",
                "https://169.254.169.254/latest",
                "https://2130706433/",
                "https://0x7f.1/"
            })
    void shouldNotLeadToANeighbour(String url) {
        // Given
        var target = WebhookTarget.parse(url, false);

        // When / Then: refused when it is parsed or when it is looked up
        target.ifPresent(parsed ->
                assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> parsed.resolve(false)));
        assertThat(target.map(WebhookTarget::isSecure).orElse(true)).isTrue();
    }
}
