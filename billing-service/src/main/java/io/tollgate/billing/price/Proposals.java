package io.tollgate.billing.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.account.Organizations;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.outbox.Outbox;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Prices on their way into the book: proposed, looked at, approved, published. Publishing appends the rows and says so on
 * the price topic in one transaction.
 */
@ApplicationScoped
class Proposals {

    private static final TypeReference<List<ProposedPrice>> PRICES = new TypeReference<>() {};

    private static final String CREATE = """
            INSERT INTO price_proposal (id, organization, status, note, prices, findings, created_at)
            VALUES ($1, $2, 'proposed', $3, $4, $5, $6)""";
    private static final String COLUMNS =
            "SELECT id, status, note, prices, encode(sha256(convert_to(prices::text, 'UTF8')), 'hex') AS prices_sha256,"
                    + " findings, created_at, decided_at, published_at FROM price_proposal ";
    private static final String LIST = COLUMNS + "WHERE organization = $1 AND id > $2 ORDER BY id LIMIT $3";
    private static final String FIND = COLUMNS + "WHERE organization = $1 AND id = $2";
    private static final String DECIDE = "UPDATE price_proposal SET status = $2, decided_at = $3 WHERE id = $1";
    private static final String PUBLISHED =
            "UPDATE price_proposal SET status = 'published', published_at = $2 WHERE id = $1";

    private final Pool pool;
    private final PriceTable table;
    private final Prices prices;
    private final Organizations organizations;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final ObjectMapper json;
    private final Clock clock;

    Proposals(
            Pool pool,
            PriceTable table,
            Prices prices,
            Organizations organizations,
            Outbox outbox,
            AuditTrail audit,
            Identifiers identifiers,
            ObjectMapper json,
            Clock clock) {
        this.pool = pool;
        this.table = table;
        this.prices = prices;
        this.organizations = organizations;
        this.outbox = outbox;
        this.audit = audit;
        this.identifiers = identifiers;
        this.json = json;
        this.clock = clock;
    }

    Uni<Proposal> create(Actor actor, ProposalInput input) {
        String id = identifiers.next("priceprop");
        return requireOrganizations(input.prices())
                .chain(() -> pool.withTransaction(transaction -> table.approved(transaction)
                        .chain(book -> transaction
                                .preparedQuery(CREATE)
                                .execute(Tuple.of(
                                        id,
                                        actor.organization(),
                                        input.note(),
                                        array(input.prices()),
                                        array(Finding.in(input.prices(), new Changes(book))),
                                        OffsetDateTime.now(clock)))
                                .chain(() -> find(transaction, actor.organization(), id, ""))
                                .map(Proposal::of)
                                .call(created -> audit.append(
                                        transaction,
                                        actor,
                                        Change.created(
                                                "price_proposal.created",
                                                null,
                                                id,
                                                Proposal.Audited.of(
                                                        created, new Changes(book).of(input.prices()))))))));
    }

    /** Proposes what a file says and the book does not. */
    Uni<Proposal> propose(Actor actor, String note, List<ProposedPrice> read) {
        return pool.withConnection(table::approved).chain(book -> {
            Changes changes = new Changes(book);
            List<ProposedPrice> news =
                    read.stream().filter(price -> !changes.isKnown(price)).toList();
            if (news.isEmpty() || news.size() > ProposalInput.MOST_PRICES) {
                throw ApiException.invalid(
                        news.isEmpty()
                                ? "The file says nothing that the book does not know: prices=" + read.size() + "."
                                : "The file has more than " + ProposalInput.MOST_PRICES
                                        + " new prices. Name 'providers'.",
                        null);
            }
            return create(actor, new ProposalInput(note, news));
        });
    }

