package io.tollgate.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.failure.ApiException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderBillTest {

    @ParameterizedTest
    @ValueSource(strings = {"1e999999", "-1e999999", "1e-999999", "1000000000000000"})
    void shouldRefuseAnAmountThatWouldNotFitIntoMemoryOnceItIsAdded(String usd) {
        // When
        byte[] bill = ("day,model,usd\r\n2026-11-22,m," + usd + "\r\n").getBytes(StandardCharsets.UTF_8);

        // Then
        assertThatThrownBy(() -> ProviderBill.ofCsv(bill))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("digits");
    }

    @Test
    void shouldRefuseATimeThatIsNone() {
        // When
        byte[] bill =
                "{\"data\":[{\"start_time\":9223372036854775807,\"results\":[]}]}".getBytes(StandardCharsets.UTF_8);

        // Then
        assertThatThrownBy(() -> ProviderBill.ofOpenAiCosts(new ObjectMapper(), bill))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("start_time");
    }
}
