package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.ledger.Rate.RatingStatus;
import io.tollgate.billing.price.PriceBook;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded.ServedFrom;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who owes what for an attempt. */
class RateTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final PriceBook PRICES = new PriceBook(Map.of(
            "simulator/m",
            new PriceSheet(List.of(new PriceVersion(
                    "price_1", Meter.OUTPUT_TEXT, "default", 0, 600_000L, 1, Instant.EPOCH, Instant.EPOCH, "test")))));
    private static final Usages CALL = Usages.at(AT).model("simulator", "m").used(Usage.of(Meter.OUTPUT_TEXT, 10));

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"ERROR", "TIMEOUT", "SUPERSEDED"})
    void shouldOweTheProviderAloneForAnAttemptThatGaveNoAnswer(Status status) {
        // When
        RatedUsage usage = rated(CALL.ended(status, UsageSource.PROVIDER));

        // Then
        assertThat(usage.rate().cost()).isEqualTo(Money.ofPico(6_000_000));
        assertThat(usage.rate().charge()).isEqualTo(Money.ZERO);
        assertThat(Transfer.of(usage))
                .singleElement()
                .satisfies(transfer -> assertThat(transfer.debit().kind()).isEqualTo(AccountKey.Kind.PROVIDER_COST));
        assertThat(RollUp.of(List.of(usage)))
                .singleElement()
                .satisfies(row -> assertThat(row.items()).containsEntry("output_text", Sums.of(10, 6_000_000, 0)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"OK", "CLIENT_DISCONNECT", "ORPHANED", "CONTENT_FILTERED"})
    void shouldChargeForAnAttemptThatGaveAnAnswer(Status status) {
        // When
        RatedUsage usage = rated(CALL.ended(status, UsageSource.PROVIDER));

        // Then
        assertThat(usage.rate().charge()).isEqualTo(Money.ofPico(6_000_000));
        assertThat(Transfer.of(usage)).hasSize(2);
    }

    @Test
    void shouldRateAnAnswerFromTheCacheAsFreeEvenWithoutAPrice() {
        // When
        Rate rate = rated(CALL.model("simulator", "unlisted").servedFrom(ServedFrom.CACHE))
                .rate();

        // Then: known to be zero, not unknown
        assertThat(rate.status()).isEqualTo(RatingStatus.RATED);
        assertThat(rate.cost()).isEqualTo(Money.ZERO);
        assertThat(rate.awaitsPrice()).isFalse();
    }

    @Test
    void shouldWaitForAPriceOnlyWhereThePriceIsWhatIsMissing() {
        // When
        Rate unpriced = rated(CALL.model("simulator", "unlisted")).rate();
        Rate uncounted = rated(CALL.used(Usage.NOT_REPORTED).ended(Status.OK, UsageSource.NONE))
                .rate();

        // Then
        assertThat(unpriced.awaitsPrice()).isTrue();
        assertThat(uncounted.isUnrated()).isTrue();
        assertThat(uncounted.awaitsPrice()).isFalse();
    }

    @Test
    void shouldMoveADifferenceBackWhereLessIsOwed() {
        // Given
        RatedUsage usage = rated(CALL);

        // When
        List<Transfer> transfers = Transfer.between(
                usage.event().attemptId(),
                usage.event(),
                new Transfer.Difference(-5, 7),
                "reprice",
                usage.event().attemptId());

        // Then
        assertThat(transfers).hasSize(2);
        assertThat(transfers.getFirst().debit().kind()).isEqualTo(AccountKey.Kind.USAGE_REVENUE);
        assertThat(transfers.getFirst().credit().kind()).isEqualTo(AccountKey.Kind.RECEIVABLE);
        assertThat(transfers.getFirst().amount()).isEqualTo(Money.ofPico(5));
        assertThat(transfers.getLast().debit().kind()).isEqualTo(AccountKey.Kind.PROVIDER_COST);
        assertThat(transfers)
                .allSatisfy(transfer ->
                        assertThat(transfer.reverses()).isEqualTo(usage.event().attemptId()));
    }

    private static RatedUsage rated(Usages usage) {
        byte[] payload = EventJson.write(EventType.USAGE_RECORDED, usage.event());
        return RatedUsage.rate(
                UsageArrival.of(usage.event(), new SourceRecord("t", 0, 0, "key", Map.of(), Buffer.buffer(payload))),
                PRICES);
    }
}
