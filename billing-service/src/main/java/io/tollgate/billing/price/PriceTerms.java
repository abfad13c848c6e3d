package io.tollgate.billing.price;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.account.Organizations;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.outbox.Outbox;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** Markups of organizations, and aliases of models. */
@ApplicationScoped
class PriceTerms {

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NOTE = 500;
    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

    private final Pool pool;
    private final PriceTable table;
    private final Prices prices;
    private final Organizations organizations;
    private final Identifiers identifiers;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;

    PriceTerms(
            Pool pool,
            PriceTable table,
            Prices prices,
            Organizations organizations,
            Identifiers identifiers,
            Outbox outbox,
            AuditTrail audit,
            Clock clock) {
        this.pool = pool;
        this.table = table;
        this.prices = prices;
        this.organizations = organizations;
        this.identifiers = identifiers;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<String> addMarkup(Actor actor, JsonInput input) {
        String organization = input.text("organization", LONGEST_NAME);
        int basisPoints = (int) input.integer("basis_points", 0, Markup.MOST_BASIS_POINTS);
        Instant from = Instant.ofEpochSecond(input.integer("effective_from", 0, LATEST));
        String note = input.text("note", LONGEST_NOTE);
        input.finish();
        Markup markup = new Markup(identifiers.next("markup"), organization, basisPoints, from, clock.instant());
        return organizations
                .existing(Set.of(organization))
                .invoke(existing -> {
                    if (existing.isEmpty()) {
                        throw ApiException.notFound("organization", organization);
                    }
                })
                .chain(() -> pool.withTransaction(transaction -> table.markups(transaction)
                        .map(known -> Markup.inForce(
                                known.stream()
                                        .filter(other -> other.organization().equals(organization))
                                        .toList(),
                                from))
                        .call(() -> table.add(transaction, markup, note))
                        .chain(before -> audit.append(
                                transaction,
                                actor,
                                organization,
                                new Change("price_markup.added", null, markup.id(), before.orElse(null), markup)))))
                .call(prices::reload)
                .replaceWith(markup.id());
    }

    /** An absent model ends the alias. Published under the alias's name, so that estimates know it, too. */
    Uni<String> addAlias(Actor actor, JsonInput input) {
        Instant now = clock.instant();
        Alias alias = new Alias(
                input.text("provider", LONGEST_NAME),
                input.text("alias", LONGEST_NAME),
                input.optionalText("model", LONGEST_NAME).orElse(null),
                input.isAbsent("effective_from")
                        ? now
                        : Instant.ofEpochSecond(input.integer("effective_from", 0, LATEST)),
                now);
        input.finish();
        return pool.withTransaction(transaction -> AdvisoryLock.START_UP
                        .exclusive(transaction)
                        .chain(() -> table.aliases(transaction))
                        .map(known -> Alias.inForce(
                                known.stream()
                                        .filter(other -> other.key().equals(alias.key()))
                                        .toList(),
                                alias.effectiveFrom()))
                        .call(() -> table.add(transaction, alias))
                        .call(() -> publish(transaction, alias, now))
                        .chain(before -> audit.append(
                                transaction,
                                actor,
                                new Change("model_alias.added", null, alias.key(), before.orElse(null), alias))))
                .call(prices::reload)
                .replaceWith(alias.key());
    }

    private Uni<Void> publish(SqlConnection transaction, Alias alias, Instant now) {
        return table.approved(transaction)
                .chain(book -> table.aliases(transaction)
                        .chain(aliases -> outbox.append(
                                transaction, PublishedPrices.messages(book, aliases, alias.key()::equals, now))));
    }
}
