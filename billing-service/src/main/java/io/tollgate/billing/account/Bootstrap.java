package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.lifecycle.StartUpTask;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Creates the default organization, its default project and the configured keys. A configured key that differs from last
 * time is a rotation: a new row, and the former key is revoked. Configuring a former key again makes it the active one
 * again, unless it was revoked through the API: such a key stays revoked.
 */
@ApplicationScoped
class Bootstrap implements StartUpTask {

    private static final Logger LOG = Logger.getLogger(Bootstrap.class);

    static final String ORGANIZATION = "org_default";
    static final String PROJECT = "proj_default";
    private static final String SERVICE_ACCOUNT = "svc_acct_default";
    private static final String JUDGE_PROJECT = "proj_judges";
    private static final String JUDGE_SERVICE_ACCOUNT = "svc_acct_judges";

    private static final String CREATE_ORGANIZATION = """
            INSERT INTO organization (id, name, created_at) VALUES ($1, 'Default organization', $2)
            ON CONFLICT DO NOTHING""";
    private static final String CREATE_PROJECT = """
            INSERT INTO project (id, organization, name, status, created_at)
            VALUES ($1, $2, $3, 'active', $4) ON CONFLICT DO NOTHING""";
    private static final String CREATE_SERVICE_ACCOUNT = """
            INSERT INTO service_account (id, project, name, role, created_at)
            VALUES ($1, $2, 'Bootstrap', 'member', $3) ON CONFLICT DO NOTHING""";
    private static final String CREATE_ADMIN_KEY = """
            INSERT INTO admin_key (id, organization, name, sha256, redacted_value, status, bootstrap, created_at, role,
                service_account)
            VALUES ($1, $2, 'Bootstrap admin key', $3, $4, 'active', true, $5, 'owner', $6)
            ON CONFLICT (sha256) DO UPDATE SET status = 'active', revoked_at = NULL
            WHERE admin_key.bootstrap AND admin_key.status = 'revoked' RETURNING id""";
    private static final String REVOKE_OTHER_ADMIN_KEYS = """
            UPDATE admin_key SET status = 'revoked', revoked_at = $2
            WHERE bootstrap AND status = 'active' AND sha256 <> $1 RETURNING id""";
    private static final String CREATE_KEY = """
            INSERT INTO api_key (id, organization, project, service_account, name, sha256, redacted_value, status, version,
                bootstrap, created_at)
            VALUES ($1, $2, $3, $4, 'Bootstrap key', $5, $6, 'active', 1, true, $7)
            ON CONFLICT (sha256) DO UPDATE
            SET status = 'active', revoked_at = NULL, revoked_by = NULL, version = api_key.version + 1
            WHERE api_key.bootstrap AND api_key.revoked_by = 'rotation' RETURNING id""";
    private static final String REVOKE_OTHER_KEYS = """
            UPDATE api_key SET status = 'revoked', revoked_at = $2, revoked_by = 'rotation', version = version + 1
            WHERE bootstrap AND status = 'active' AND project = $3 AND sha256 <> $1 RETURNING id""";

    private final Pool pool;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final Clock clock;
    private final Optional<Secret> adminKey;
    private final Optional<Secret> demoKey;
    private final Optional<Secret> judgeKey;

    Bootstrap(Pool pool, AuditTrail audit, Identifiers identifiers, Clock clock, BootstrapConfig config) {
        this.pool = pool;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
        adminKey = config.adminKey()
                .filter(key -> !key.isBlank())
                .map(key -> Secret.configured("TOLLGATE_ADMIN_KEY", key, Secret.ADMIN_PREFIX));
        demoKey = config.demoKey()
                .filter(key -> !key.isBlank())
                .map(key -> Secret.configured("TOLLGATE_DEMO_KEY", key, Secret.PROJECT_PREFIX));
        judgeKey = config.judgeKey()
                .filter(key -> !key.isBlank())
                .map(key -> Secret.configured("TOLLGATE_JUDGE_KEY", key, Secret.PROJECT_PREFIX));
    }

    @Override
    public Phase phase() {
        return Phase.ACCOUNTS;
    }

