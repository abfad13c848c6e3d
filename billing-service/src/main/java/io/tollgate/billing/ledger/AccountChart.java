package io.tollgate.billing.ledger;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.ledger.AccountKey.Kind;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The ids of the ledger's accounts. Accounts are never deleted or changed, so an id that was seen is right for good. */
@ApplicationScoped
class AccountChart {

    private static final String OPEN = """
            INSERT INTO ledger_account (organization, kind, provider, currency, normal_side)
            SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
            ON CONFLICT DO NOTHING""";

    private static final String FIND = """
            SELECT id, organization, kind, provider, currency FROM ledger_account
            WHERE (organization, kind, provider, currency) IN (
                SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[]))""";

    private final Pool pool;
    private final Map<AccountKey, Long> ids = new ConcurrentHashMap<>();

    AccountChart(Pool pool) {
        this.pool = pool;
    }

    /** Opens the accounts that do not exist yet; on its own, since an account without transfers changes nothing. */
    Uni<Void> ensure(Collection<AccountKey> accounts) {
        List<AccountKey> unknown = accounts.stream()
                .filter(account -> !ids.containsKey(account))
                .distinct()
                .sorted(AccountKey.ORDER)
                .toList();
        if (unknown.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple withSide = columns(unknown)
                .addValue(texts(unknown, account -> account.kind().normalSide()));
        return pool.preparedQuery(OPEN)
                .execute(withSide)
                .chain(() -> pool.preparedQuery(FIND).execute(columns(unknown)))
                .invoke(rows -> rows.forEach(row -> ids.put(key(row), row.getLong("id"))))
                .replaceWithVoid();
    }

    /** @throws IllegalStateException if the account was not ensured before */
    long id(AccountKey account) {
        Long id = ids.get(account);
        if (id == null) {
            throw new IllegalStateException("account " + account + " was not opened");
        }
        return id;
    }

    private static AccountKey key(Row row) {
        return new AccountKey(
                row.getString("organization"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("provider"),
                row.getString("currency"));
    }

    private static Tuple columns(List<AccountKey> accounts) {
        return Tuple.tuple()
                .addValue(texts(accounts, AccountKey::organization))
                .addValue(texts(accounts, account -> account.kind().stored()))
                .addValue(texts(accounts, AccountKey::provider))
                .addValue(texts(accounts, AccountKey::currency));
    }

    private static String[] texts(List<AccountKey> accounts, Function<AccountKey, String> column) {
        return accounts.stream().map(column).toArray(String[]::new);
    }
}
