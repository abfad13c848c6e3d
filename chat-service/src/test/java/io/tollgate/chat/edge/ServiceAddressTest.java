package io.tollgate.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAddressTest {

    @ParameterizedTest
    @CsvSource({
        "http://billing,billing,80,false",
        "https://billing/,billing,443,true",
        "http://10.0.0.1:8082,10.0.0.1,8082,false",
        "https://[::1]:1,[::1],1,true"
    })
    void shouldTakeSchemeHostAndPort(URI url, String host, int port, boolean tls) {
        // When
        ServiceAddress address = ServiceAddress.of("a.setting", url);

        // Then
        assertThat(address).isEqualTo(new ServiceAddress(host, port, tls));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "billing:8082",
                "//billing",
                "ftp://billing",
                "http:///v1",
                "http://under_score",
                "http://billing/api",
                "http://billing?x=1",
                "http://billing#x",
                "http://user:secret@billing"
            })
    void shouldRefuseWhatWouldNotBeCalledAsItIsWrittenAndNameTheSetting(URI url) {
        // When
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> ServiceAddress.of("a.setting", url));

        // Then
        assertThat(refusal).hasMessageStartingWith("a.setting must be").hasMessageNotContaining("secret");
    }
}