    @Override
    public Uni<Void> run() {
        if (adminKey.isEmpty()) {
            LOG.warn(
                    "no TOLLGATE_ADMIN_KEY: unless an admin key exists already, nobody can use the administration API");
        }
        return pool.withTransaction(transaction -> AdvisoryLock.START_UP
                .exclusive(transaction)
                .chain(() -> createAccounts(transaction))
                .chain(() -> installAdminKey(transaction))
                .chain(() -> installKey(transaction, demoKey, PROJECT, SERVICE_ACCOUNT))
                .chain(() -> createJudgeProject(transaction))
                .chain(() -> installKey(transaction, judgeKey, JUDGE_PROJECT, JUDGE_SERVICE_ACCOUNT)));
    }

    private Uni<Void> createAccounts(SqlConnection transaction) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return transaction
                .preparedQuery(CREATE_ORGANIZATION)
                .execute(Tuple.of(ORGANIZATION, now))
                .chain(() -> createProject(transaction, PROJECT, "Default project", SERVICE_ACCOUNT, now));
    }

    /** What judging costs is seen apart. */
    private Uni<Void> createJudgeProject(SqlConnection transaction) {
        return judgeKey.isEmpty()
                ? Uni.createFrom().voidItem()
                : createProject(transaction, JUDGE_PROJECT, "Judges", JUDGE_SERVICE_ACCOUNT, OffsetDateTime.now(clock));
    }

    private static Uni<Void> createProject(
            SqlConnection transaction, String project, String name, String serviceAccount, OffsetDateTime now) {
        return transaction
                .preparedQuery(CREATE_PROJECT)
                .execute(Tuple.of(project, ORGANIZATION, name, now))
                .chain(() -> transaction
                        .preparedQuery(CREATE_SERVICE_ACCOUNT)
                        .execute(Tuple.of(serviceAccount, project, now)))
                .replaceWithVoid();
    }

    private Uni<Void> installAdminKey(SqlConnection transaction) {
        if (adminKey.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Secret secret = adminKey.get();
        OffsetDateTime now = OffsetDateTime.now(clock);
        return transaction
                .preparedQuery(CREATE_ADMIN_KEY)
                .execute(Tuple.of(
                        identifiers.next("key"),
                        ORGANIZATION,
                        secret.sha256(),
                        secret.redacted(),
                        now,
                        SERVICE_ACCOUNT))
                .chain(rows -> audit(transaction, "admin_api_key.created", null, secret, rows))
                .chain(() -> transaction.preparedQuery(REVOKE_OTHER_ADMIN_KEYS).execute(Tuple.of(secret.sha256(), now)))
                .chain(rows -> audit(transaction, "admin_api_key.deleted", null, secret, rows));
    }

    private Uni<Void> installKey(
            SqlConnection transaction, Optional<Secret> configured, String project, String serviceAccount) {
        if (configured.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Secret secret = configured.get();
        OffsetDateTime now = OffsetDateTime.now(clock);
        Tuple key = Tuple.tuple()
                .addString(identifiers.next("key"))
                .addString(ORGANIZATION)
                .addString(project)
                .addString(serviceAccount)
                .addString(secret.sha256())
                .addString(secret.redacted())
                .addValue(now);
        return transaction
                .preparedQuery(CREATE_KEY)
                .execute(key)
                .chain(rows -> audit(transaction, "api_key.created", project, secret, rows))
                .chain(() ->
                        transaction.preparedQuery(REVOKE_OTHER_KEYS).execute(Tuple.of(secret.sha256(), now, project)))
                .chain(rows -> audit(transaction, "api_key.deleted", project, secret, rows));
    }

    /** Rows are returned only where something changed: a start that finds everything in place leaves no trace. */
    private Uni<Void> audit(
            SqlConnection transaction, String type, @Nullable String project, Secret configured, RowSet<Row> rows) {
        Actor actor = Actor.system(ORGANIZATION, "bootstrap");
        Map<String, String> cause = Map.of("configured_key", configured.redacted());
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Row row : rows) {
            Change change = Change.created(type, project, row.getString("id"), cause);
            all = all.chain(() -> audit.append(transaction, actor, change));
        }
        return all;
    }
}
