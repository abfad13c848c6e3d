package io.tollgate.chat.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.access.Caller;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostCalculatorTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Usage BOUND = Usage.of(Meter.INPUT_UNCACHED, 100).with(Meter.OUTPUT_TEXT, 100);

    private final Map<String, PriceSheet> sheets = Map.of(
            "p/asked", sheet(1_000, "default"),
            "p/answered", sheet(3_000, "default"),
            "p/flexible", sheet(1_500, "flex"));
    private final CostCalculator costs =
            new CostCalculator((provider, model) -> Optional.ofNullable(sheets.get(provider + "/" + model)));

    private static PriceSheet sheet(long pico, String tier) {
        return new PriceSheet(List.of(
                new PriceVersion("in", Meter.INPUT_UNCACHED, tier, 0, pico, 1, Instant.EPOCH, Instant.EPOCH, "test"),
                new PriceVersion("out", Meter.OUTPUT_TEXT, tier, 0, pico, 1, Instant.EPOCH, Instant.EPOCH, "test")));
    }

    private static Attempt attempt(String model) {
        return new Attempt(
                new UUID(0x7000, 0),
                UUID.randomUUID(),
                1,
                new Caller("key", "org", "proj", Set.of()),
                null,
                "p",
                model,
                model,
                "default",
                BOUND,
                NOW,
                null,
                Operation.CHAT,
                Map.of(),
                null);
    }

    private static AttemptEnd end(Usage usage, @Nullable String modelBilled, @Nullable String tier) {
        return new AttemptEnd(Status.OK, usage, UsageSource.PROVIDER, modelBilled, tier, null);
    }

    @Test
    void shouldPriceByTheRegionAndHoldNoLessThanTheDearestOne() {
        // Given
        PriceVersion everywhere = version("everywhere", 10);
        PriceSheet sheet = new PriceSheet(List.of(everywhere), Map.of("eu", List.of(version("eu", 11_000))));
        CostCalculator regional = new CostCalculator((provider, model) -> Optional.of(sheet));
        Usage usage = Usage.of(Meter.INPUT_UNCACHED, 1);

        // When
        var inTheRegion = regional.costNano("p", "m", usage, "default", NOW, "eu");

        // Then
        assertThat(inTheRegion).hasValue(11);
        assertThat(regional.costNano("p", "m", usage, "default", NOW, "us")).hasValue(1);
        assertThat(regional.boundNano("p", "m", usage, "default", NOW, null)).hasValue(11);
    }

    private static PriceVersion version(String id, long pico) {
        return new PriceVersion(id, Meter.INPUT_UNCACHED, "default", 0, pico, 1, Instant.EPOCH, Instant.EPOCH, "test");
    }

    @Test
    void shouldRoundUpToNanoDollars() {
        // When
        var cost = costs.costNano("p", "flexible", Usage.of(Meter.INPUT_UNCACHED, 1), "flex", NOW, null);

        // Then
        assertThat(cost).hasValue(2);
    }

    @Test
    void shouldNotKnowTheCostOfWhatHasNoPrice() {
        // When / Then
        assertThat(costs.costNano("p", "unknown", BOUND, "default", NOW, null)).isEmpty();
        assertThat(costs.costNano("q", "asked", BOUND, "default", NOW, null)).isEmpty();
        assertThat(costs.costNano("p", "asked", Usage.of(Meter.IMAGES, 1), "default", NOW, null))
                .isEmpty();
        assertThat(costs.costNano("p", "asked", BOUND, "priority", NOW, null)).isEmpty();
    }

    @Test
    void shouldPriceADatedModelLikeItsFamily() {
        // When
        var cost = costs.costNano("p", "asked-2026-01-01", Usage.of(Meter.INPUT_UNCACHED, 5), "default", NOW, null);

        // Then
        assertThat(cost).hasValue(5);
    }

    @Test
    void shouldBoundACostThatOverflows() {
        // Given
        Usage absurd = Usage.of(Meter.INPUT_UNCACHED, Long.MAX_VALUE / 2);

        // When
        var cost = costs.costNano("p", "asked", absurd, "default", NOW, null);

        // Then
        assertThat(cost).hasValue(CostCalculator.COST_MAX_NANO);
    }

    @Test
    void shouldSettleByTheModelThatAnswered() {
        // When
        long settled = costs.settledNano(attempt("asked"), end(Usage.of(Meter.OUTPUT_TEXT, 10), "answered", null));

        // Then
        assertThat(settled).isEqualTo(30);
    }

    @Test
    void shouldSettleByTheTierThatWasBilled() {
        // When
        long settled = costs.settledNano(attempt("flexible"), end(Usage.of(Meter.OUTPUT_TEXT, 10), null, "flex"));

        // Then
        assertThat(settled).isEqualTo(15);
    }

    @Test
    void shouldKeepWhatWasHeldWhereTheModelThatAnsweredHasNoPrice() {
        // When
        long settled = costs.settledNano(attempt("asked"), end(Usage.of(Meter.OUTPUT_TEXT, 10), "unknown", null));

        // Then
        assertThat(settled).isEqualTo(200);
    }

    @Test
    void shouldSettleNothingWhereNothingWasConsumed() {
        // When / Then
        assertThat(costs.settledNano(attempt("asked"), AttemptEnd.free(Status.ERROR)))
                .isZero();
        assertThat(costs.settledNano(attempt("unknown"), end(BOUND, null, null)))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "TIMEOUT", "SUPERSEDED", "BLOCKED"})
    void shouldHoldNothingForAnAttemptThatNoCustomerPays(Status status) {
        // Given
        AttemptEnd end = new AttemptEnd(status, BOUND, UsageSource.ESTIMATE, null, null, null);

        // When
        long settled = costs.settledNano(attempt("asked"), end);

        // Then
        assertThat(settled).isZero();
        assertThat(costs.chargedNano(attempt("asked"), end)).hasValue(0);
    }

    private static PriceVersion price(Meter meter, String tier, long contextFrom, long pico, Instant from) {
        return new PriceVersion(
                meter + tier + contextFrom + from, meter, tier, contextFrom, pico, 1, from, from, "test");
    }

    private static OptionalLong bound(PriceVersion... further) {
        List<PriceVersion> versions = new ArrayList<>(List.of(further));
        versions.add(price(Meter.INPUT_UNCACHED, "default", 0, 1_000, Instant.EPOCH));
        versions.add(price(Meter.OUTPUT_TEXT, "default", 0, 1_000, Instant.EPOCH));
        PriceSheet sheet = new PriceSheet(versions);
        return new CostCalculator((provider, model) -> Optional.of(sheet))
                .boundNano("p", "m", BOUND, "default", NOW, null);
    }

    @Test
    void shouldBoundWhatACallCanCostByTheDearestMeterOfEachSide() {
        assertThat(bound()).hasValue(200);
        assertThat(bound(price(Meter.CACHE_WRITE_5M, "default", 0, 1_250, Instant.EPOCH)))
                .hasValue(225);
        assertThat(bound(price(Meter.OUTPUT_AUDIO, "default", 0, 9_000, Instant.EPOCH)))
                .hasValue(1_000);
    }

    @Test
    void shouldBoundItByTheDearestTierAndContextLength() {
        assertThat(bound(price(Meter.OUTPUT_TEXT, "priority", 0, 2_000, Instant.EPOCH)))
                .hasValue(300);
        assertThat(bound(price(Meter.INPUT_UNCACHED, "default", 200_000, 2_000, Instant.EPOCH)))
                .hasValue(300);
    }

    @Test
    void shouldNotBoundItByAPriceThatIsNoLongerOrNotYetInForce() {
        assertThat(bound(price(Meter.OUTPUT_TEXT, "default", 0, 500, NOW))).hasValue(150);
        assertThat(bound(price(Meter.OUTPUT_TEXT, "default", 0, 5_000, NOW.plusSeconds(1))))
                .hasValue(200);
    }

    @Test
    void shouldNotBoundWhatHasNoPrice() {
        assertThat(costs.boundNano("p", "unknown", BOUND, "default", NOW, null)).isEmpty();
        assertThat(costs.boundNano("p", "flexible", BOUND, "default", NOW, null))
                .isEmpty();
    }
}
