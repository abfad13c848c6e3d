package io.tollgate.contracts.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.contracts.testing.Generator;
import io.tollgate.contracts.testing.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetIntervalTest {

    private static final List<ZoneId> ZONES =
            new TreeSet<>(ZoneId.getAvailableZoneIds()).stream().map(ZoneId::of).toList();
    private static final Instant FROM = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2060-01-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource(names = {"DAY", "WEEK", "MONTH"})
    void shouldPartitionTheTimeLineInEveryZone(BudgetInterval interval) {
        assertThat(ZONES).hasSizeGreaterThanOrEqualTo(200);
        for (ZoneId zone : ZONES) {
            Seeds.forAll(20, generator -> {
                Instant instant = nearATransition(generator, zone);

                BudgetPeriod period = interval.periodAt(instant, zone);

                assertThat(period.contains(instant))
                        .as("%s in %s", instant, zone)
                        .isTrue();
                assertThat(interval.periodAt(period.start(), zone))
                        .as("%s", zone)
                        .isEqualTo(period);
                assertThat(interval.periodAt(period.end().minusNanos(1), zone))
                        .as("%s", zone)
                        .isEqualTo(period);
                assertThat(interval.periodAt(period.end(), zone).start())
                        .as("%s", zone)
                        .isEqualTo(period.end());
                assertThat(interval.periodAt(period.start().minusNanos(1), zone).end())
                        .as("%s", zone)
                        .isEqualTo(period.start());
            });
        }
    }

    /** Half of the instants lie within two hours of a change of the zone's offset, where mistakes would be. */
    private static Instant nearATransition(Generator generator, ZoneId zone) {
        Instant instant = generator.instantBetween(FROM, TO);
        var transition = zone.getRules().nextTransition(instant);
        return transition == null || generator.oneIn(2)
                ? instant
                : transition.getInstant().plusSeconds(generator.between(-7_200, 7_200));
    }

    @ParameterizedTest
    @EnumSource(names = {"DAY", "WEEK", "MONTH"})
    void shouldPartitionAroundEveryTransitionOfEveryZone(BudgetInterval interval) {
        for (ZoneId zone : ZONES) {
            zone.getRules().getTransitions().forEach(transition -> {
                for (long seconds : new long[] {-86_400, -3_600, -60, -1, 0, 1, 60, 3_599, 3_600, 86_400}) {
                    Instant instant = transition.getInstant().plusSeconds(seconds);
                    BudgetPeriod period = interval.periodAt(instant, zone);

                    assertThat(period.contains(instant)
                                    && interval.periodAt(period.start(), zone).equals(period))
                            .as("%s in %s", instant, zone)
                            .isTrue();
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        // An ordinary day, and days on which clocks go forward and back.
        "Europe/Berlin,     2025-03-29T12:00:00Z, 2025-03-28T23:00:00Z, 2025-03-29T23:00:00Z, 24",
        "Europe/Berlin,     2025-03-30T12:00:00Z, 2025-03-29T23:00:00Z, 2025-03-30T22:00:00Z, 23",
        "Europe/Berlin,     2025-10-26T12:00:00Z, 2025-10-25T22:00:00Z, 2025-10-26T23:00:00Z, 25",
        // A day without midnight: it begins at 01:00.
        "America/Sao_Paulo, 2018-11-04T12:00:00Z, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z, 23",
        "America/Sao_Paulo, 2018-11-03T12:00:00Z, 2018-11-03T03:00:00Z, 2018-11-04T03:00:00Z, 24",
        // The zone left out 30 December 2011 altogether.
        "Pacific/Apia,      2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z, 24",
        "Pacific/Apia,      2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z, 24",
        // Clocks went back over midnight at 00:01: the last hour of the 6th came twice, and counts for the 7th.
        "America/St_Johns,  2010-11-07T02:29:59Z, 2010-11-06T02:30:00Z, 2010-11-07T02:30:00Z, 24",
        "America/St_Johns,  2010-11-07T02:45:00Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z, 25",
    })
    void shouldKnowDaysOfEveryLength(ZoneId zone, Instant instant, Instant start, Instant end, long hours) {
        BudgetPeriod day = BudgetInterval.DAY.periodAt(instant, zone);

        assertThat(day).isEqualTo(new BudgetPeriod(start, end));
        assertThat(Duration.between(day.start(), day.end())).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void shouldNotGoBackAMonthWhenClocksGoBackOverMidnight() {
        // Given
        ZoneId zone = ZoneId.of("America/St_Johns");
        Instant repeatedLastHourOfOctober = Instant.parse("2009-11-01T02:45:00Z");

        // When
        BudgetPeriod month = BudgetInterval.MONTH.periodAt(repeatedLastHourOfOctober, zone);

        // Then
        assertThat(repeatedLastHourOfOctober.atZone(zone).toLocalDate()).isEqualTo(LocalDate.of(2009, 10, 31));
        assertThat(month)
                .isEqualTo(
                        new BudgetPeriod(Instant.parse("2009-11-01T02:30:00Z"), Instant.parse("2009-12-01T03:30:00Z")));
    }

    @Test
    void shouldBeginWeeksOnMondaysInTheZone() {
        // Given: a Sunday evening in UTC, already Monday in Berlin; clocks went back on the Sunday
        Instant instant = Instant.parse("2025-10-26T23:30:00Z");

        // When
        BudgetPeriod before = BudgetInterval.WEEK.periodAt(instant.minusSeconds(3_600), ZoneId.of("Europe/Berlin"));
        BudgetPeriod week = BudgetInterval.WEEK.periodAt(instant, ZoneId.of("Europe/Berlin"));

        // Then
        assertThat(week.start()).isEqualTo(Instant.parse("2025-10-26T23:00:00Z"));
        assertThat(before.end()).isEqualTo(week.start());
        assertThat(Duration.between(before.start(), before.end())).isEqualTo(Duration.ofHours(7 * 24 + 1));
    }

    @Test
    void shouldHaveOnePeriodForALifetime() {
        // Given
        ZoneId zone = ZoneId.of("Asia/Tokyo");

        // When
        BudgetPeriod period = BudgetInterval.LIFETIME.periodAt(Instant.parse("2025-06-01T00:00:00Z"), zone);

        // Then
        assertThat(period.contains(Instant.EPOCH)).isTrue();
        assertThat(period.contains(Instant.parse("9998-12-31T23:59:59Z"))).isTrue();
        assertThat(BudgetInterval.LIFETIME.periodAt(Instant.EPOCH, zone)).isEqualTo(period);
    }

    @Test
    void shouldRefuseAPeriodThatEndsBeforeItStarts() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BudgetPeriod(TO, FROM));
        assertThatIllegalArgumentException().isThrownBy(() -> new BudgetPeriod(FROM, FROM));
    }
}
