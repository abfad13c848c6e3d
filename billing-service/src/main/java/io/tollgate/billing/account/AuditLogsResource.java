package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.audit.AuditDay;
import io.tollgate.billing.audit.AuditFilter;
import io.tollgate.billing.audit.AuditReader;
import io.tollgate.billing.failure.QueryInput;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** OpenAI's audit logs of an organization, and whether their chain holds. */
@Path("/v1/organization/audit_logs")
@Produces(MediaType.APPLICATION_JSON)
class AuditLogsResource {

    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

    private final AuditReader audit;
    private final Caller caller;
    private final Clock clock;

    AuditLogsResource(AuditReader audit, Caller caller, Clock clock) {
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
    }

    /** Newest first. */
    @GET
    public Uni<Listing<AuditLog>> list(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        AuditFilter filter = filter(query);
        query.finish();
        return audit.list(caller.organization(), filter).map(found -> {
            List<AuditLog> logs = found.stream().map(AuditLog::of).toList();
            boolean more = logs.size() > filter.limit();
            // Backwards, the one too many is the newest of the answer.
            List<AuditLog> page = filter.before() != null && more ? logs.subList(1, logs.size()) : logs;
            Listing<AuditLog> listing = Listing.of(page, filter.limit(), AuditLog::id);
            return new Listing<>(listing.object(), listing.data(), listing.firstId(), listing.lastId(), more);
        });
    }

    /** Recomputes every hash of the days asked for; the last 31 where nothing is said. */
    @GET
    @Path("/verification")
    public Uni<Verification> verify(@Context UriInfo uri) {
        QueryInput query = new QueryInput(uri.getQueryParameters());
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate to = date(query, "to", today);
        LocalDate from = date(query, "from", to.minusDays(30));
        if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= AuditReader.MOST_DAYS) {
            query.problem("from", "must be at most " + AuditReader.MOST_DAYS + " days before 'to', and not after it");
        }
        query.finish();
        return audit.verify(caller.organization(), from, to).map(Verification::of);
    }

    private static AuditFilter filter(QueryInput query) {
        long from = Math.max(
                query.integer("effective_at[gte]", 0, LATEST, 0),
                query.integer("effective_at[gt]", -1, LATEST, -1) + 1);
        long until = Math.min(
                query.integer("effective_at[lt]", 0, LATEST, LATEST),
                query.integer("effective_at[lte]", 0, LATEST - 1, LATEST - 1) + 1);
        if (query.text("after").isPresent() && query.text("before").isPresent()) {
            query.problem("before", "cannot be given together with 'after'");
        }
        return new AuditFilter(
                Instant.ofEpochSecond(from),
                Instant.ofEpochSecond(until),
                query.list("project_ids"),
                query.list("event_types"),
                query.list("actor_ids"),
                query.list("actor_emails").stream()
                        .map(email -> email.toLowerCase(Locale.ROOT))
                        .toList(),
                query.list("resource_ids"),
                query.text("after").orElse(null),
                query.text("before").orElse(null),
                PageRequest.read(query).limit());
    }

    private static LocalDate date(QueryInput query, String name, LocalDate fallback) {
        try {
            return query.text(name).map(LocalDate::parse).orElse(fallback);
        } catch (DateTimeParseException notADate) {
            query.problem(name, "must be a date like 2026-11-22");
            return fallback;
        }
    }

    /** @param valid whether every day's part of the chain holds */
    record Verification(String object, boolean valid, List<AuditDay> days) {

        static Verification of(List<AuditDay> days) {
            boolean valid = days.stream().allMatch(AuditDay::valid);
            return new Verification("organization.audit_log.verification", valid, days);
        }
    }
}
