package io.tollgate.contracts.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.testing.Generator;
import io.tollgate.contracts.testing.Seeds;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PriceSheetPropertyTest {

    private static final String TIER = PriceVersion.DEFAULT_TIER;

    /** Whether a row applies at all, before rows are compared. */
    private static boolean applies(PriceVersion row, Meter meter, long context, Instant at) {
        return row.meter() == meter
                && row.contextFrom() <= context
                && !row.effectiveFrom().isAfter(at);
    }

    /** Whether one row is to be preferred to another: written out a second time, key by key, to check the sheet against. */
    private static boolean beats(PriceVersion row, PriceVersion other) {
        if (row.contextFrom() != other.contextFrom()) {
            return row.contextFrom() > other.contextFrom();
        }
        if (!row.effectiveFrom().equals(other.effectiveFrom())) {
            return row.effectiveFrom().isAfter(other.effectiveFrom());
        }
        if (!row.recordedAt().equals(other.recordedAt())) {
            return row.recordedAt().isAfter(other.recordedAt());
        }
        return row.id().compareTo(other.id()) > 0;
    }

    private static PriceSheet with(PriceSheet sheet, PriceVersion row) {
        List<PriceVersion> rows = new ArrayList<>(sheet.versions());
        rows.add(row);
        return new PriceSheet(rows);
    }

    private static PriceVersion recordedAt(PriceVersion row, Instant recordedAt) {
        return new PriceVersion(
                row.id(),
                row.meter(),
                row.serviceTier(),
                row.contextFrom(),
                row.unitPricePico(),
                row.perQuantity(),
                row.effectiveFrom(),
                recordedAt,
                row.source());
    }

    @Test
    void shouldHaveExactlyOneVersionInForceForEveryMeterAndInstant() {
        Seeds.forAll(generator -> {
            PriceSheet sheet = generator.priceSheet();
            Meter meter = generator.oneOf(List.of(Meter.values()));
            long context = generator.between(0, 6_000);
            Instant at = generator.instant();
            List<PriceVersion> applying = sheet.versions().stream()
                    .filter(row -> applies(row, meter, context, at))
                    .toList();
            List<PriceVersion> unbeaten = applying.stream()
                    .filter(row -> applying.stream().noneMatch(rival -> beats(rival, row)))
                    .toList();

            Optional<PriceVersion> inForce = sheet.priceOf(meter, TIER, context, at);

            assertThat(unbeaten).hasSizeLessThanOrEqualTo(1);
            if (unbeaten.isEmpty()) {
                assertThat(inForce)
                        .isEqualTo(meter.pricedLike().flatMap(parent -> sheet.priceOf(parent, TIER, context, at)));
            } else {
                boolean withdrawn = unbeaten.getFirst().unitPricePico() == null;
                assertThat(inForce).isEqualTo(withdrawn ? Optional.empty() : Optional.of(unbeaten.getFirst()));
            }
        });
    }

    @Test
    void shouldNotDependOnTheOrderOfRows() {
        Seeds.forAll(generator -> {
            PriceSheet sheet = generator.priceSheet();
            PriceSheet shuffled = new PriceSheet(generator.shuffled(sheet.versions()));
            Usage usage = generator.usage(5_000);
            Instant at = generator.instant();

            assertThat(shuffled.rate(usage, TIER, at)).isEqualTo(sheet.rate(usage, TIER, at));
        });
    }

    @Test
    void shouldLeaveRatingsOfThePastAloneWhateverIsEnteredLater() {
        Seeds.forAll(generator -> {
            PriceSheet sheet = generator.priceSheet();
            Usage usage = generator.usage(5_000);
            Instant at = generator.instant();
            Instant knownAt = generator.instant();
            PriceVersion later = recordedAt(
                    generator.price("later", generator.oneOf(List.of(Meter.values())), 0),
                    knownAt.plusSeconds(generator.between(1, 1_000_000)));

            PriceSheet extended = with(sheet, later);

            assertThat(extended.asKnownAt(knownAt).rate(usage, TIER, at))
                    .isEqualTo(sheet.asKnownAt(knownAt).rate(usage, TIER, at));
        });
    }

    @Test
    void shouldNotApplyAPriceBeforeItsTime() {
        Seeds.forAll(generator -> {
            PriceSheet sheet = generator.priceSheet();
            Usage usage = generator.usage(5_000);
            PriceVersion coming = generator.price("coming", generator.oneOf(List.of(Meter.values())), 0);
            Instant before = coming.effectiveFrom().minusNanos(1);

            PriceSheet extended = with(sheet, coming);

            assertThat(extended.rate(usage, TIER, before)).isEqualTo(sheet.rate(usage, TIER, before));
        });
    }

    @Test
    void shouldTotalItsLinesAndRoundEachUpByLessThanOnePico() {
        Seeds.forAll(generator -> {
            PriceSheet sheet = generator.priceSheet();
            Usage usage = generator.usage(5_000);

            Rating rating = sheet.rate(usage, TIER, generator.instant());

            if (rating instanceof Rating.Rated(List<Rating.Line> lines, Money total)) {
                assertThat(lines.stream().map(Rating.Line::amount).reduce(Money.ZERO, Money::plus))
                        .isEqualTo(total);
                assertThat(lines).allSatisfy(line -> assertThat(line.amount()).isEqualTo(exactRoundedUp(sheet, line)));
                assertThat(lines.stream().mapToLong(Rating.Line::count).sum())
                        .isEqualTo(usage.counts().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
            }
        });
    }

    private static Money exactRoundedUp(PriceSheet sheet, Rating.Line line) {
        PriceVersion row = sheet.versions().stream()
                .filter(version -> version.id().equals(line.priceVersion()))
                .findFirst()
                .orElseThrow();
        Long unitPrice = row.unitPricePico();
        assertThat(unitPrice).isNotNull();
        return Money.ofPico(BigDecimal.valueOf(line.count())
                .multiply(BigDecimal.valueOf(unitPrice == null ? -1 : unitPrice))
                .divide(BigDecimal.valueOf(row.perQuantity()), 0, RoundingMode.CEILING)
                .longValueExact());
    }

    @Test
    void shouldCostNoLessForMoreTokensWithinOneContextStep() {
        Seeds.forAll(generator -> {
            PriceSheet sheet = withoutContextSteps(generator);
            Usage usage = generator.usage(5_000);
            Meter meter = generator.oneOf(List.of(Meter.values()));
            Usage more = usage.with(meter, usage.count(meter).orElse(0) + generator.between(1, 100));
            Instant at = generator.instant();

            if (sheet.rate(usage, TIER, at) instanceof Rating.Rated less
                    && sheet.rate(more, TIER, at) instanceof Rating.Rated greater) {
                assertThat(greater.total()).isGreaterThanOrEqualTo(less.total());
            }
        });
    }

    @Test
    void shouldBeUnratedExactlyWhenAConsumedMeterHasNoPrice() {
        Seeds.forAll(generator -> {
            PriceSheet sheet = generator.priceSheet();
            Usage usage = generator.usage(3);
            Instant at = generator.instant();
            List<Meter> unpriced = usage.counts().entrySet().stream()
                    .filter(entry -> entry.getValue() > 0)
                    .map(Map.Entry::getKey)
                    .filter(meter ->
                            sheet.priceOf(meter, TIER, usage.inputTokens(), at).isEmpty())
                    .toList();

            Rating rating = sheet.rate(usage, TIER, at);

            if (unpriced.isEmpty()) {
                assertThat(rating).isInstanceOf(Rating.Rated.class);
            } else {
                assertThat(rating).isEqualTo(new Rating.Unrated(Set.copyOf(unpriced)));
            }
        });
    }

    private static PriceSheet withoutContextSteps(Generator generator) {
        List<PriceVersion> rows = new ArrayList<>();
        for (Meter meter : Meter.values()) {
            rows.add(generator.price("price-" + meter.wireName(), meter, 0));
        }
        return new PriceSheet(rows);
    }
}