    Uni<List<Proposal>> list(String organization, String after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(organization, after, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Proposal::of)
                        .toList());
    }

    Uni<List<Changes.Change>> difference(String organization, String id) {
        return pool.withConnection(connection -> find(connection, organization, id, "")
                .chain(row -> table.approved(connection).map(book -> new Changes(book).of(prices(row)))));
    }

    /** @param findingsSeen whoever approves says that the findings are no mistakes */
    Uni<Proposal> decide(Actor actor, String id, boolean approved, boolean findingsSeen) {
        String organization = actor.organization();
        return pool.withTransaction(transaction -> find(transaction, organization, id, " FOR UPDATE")
                .chain(row -> {
                    requireStatus(row, "proposed");
                    if (approved
                            && !findingsSeen
                            && !row.getJsonArray("findings").isEmpty()) {
                        throw ApiException.conflict("The proposal has "
                                + row.getJsonArray("findings").size()
                                + " findings. Look at them and approve with {\"accept_findings\":\"true\"}.");
                    }
                    return transaction
                            .preparedQuery(DECIDE)
                            .execute(Tuple.of(id, approved ? "approved" : "rejected", OffsetDateTime.now(clock)))
                            .chain(() -> find(transaction, organization, id, ""))
                            .map(Proposal::of)
                            .call(decided -> audit.append(
                                    transaction,
                                    actor,
                                    Change.updated(
                                            "price_proposal." + decided.status(),
                                            null,
                                            id,
                                            Proposal.of(row),
                                            decided)));
                }));
    }

    Uni<Proposal> publish(Actor actor, String id) {
        String organization = actor.organization();
        return pool.withTransaction(transaction -> AdvisoryLock.START_UP
                        .exclusive(transaction)
                        .chain(() -> find(transaction, organization, id, " FOR UPDATE"))
                        .chain(row -> {
                            requireStatus(row, "approved");
                            return publish(transaction, actor, row);
                        }))
                .call(prices::reload);
    }

    private Uni<Proposal> publish(SqlConnection transaction, Actor actor, Row row) {
        String id = row.getString("id");
        List<ProposedPrice> proposed = prices(row);
        return requireOrganizations(proposed)
                .chain(() -> table.approved(transaction))
                .map(book -> new Changes(book).of(proposed))
                .chain(changes -> enter(transaction, id, proposed)
                        .chain(() -> find(transaction, actor.organization(), id, ""))
                        .map(Proposal::of)
                        .call(published -> record(transaction, actor, Proposal.of(row), published, changes)));
    }

    /** In the operator's trail; and in that of every organization that gets prices of its own, without naming a person. */
    private Uni<Void> record(
            SqlConnection transaction, Actor actor, Proposal before, Proposal published, List<Changes.Change> changes) {
        Uni<Void> all = audit.append(
                transaction,
                actor,
                Change.updated(
                        "price_proposal.published",
                        null,
                        published.id(),
                        before,
                        Proposal.Audited.of(published, changes)));
        Map<String, List<Changes.Change>> own = changes.stream()
                .filter(change -> !change.price().scope().equals(ListedPrice.LIST)
                        && !change.price().scope().equals(actor.organization()))
                .collect(Collectors.groupingBy(change -> change.price().scope(), TreeMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Changes.Change>> organization : own.entrySet()) {
            all = all.chain(() -> audit.append(
                    transaction,
                    Actor.operator(organization.getKey()),
                    Change.created(
                            "price.published", null, published.id(), Proposal.OwnPrices.of(organization.getValue()))));
        }
        return all;
    }

    private Uni<Void> enter(SqlConnection transaction, String id, List<ProposedPrice> proposed) {
        Instant now = clock.instant();
        List<ListedPrice> entered = proposed.stream()
                .map(price -> price.entered(identifiers.next("price"), now))
                .toList();
        Set<String> touched = entered.stream().map(ListedPrice::key).collect(Collectors.toSet());
        return table.enter(transaction, entered)
                .chain(() -> transaction.preparedQuery(PUBLISHED).execute(Tuple.of(id, OffsetDateTime.now(clock))))
                .chain(() -> table.approved(transaction))
                .chain(book -> table.aliases(transaction)
                        .chain(aliases -> outbox.append(
                                transaction, PublishedPrices.messages(book, aliases, touched::contains, now))));
    }

    /** Fails with 404 if a price is of an organization that does not exist: it would never apply to anybody. */
    private Uni<Void> requireOrganizations(List<ProposedPrice> proposed) {
        Set<String> scopes = proposed.stream()
                .map(ProposedPrice::scope)
                .filter(scope -> !scope.equals(ListedPrice.LIST))
                .collect(Collectors.toSet());
        return organizations
                .existing(scopes)
                .invoke(existing -> scopes.stream()
                        .filter(scope -> !existing.contains(scope))
                        .sorted()
                        .findFirst()
                        .ifPresent(unknown -> {
                            throw ApiException.notFound("organization", unknown);
                        }))
                .replaceWithVoid();
    }

    private List<ProposedPrice> prices(Row row) {
        try {
            return json.readValue(row.getJsonArray("prices").encode(), PRICES);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("stored prices of a proposal cannot be read", failure);
        }
    }

    private JsonArray array(Object rows) {
        try {
            return new JsonArray(json.writeValueAsString(rows));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a proposal cannot be written as JSON", failure);
        }
    }

    private static Uni<Row> find(SqlConnection connection, String organization, String id, String lock) {
        return connection
                .preparedQuery(FIND + lock)
                .execute(Tuple.of(organization, id))
                .map(rows -> {
                    if (!rows.iterator().hasNext()) {
                        throw ApiException.notFound("price proposal", id);
                    }
                    return rows.iterator().next();
                });
    }

    private static void requireStatus(Row row, String status) {
        if (!row.getString("status").equals(status)) {
            throw ApiException.conflict(
                    "The proposal is " + row.getString("status") + "; this needs one that is " + status + ".");
        }
    }
}
