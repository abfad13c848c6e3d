package io.tollgate.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.failure.ApiException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @Test
    void shouldAgreeWithinHalfAPercentOrACent() {
        // When
        List<Difference> differences = Difference.between(
                List.of(line(0, "a", "100.40"), line(0, "b", "0.019")),
                List.of(line(0, "a", "100.00"), line(0, "b", "0.010")));

        // Then
        assertThat(differences).isEmpty();
    }

    @Test
    void shouldTellWhatIsMissingExtraAndPricedDifferently() {
        // When
        List<Difference> differences = Difference.between(
                List.of(line(0, "missing", "5"), line(0, "drift", "11")),
                List.of(line(0, "extra", "7"), line(0, "drift", "10")));

        // Then
        assertThat(differences)
                .extracting(difference -> difference.model() + " " + difference.kind())
                .containsExactly("drift price_drift", "extra extra", "missing missing");
    }

    @Test
    void shouldSeeThatADaysDifferenceIsItsNeighbours() {
        // When: two dollars of the first day are on the bill of the second
        List<Difference> differences = Difference.between(
                List.of(line(0, "a", "8"), line(1, "a", "12")), List.of(line(0, "a", "10"), line(1, "a", "10")));

        // Then
        assertThat(differences).extracting(Difference::kind).containsExactly("day_boundary", "day_boundary");
    }

    @Test
    void shouldReadOpenAisCostsAndAddItsLineItemsUp() {
        // Given
        String costs = """
                {"object":"page","data":[{"object":"bucket","start_time":1763596800,"end_time":1763683200,"results":[
                  {"object":"organization.costs.result","amount":{"value":0.06,"currency":"usd"},
                   "line_item":"gpt-4o-2024-08-06, input"},
                  {"object":"organization.costs.result","amount":{"value":1.5e-01,"currency":"usd"},
                   "line_item":"gpt-4o-2024-08-06, output"}]}]}""";

        // When
        List<BillLine> lines = ProviderBill.ofOpenAiCosts(new ObjectMapper(), bytes(costs));

        // Then
        assertThat(lines).allMatch(line -> line.model().equals("gpt-4o-2024-08-06"));
        assertThat(lines.getFirst().day()).isEqualTo(LocalDate.of(2025, 11, 20));
        assertThat(lines.stream().map(BillLine::pico).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("210000000000");
    }

    @Test
    void shouldReadACsvAndNameTheRecordThatIsWrong() {
        // When
        List<BillLine> lines = ProviderBill.ofCsv(bytes("day,model,usd\n2026-11-20,\"a,b\",0.5\n"));

        // Then
        assertThat(lines).containsExactly(BillLine.ofUsd(DAY, "a,b", new BigDecimal("0.5")));
        assertThatThrownBy(() -> ProviderBill.ofCsv(bytes("day,model,usd\n2026-11-20,a,1\nyesterday,a,1\n")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("Record 2");
        assertThatThrownBy(() -> ProviderBill.ofCsv(bytes("date,cost\n1,2\n"))).isInstanceOf(ApiException.class);
    }

    private static BillLine line(int day, String model, String usd) {
        return BillLine.ofUsd(DAY.plusDays(day), model, new BigDecimal(usd));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
