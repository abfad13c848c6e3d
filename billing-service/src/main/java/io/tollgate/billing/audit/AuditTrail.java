package io.tollgate.billing.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Appends changes to the trail, within the transaction that makes them: a change that is committed is in the trail, one
 * that is not is not. Call it last in a transaction: it holds the lock of the organization's chain until the end.
 */
@ApplicationScoped
public class AuditTrail {

    private static final String APPEND = "SELECT append_audit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    private static final String APPEND_NAMED = """
            SELECT append_audit(:organization, :at, :type, :actorType, :actorKey, :actorId, :actorEmail, :project, :subject,
                :before, :after)""";

    /** Nobody passes a secret here; should anybody put one into a name, the trail is not where it is kept. */
    private static final Pattern SECRET = Pattern.compile("(sk-(?:tg|admin)-|whsec_)[A-Za-z0-9_+/=-]{16,}");

    private final ObjectMapper json;
    private final Clock clock;

    AuditTrail(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** Within a transaction of Hibernate Reactive; what it has changed so far is flushed. */
    public Uni<Void> append(Mutiny.Session transaction, Actor actor, Change change) {
        return transaction
                .flush()
                .chain(() -> transaction
                        .createNativeQuery(APPEND_NAMED, String.class)
                        .setParameter("organization", actor.organization())
                        .setParameter("at", now())
                        .setParameter("type", change.type())
                        .setParameter("actorType", actor.kind().stored())
                        .setParameter("actorKey", orEmpty(actor.key()))
                        .setParameter("actorId", actor.id())
                        .setParameter("actorEmail", orEmpty(actor.email()))
                        .setParameter("project", orEmpty(change.project()))
                        .setParameter("subject", change.subject())
                        .setParameter("before", write(change.before()))
                        .setParameter("after", write(change.after()))
                        .getSingleResult())
                .replaceWithVoid();
    }

    /**
     * Of what the operator does to an organization: in its own trail with who did it, and in the organization's if that is
     * another one. The operator's chain is always locked first, so no two transactions wait for each other.
     */
    public Uni<Void> append(SqlClient transaction, Actor actor, String organization, Change change) {
        Uni<Void> own = append(transaction, actor, change);
        return actor.organization().equals(organization)
                ? own
                : own.chain(() -> append(transaction, Actor.operator(organization), change));
    }

    /** Within a transaction of the SQL client. */
    public Uni<Void> append(SqlClient transaction, Actor actor, Change change) {
        Tuple parameters = Tuple.tuple()
                .addString(actor.organization())
                .addValue(now())
                .addString(change.type())
                .addString(actor.kind().stored())
                .addString(orEmpty(actor.key()))
                .addString(actor.id())
                .addString(orEmpty(actor.email()))
                .addString(orEmpty(change.project()))
                .addString(change.subject())
                .addString(write(change.before()))
                .addString(write(change.after()));
        return transaction.preparedQuery(APPEND).execute(parameters).replaceWithVoid();
    }

    private OffsetDateTime now() {
        // PostgreSQL keeps microseconds and would round.
        return OffsetDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    private String write(@Nullable Object state) {
        if (state == null) {
            return "";
        }
        try {
            return SECRET.matcher(json.writeValueAsString(state)).replaceAll("$1[redacted]");
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("an audited state cannot be written as JSON", failure);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
