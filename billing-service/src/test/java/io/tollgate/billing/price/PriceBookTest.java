package io.tollgate.billing.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an organization pays, and what is known about its calls at each instant. */
class PriceBookTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Usage CALL = Usage.of(Meter.INPUT_UNCACHED, 100).with(Meter.OUTPUT_TEXT, 10);

    @Test
    void shouldChargeTheListPriceWhereNothingElseWasAgreed() {
        // When
        Quote.Priced quote = priced(book(List.of(), List.of()), "org_a");

        // Then
        assertThat(quote.cost()).isEqualTo(Money.ofPico(100 * 1_000 + 10 * 5_000));
        assertThat(quote.charge()).isEqualTo(quote.cost());
    }

    @Test
    void shouldChargeAnOrganizationsOwnPriceAndItsMarkupOnTheRest() {
        // Given: an own price for input, 20 % more on everything
        PriceBook book = book(
                List.of(own("org_a", "own", Meter.INPUT_UNCACHED, 700L)),
                List.of(new Markup("markup_1", "org_a", 12_000, Instant.EPOCH, Instant.EPOCH)));

        // When
        Quote.Priced theirs = priced(book, "org_a");
        Quote.Priced others = priced(book, "org_b");

        // Then
        assertThat(theirs.charge()).isEqualTo(Money.ofPico(100 * 700 + 10 * 6_000));
        assertThat(theirs.cost()).isEqualTo(others.cost());
        assertThat(theirs.lines()).extracting(Quote.Line::chargeVersion).containsExactlyInAnyOrder("own", "markup_1");
        assertThat(others.charge()).isEqualTo(others.cost());
    }

    @Test
    void shouldFallBackToTheListWhereAnOwnPriceWasWithdrawn() {
        // Given
        PriceBook book = book(List.of(own("org_a", "own", Meter.INPUT_UNCACHED, null)), List.of());

        // When
        Quote.Priced quote = priced(book, "org_a");

        // Then
        assertThat(quote.charge()).isEqualTo(quote.cost());
    }

    @Test
    void shouldApplyAMarkupFromItsInstantOnAndRoundUp() {
        // Given
        Markup markup = new Markup("markup_1", "org_a", 10_001, NOW, NOW);

        // When
        PriceBook book = book(List.of(), List.of(markup));

        // Then
        assertThat(priced(book, "org_a", "m", NOW.minusMillis(1)).charge()).isEqualTo(Money.ofPico(150_000));
        assertThat(markup.applyTo(Money.ofPico(1))).isEqualTo(Money.ofPico(2));
        assertThat(priced(book, "org_a").charge()).isEqualTo(Money.ofPico(100_010 + 50_005));
    }

    @Test
    void shouldRateAnAliasLikeItsModelUntilItEnds() {
        // Given
        PriceBook book = PriceBook.of(
                prices(),
                List.of(),
                List.of(new Alias("p", "fast", "m", NOW, NOW), new Alias("p", "fast", null, NOW.plusSeconds(60), NOW)));

        // Then
        assertThat(priced(book, "org_a", "fast", NOW).cost()).isEqualTo(Money.ofPico(150_000));
        assertThat(book.quote("org_a", "p", "fast", "default", CALL, NOW.minusMillis(1), null))
                .isInstanceOf(Quote.Unpriced.class);
        assertThat(book.quote("org_a", "p", "fast", "default", CALL, NOW.plusSeconds(60), null))
                .isInstanceOf(Quote.Unpriced.class);
        assertThat(book.isListed("p", "fast")).isTrue();
    }

    @Test
    void shouldRateARegionByItsOwnPricesAndNeverByNothing() {
        // Given: list prices of one region, and an organization's own price there
        ListedPrice listed = inRegion(ListedPrice.LIST, "eu", price("eu_in", Meter.INPUT_UNCACHED, 1_100L));
        ListedPrice own = inRegion("org_a", "eu", price("own_out", Meter.OUTPUT_TEXT, 4_000L));
        PriceBook book = book(List.of(listed, own), List.of());

        // When
        Quote.Priced theirs = (Quote.Priced) book.quote("org_a", "p", "m", "default", CALL, NOW, "eu");

        // Then: output has no list price of the region, so the one that holds everywhere is its cost
        assertThat(theirs.cost()).isEqualTo(Money.ofPico(100 * 1_100 + 10 * 5_000));
        assertThat(theirs.charge()).isEqualTo(Money.ofPico(100 * 1_100 + 10 * 4_000));
        assertThat(book.quote("org_a", "p", "m", "default", CALL, NOW, "us"))
                .isEqualTo(book.quote("org_a", "p", "m", "default", CALL, NOW, null));
    }

    @Test
    void shouldPublishPricesOfARegionApartFromTheOthers() {
        // Given
        List<ListedPrice> rows = new ArrayList<>(prices());
        rows.add(inRegion(ListedPrice.LIST, "eu", price("eu_in", Meter.INPUT_UNCACHED, 1_100L)));

        // When
        String published = PublishedPrices.messages(rows, List.of(), model -> true, NOW)
                .getFirst()
                .payload()
                .toString();

        // Then: a reader that knows no regions never takes one for the price everywhere
        assertThat(published).contains("\"version\":3", "\"region\":\"eu\"");
        assertThat(published.substring(0, published.indexOf("\"regions\""))).doesNotContain("eu_in");
    }

    private static ListedPrice inRegion(String scope, String region, ListedPrice price) {
        return new ListedPrice(scope, "p", "m", region, "USD", "", null, null, price.version());
    }

    private static ListedPrice price(String id, Meter meter, long pico) {
        return price(id, meter, pico, Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void shouldHaveOnePriceForEachInstantWhateverTheOrderOfTheRows() {
        for (long seed = 0; seed < 500; seed++) {
            // Given: versions with random instants, some withdrawn, recorded in random order
            SplittableRandom random = new SplittableRandom(seed);
            List<ListedPrice> rows = new ArrayList<>();
            for (int row = 0; row < 1 + random.nextInt(12); row++) {
                rows.add(price(
                        "price_" + row,
                        Meter.INPUT_UNCACHED,
                        random.nextInt(6) == 0 ? null : Long.valueOf(random.nextInt(1, 9_000)),
                        NOW.plusSeconds(random.nextInt(20)),
                        NOW.plusSeconds(random.nextInt(20))));
            }
            Instant at = NOW.plusSeconds(random.nextInt(25));

            // When
            Optional<Long> found = priceAt(rows, at);

            // Then: it is the one that nothing in force supersedes, for every order, and a later row changes no past
            Optional<ListedPrice> expected = rows.stream()
                    .filter(row -> !row.version().effectiveFrom().isAfter(at))
                    .reduce((a, b) -> supersedes(b, a) ? b : a);
            assertThat(found)
                    .as("seed %d", seed)
                    .isEqualTo(expected.map(row -> row.version().unitPricePico()));
            assertThat(priceAt(rows.reversed(), at)).as("seed %d", seed).isEqualTo(found);
            List<ListedPrice> more = new ArrayList<>(rows);
            more.add(price("price_z", Meter.INPUT_UNCACHED, 77L, at.plusMillis(1), NOW));
            assertThat(priceAt(more, at)).as("seed %d", seed).isEqualTo(found);
        }
    }

    private static boolean supersedes(ListedPrice later, ListedPrice earlier) {
        int inForce =
                later.version().effectiveFrom().compareTo(earlier.version().effectiveFrom());
        int recorded = later.version().recordedAt().compareTo(earlier.version().recordedAt());
        return inForce > 0
                || (inForce == 0 && recorded > 0)
                || (inForce == 0
                        && recorded == 0
                        && later.version().id().compareTo(earlier.version().id()) > 0);
    }

    private static Optional<Long> priceAt(List<ListedPrice> rows, Instant at) {
        return PriceBook.of(rows)
                .sheet("p", "m")
                .orElseThrow()
                .priceOf(Meter.INPUT_UNCACHED, "default", 1, at)
                .map(PriceVersion::unitPricePico);
    }

    private static PriceBook book(List<ListedPrice> own, List<Markup> markups) {
        List<ListedPrice> all = new ArrayList<>(prices());
        all.addAll(own);
        return PriceBook.of(all, markups, List.of());
    }

    private static List<ListedPrice> prices() {
        return List.of(
                price("price_in", Meter.INPUT_UNCACHED, 1_000L, Instant.EPOCH, Instant.EPOCH),
                price("price_out", Meter.OUTPUT_TEXT, 5_000L, Instant.EPOCH, Instant.EPOCH));
    }

    private static ListedPrice own(String organization, String id, Meter meter, @Nullable Long pico) {
        ListedPrice listed = price(id, meter, pico, Instant.EPOCH, Instant.EPOCH);
        return new ListedPrice(organization, "p", "m", "", "USD", "", null, null, listed.version());
    }

    private static ListedPrice price(String id, Meter meter, @Nullable Long pico, Instant from, Instant recorded) {
        return new ListedPrice(
                "p", "m", "USD", "", new PriceVersion(id, meter, "default", 0, pico, 1, from, recorded, "test"));
    }

    private static Quote.Priced priced(PriceBook book, String organization) {
        return priced(book, organization, "m", NOW);
    }

    private static Quote.Priced priced(PriceBook book, String organization, String model, Instant at) {
        return (Quote.Priced) book.quote(organization, "p", model, "default", CALL, at, null);
    }
}
