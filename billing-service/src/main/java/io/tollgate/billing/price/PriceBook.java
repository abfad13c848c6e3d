package io.tollgate.billing.price;

import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.price.ModelName;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.price.Rating;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All prices at one moment of knowledge, immutable: rating needs no database.
 *
 * @param sheets list prices by {@link #key}
 * @param own prices of single organizations, by organization and then by {@link #key}
 * @param markups by organization, in any order
 * @param aliases by {@link #key} of the alias, in any order
 */
public record PriceBook(
        Map<String, PriceSheet> sheets,
        Map<String, Map<String, PriceSheet>> own,
        Map<String, List<Markup>> markups,
        Map<String, List<Alias>> aliases) {

    public static final PriceBook EMPTY = new PriceBook(Map.of());

    private static final PriceSheet NO_PRICES = new PriceSheet(List.of());

    public PriceBook {
        sheets = Map.copyOf(sheets);
        own = Map.copyOf(own);
        markups = Map.copyOf(markups);
        aliases = Map.copyOf(aliases);
    }

    /** List prices alone. */
    public PriceBook(Map<String, PriceSheet> sheets) {
        this(sheets, Map.of(), Map.of(), Map.of());
    }

    static PriceBook of(List<ListedPrice> prices) {
        return of(prices, List.of(), List.of());
    }

    /** Prices in other currencies are kept but not rated with. */
    static PriceBook of(List<ListedPrice> prices, List<Markup> markups, List<Alias> aliases) {
        Map<String, Map<String, List<ListedPrice>>> versions = new HashMap<>();
        for (ListedPrice price : prices) {
            if (price.isRatedWith()) {
                versions.computeIfAbsent(price.scope(), ignored -> new HashMap<>())
                        .computeIfAbsent(price.key(), ignored -> new ArrayList<>())
                        .add(price);
            }
        }
        Map<String, Map<String, PriceSheet>> own = new HashMap<>();
        versions.forEach((scope, byModel) -> {
            Map<String, PriceSheet> sheets = new HashMap<>();
            byModel.forEach((key, rows) -> sheets.put(key, sheet(rows)));
            own.put(scope, sheets);
        });
        Map<String, PriceSheet> list = own.getOrDefault(ListedPrice.LIST, Map.of());
        own.remove(ListedPrice.LIST);
        Map<String, List<Markup>> byOrganization = new HashMap<>();
        markups.forEach(markup -> byOrganization
                .computeIfAbsent(markup.organization(), ignored -> new ArrayList<>())
                .add(markup));
        Map<String, List<Alias>> byAlias = new HashMap<>();
        aliases.forEach(alias -> byAlias.computeIfAbsent(alias.key(), ignored -> new ArrayList<>())
                .add(alias));
        return new PriceBook(list, own, byOrganization, byAlias);
    }

    private static PriceSheet sheet(List<ListedPrice> rows) {
        Map<String, List<PriceVersion>> regions = ListedPrice.byRegion(rows);
        List<PriceVersion> everywhere = regions.remove(ListedPrice.EVERYWHERE);
        return new PriceSheet(everywhere == null ? List.of() : everywhere, regions);
    }

    static String key(String provider, String model) {
        return provider + "/" + model;
    }

    /** The list prices of a provider's model, found by the rule of {@link ModelName}; empty if the model is not listed. */
    public Optional<PriceSheet> sheet(String provider, String model) {
        return find(sheets, provider, model);
    }

    /** Whether there is any list price of the model, under its own name or an alias. */
    public boolean isListed(String provider, String model) {
        return find(sheets, provider, model).isPresent()
                || ModelName.candidates(model).stream().anyMatch(name -> aliases.containsKey(key(provider, name)));
    }

    /**
     * What usage costs and what it is charged at, by the prices in force at an instant.
     *
     * @param at when the attempt started
     * @param region where the provider answered, null if that is not known
     * @throws ArithmeticException if a line exceeds {@link Money}'s range
     */
    public Quote quote(
            String organization,
            String provider,
            String model,
            String tier,
            Usage usage,
            Instant at,
            @Nullable String region) {
        String named = resolve(provider, model, at);
        Rating rating = find(sheets, provider, named).orElse(NO_PRICES).rate(usage, tier, at, region);
        return switch (rating) {
            case Rating.Unrated unrated -> new Quote.Unpriced(unrated.unpriced());
            case Rating.Rated rated -> {
                PriceSheet sheet = find(own.getOrDefault(organization, Map.of()), provider, named)
                        .orElse(NO_PRICES);
                Optional<Markup> markup = markup(organization, at);
                long context = usage.inputTokens();
                yield new Quote.Priced(rated.lines().stream()
                        .map(line -> line(line, sheet.priceOf(line.meter(), tier, context, at, region), markup))
                        .toList());
            }
        };
    }

    private static Quote.Line line(Rating.Line listed, Optional<PriceVersion> own, Optional<Markup> markup) {
        if (own.isPresent()) {
            return charged(listed, own.get().id(), own.get().amount(listed.count()));
        }
        return markup.map(applied -> charged(listed, applied.id(), applied.applyTo(listed.amount())))
                .orElseGet(() -> charged(listed, listed.priceVersion(), listed.amount()));
    }

    private static Quote.Line charged(Rating.Line listed, String version, Money charge) {
        return new Quote.Line(listed.meter(), listed.count(), listed.priceVersion(), listed.amount(), version, charge);
    }

    private Optional<Markup> markup(String organization, Instant at) {
        return Markup.inForce(markups.getOrDefault(organization, List.of()), at);
    }

    /** The model behind an alias in force; a name that is listed itself is no alias. */
    String resolve(String provider, String model, Instant at) {
        if (find(sheets, provider, model).isPresent()) {
            return model;
        }
        for (String candidate : ModelName.candidates(model)) {
            Optional<Alias> alias = Alias.inForce(aliases.getOrDefault(key(provider, candidate), List.of()), at);
            @Nullable String target = alias.map(Alias::model).orElse(null);
            if (target != null) {
                return target;
            }
        }
        return model;
    }

    private static Optional<PriceSheet> find(Map<String, PriceSheet> sheets, String provider, String model) {
        if (sheets.isEmpty()) {
            return Optional.empty();
        }
        // Most names are listed as they are; looking for a date in a name costs more than looking the name up.
        @Nullable PriceSheet exact = sheets.get(key(provider, model));
        if (exact != null) {
            return Optional.of(exact);
        }
        for (String candidate : ModelName.candidates(model)) {
            @Nullable PriceSheet sheet = sheets.get(key(provider, candidate));
            if (sheet != null) {
                return Optional.of(sheet);
            }
        }
        return Optional.empty();
    }
}
