package io.tollgate.contracts.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceSheetTest {

    private static final Instant JANUARY = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2025-06-01T00:00:00Z");
    private static final String TIER = PriceVersion.DEFAULT_TIER;

    private static PriceVersion row(String id, Meter meter, long contextFrom, @Nullable Long pico, Instant from) {
        return new PriceVersion(id, meter, TIER, contextFrom, pico, 1, from, from, "price list");
    }

    private static Money total(Rating rating) {
        assertThat(rating).isInstanceOf(Rating.Rated.class);
        return ((Rating.Rated) rating).total();
    }

    @Test
    void shouldPriceTheDisjointMetersOfACall() {
        // Given
        PriceSheet sheet = new PriceSheet(List.of(
                row("input", Meter.INPUT_UNCACHED, 0, 150_000L, JANUARY),
                row("cached", Meter.INPUT_CACHED, 0, 75_000L, JANUARY),
                row("output", Meter.OUTPUT_TEXT, 0, 600_000L, JANUARY)));
        Usage usage = Usage.of(Meter.INPUT_UNCACHED, 1_000)
                .with(Meter.INPUT_CACHED, 200)
                .with(Meter.OUTPUT_TEXT, 50);

        // When
        Rating rating = sheet.rate(usage, TIER, JUNE);

        // Then
        assertThat(rating)
                .isEqualTo(new Rating.Rated(
                        List.of(
                                new Rating.Line(Meter.INPUT_UNCACHED, 1_000, "input", Money.ofPico(150_000_000)),
                                new Rating.Line(Meter.INPUT_CACHED, 200, "cached", Money.ofPico(15_000_000)),
                                new Rating.Line(Meter.OUTPUT_TEXT, 50, "output", Money.ofPico(30_000_000))),
                        Money.ofPico(195_000_000)));
    }

    @Test
    void shouldPriceAMeterLikeItsParentWhereTheListHasNone() {
        // Given
        PriceSheet sheet = new PriceSheet(List.of(
                row("input", Meter.INPUT_UNCACHED, 0, 10L, JANUARY),
                row("output", Meter.OUTPUT_TEXT, 0, 20L, JANUARY)));
        Usage usage = Usage.of(Meter.INPUT_CACHED, 1)
                .with(Meter.CACHE_WRITE_5M, 1)
                .with(Meter.CACHE_WRITE_1H, 1)
                .with(Meter.OUTPUT_REASONING, 1);

        // When
        Rating rating = sheet.rate(usage, TIER, JUNE);

        // Then
        assertThat(total(rating)).isEqualTo(Money.ofPico(50));
    }

    @Test
    void shouldNotFallBackToTheParentOfAWithdrawnPrice() {
        // Given
        PriceSheet sheet = new PriceSheet(List.of(
                row("input", Meter.INPUT_UNCACHED, 0, 10L, JANUARY),
                row("cached", Meter.INPUT_CACHED, 0, null, JANUARY)));

        // When
        Rating rating = sheet.rate(Usage.of(Meter.INPUT_CACHED, 1), TIER, JUNE);

        // Then
        assertThat(rating).isEqualTo(new Rating.Unrated(Set.of(Meter.INPUT_CACHED)));
    }

    @Test
    void shouldPriceTheWholeCallByTheContextStepItReached() {
        // Given
        PriceSheet sheet = new PriceSheet(List.of(
                row("short", Meter.INPUT_UNCACHED, 0, 10L, JANUARY),
                row("long", Meter.INPUT_UNCACHED, 1_000, 20L, JANUARY),
                row("output", Meter.OUTPUT_TEXT, 0, 1L, JANUARY),
                row("long-output", Meter.OUTPUT_TEXT, 1_000, 2L, JANUARY)));

        // When
        Rating below = sheet.rate(Usage.of(Meter.INPUT_UNCACHED, 999).with(Meter.OUTPUT_TEXT, 1), TIER, JUNE);
        Rating reached = sheet.rate(Usage.of(Meter.INPUT_UNCACHED, 1_000).with(Meter.OUTPUT_TEXT, 1), TIER, JUNE);

        // Then
        assertThat(total(below)).isEqualTo(Money.ofPico(9_991));
        assertThat(total(reached)).isEqualTo(Money.ofPico(20_002));
    }

    @Test
    void shouldChangeThePriceAtTheInstantItComesIntoForce() {
        // Given
        PriceSheet sheet = new PriceSheet(
                List.of(row("old", Meter.OUTPUT_TEXT, 0, 10L, JANUARY), row("new", Meter.OUTPUT_TEXT, 0, 20L, JUNE)));
        Usage usage = Usage.of(Meter.OUTPUT_TEXT, 1);

        // When
        Rating before = sheet.rate(usage, TIER, JUNE.minusNanos(1));
        Rating at = sheet.rate(usage, TIER, JUNE);

        // Then
        assertThat(total(before)).isEqualTo(Money.ofPico(10));
        assertThat(total(at)).isEqualTo(Money.ofPico(20));
    }

    @Test
    void shouldPreferTheRowThatWasEnteredLaterForTheSameInstant() {
        // Given
        PriceVersion mistake = row("mistake", Meter.OUTPUT_TEXT, 0, 10L, JANUARY);
        PriceVersion correction =
                new PriceVersion("correction", Meter.OUTPUT_TEXT, TIER, 0, 20L, 1, JANUARY, JUNE, "price list");
        PriceSheet sheet = new PriceSheet(List.of(correction, mistake));
        Usage usage = Usage.of(Meter.OUTPUT_TEXT, 1);

        // When
        Rating now = sheet.rate(usage, TIER, JUNE);

        // Then
        assertThat(total(now)).isEqualTo(Money.ofPico(20));
        assertThat(total(sheet.asKnownAt(JUNE.minusNanos(1)).rate(usage, TIER, JUNE)))
                .isEqualTo(Money.ofPico(10));
    }

    @Test
    void shouldRoundUpAPriceForManyUnits() {
        // Given
        PriceVersion perThousand =
                new PriceVersion("row", Meter.WEB_SEARCH_CALLS, TIER, 0, 10L, 1_000, JANUARY, JANUARY, "price list");
        PriceSheet sheet = new PriceSheet(List.of(perThousand));

        // When
        Rating one = sheet.rate(Usage.of(Meter.WEB_SEARCH_CALLS, 1), TIER, JUNE);

        // Then
        assertThat(total(one)).isEqualTo(Money.ofPico(1));
        assertThat(total(sheet.rate(Usage.of(Meter.WEB_SEARCH_CALLS, 100), TIER, JUNE)))
                .isEqualTo(Money.ofPico(1));
        assertThat(total(sheet.rate(Usage.of(Meter.WEB_SEARCH_CALLS, 101), TIER, JUNE)))
                .isEqualTo(Money.ofPico(2));
    }

    @Test
    void shouldNotPriceOneTierByAnother() {
        // Given
        PriceSheet sheet = new PriceSheet(List.of(row("default", Meter.OUTPUT_TEXT, 0, 10L, JANUARY)));

        // When
        Rating rating = sheet.rate(Usage.of(Meter.OUTPUT_TEXT, 1), "priority", JUNE);

        // Then
        assertThat(rating).isEqualTo(new Rating.Unrated(Set.of(Meter.OUTPUT_TEXT)));
    }

    @Test
    void shouldPriceARegionByItsOwnRowsAndByTheOthersWhereItHasNone() {
        // Given: dearer input in the region, and a withdrawn price of its output
        PriceSheet sheet = new PriceSheet(
                List.of(
                        row("input", Meter.INPUT_UNCACHED, 0, 100L, JANUARY),
                        row("cached", Meter.INPUT_CACHED, 0, 10L, JANUARY),
                        row("output", Meter.OUTPUT_TEXT, 0, 400L, JANUARY)),
                Map.of(
                        "eu",
                        List.of(
                                row("eu-input", Meter.INPUT_UNCACHED, 0, 110L, JANUARY),
                                row("eu-output", Meter.OUTPUT_TEXT, 0, 440L, JANUARY),
                                row("eu-output-withdrawn", Meter.OUTPUT_TEXT, 0, null, JUNE))));
        Usage usage = Usage.of(Meter.INPUT_UNCACHED, 1)
                .with(Meter.INPUT_CACHED, 1)
                .with(Meter.OUTPUT_TEXT, 1)
                .with(Meter.OUTPUT_REASONING, 1);

        // When
        Money inTheRegion = total(sheet.rate(usage, TIER, JUNE.minusNanos(1), "eu"));

        // Then: reasoning is priced like text, cached input has no price of the region
        assertThat(inTheRegion).isEqualTo(Money.ofPico(110 + 10 + 440 + 440));
        assertThat(total(sheet.rate(usage, TIER, JUNE, "eu"))).isEqualTo(Money.ofPico(110 + 10 + 400 + 400));
        assertThat(total(sheet.rate(usage, TIER, JUNE, "us"))).isEqualTo(Money.ofPico(100 + 10 + 400 + 400));
        assertThat(sheet.rate(usage, TIER, JUNE)).isEqualTo(sheet.rate(usage, TIER, JUNE, "us"));
        assertThat(total(sheet.asKnownAt(JUNE.minusNanos(1)).rate(usage, TIER, JUNE, "eu")))
                .isEqualTo(inTheRegion);
    }

    @Test
    void shouldLeaveARegionUnratedWhereNothingHasAPrice() {
        // Given: a price of one region alone
        PriceSheet sheet =
                new PriceSheet(List.of(), Map.of("eu", List.of(row("eu", Meter.OUTPUT_TEXT, 0, 440L, JANUARY))));

        // When
        Rating elsewhere = sheet.rate(Usage.of(Meter.OUTPUT_TEXT, 1), TIER, JUNE, "us");

        // Then
        assertThat(elsewhere).isEqualTo(new Rating.Unrated(Set.of(Meter.OUTPUT_TEXT)));
    }

    @Test
    void shouldThrowRatherThanOverflow() {
        // Given
        PriceSheet sheet = new PriceSheet(List.of(row("row", Meter.OUTPUT_TEXT, 0, Long.MAX_VALUE, JANUARY)));

        // When
        var thrown = assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> sheet.rate(Usage.of(Meter.OUTPUT_TEXT, 2), TIER, JUNE));

        // Then
        thrown.withMessage("long overflow");
    }

    @Test
    void shouldTakeARepeatedRowOnceAndRefuseTwoRowsWithOneId() {
        PriceVersion one = row("id", Meter.OUTPUT_TEXT, 0, 10L, JANUARY);
        PriceVersion other = row("id", Meter.OUTPUT_TEXT, 0, 20L, JANUARY);

        assertThat(new PriceSheet(List.of(one, one)).versions()).containsExactly(one);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriceSheet(List.of(one, other)))
                .withMessage("two price versions have the id id");
    }

    @Test
    void shouldRefuseInvalidRows() {
        assertThatIllegalArgumentException().isThrownBy(() -> row("id", Meter.OUTPUT_TEXT, -1, 10L, JANUARY));
        assertThatIllegalArgumentException().isThrownBy(() -> row("id", Meter.OUTPUT_TEXT, 0, -1L, JANUARY));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PriceVersion("id", Meter.OUTPUT_TEXT, TIER, 0, 10L, 0, JANUARY, JANUARY, "price list"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rating.Unrated(Set.of()));
    }
}
