package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.lifecycle.StartUp;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets a request pass with an admin key whose role permits it, and tells who it belongs to. */
class AdminKeyFilter {

    private static final Logger LOG = Logger.getLogger(AdminKeyFilter.class);
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_HEADER = 512;
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String PROJECT_PARAMETER = "project";

    private final Pool pool;
    private final Caller caller;
    private final StartUp startUp;
    private final Clock clock;

    AdminKeyFilter(Pool pool, Caller caller, StartUp startUp, Clock clock) {
        this.pool = pool;
        this.caller = caller;
        this.startUp = startUp;
        this.clock = clock;
    }

    @ServerRequestFilter
    Uni<Void> authenticate(ContainerRequestContext request, ResourceInfo resource) {
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null
                || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || header.length() > LONGEST_HEADER) {
            return Uni.createFrom()
                    .failure(ApiException.unauthorized(
                            "Provide an admin key as 'Authorization: Bearer " + Secret.ADMIN_PREFIX + "…'."));
        }
        if (!startUp.isCompleted()) {
            return Uni.createFrom().failure(ApiException.unavailable("The service is starting. Try again shortly."));
        }
        String sha256 = new Secret(header.substring(SCHEME.length()).strip()).sha256();
        return pool.preparedQuery(AdminKeyHolder.FIND)
                .execute(Tuple.of(sha256, OffsetDateTime.now(clock)))
                .onFailure()
                .transform(AdminKeyFilter::unavailable)
                .invoke(this::identify)
                .invoke(() -> authorize(request, resource))
                .replaceWithVoid();
    }

    /** The database's absence is our fault and must not look like a wrong key. */
    private static Throwable unavailable(Throwable failure) {
        LOG.warnf("admin keys cannot be read: cause=%s", failure);
        return ApiException.unavailable("The database is not reachable. Try again shortly.");
    }

    private void identify(RowSet<Row> rows) {
        if (!rows.iterator().hasNext()) {
            throw ApiException.unauthorized(
                    "The admin key is not known, has expired or was revoked. Project keys are not accepted here.");
        }
        AdminKeyHolder holder = AdminKeyHolder.of(rows.iterator().next());
        Authority authority = holder.authority()
                .orElseThrow(() -> ApiException.forbidden("The user of this admin key has no role here any more."));
        caller.identify(holder.actor(), authority);
    }

    private void authorize(ContainerRequestContext request, ResourceInfo resource) {
        boolean changes = !READING.contains(request.getMethod());
        String project = request.getUriInfo().getPathParameters().getFirst(PROJECT_PARAMETER);
        Authority authority = caller.authority();
        if (!authority.permits(changes, operation(resource), project)) {
            throw ApiException.forbidden(
                    "The role '" + authority.role().stored() + "' of this admin key does not permit "
                            + (changes ? "this change" : "reading this") + ". Ask an owner of the organization.");
        }
    }

    private static Authority.Operation operation(ResourceInfo resource) {
        var method = resource.getResourceMethod();
        if (method.isAnnotationPresent(ForOwners.class)) {
            return Authority.Operation.FOR_OWNERS;
        }
        if (method.isAnnotationPresent(ForMembers.class)) {
            return Authority.Operation.FOR_MEMBERS;
        }
        return method.isAnnotationPresent(ForEveryone.class)
                ? Authority.Operation.FOR_EVERYONE
                : Authority.Operation.ORDINARY;
    }
}
