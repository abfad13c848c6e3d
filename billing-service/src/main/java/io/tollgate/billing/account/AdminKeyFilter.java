package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.lifecycle.StartUp;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets a request pass with an admin key, and tells who it belongs to. */
class AdminKeyFilter {

    private static final Logger LOG = Logger.getLogger(AdminKeyFilter.class);
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_HEADER = 512;
    private static final String FIND = "SELECT organization FROM admin_key WHERE sha256 = $1 AND status = 'active'";

    private final Pool pool;
    private final Caller caller;
    private final StartUp startUp;

    AdminKeyFilter(Pool pool, Caller caller, StartUp startUp) {
        this.pool = pool;
        this.caller = caller;
        this.startUp = startUp;
    }

    @ServerRequestFilter
    Uni<Void> authenticate(ContainerRequestContext request) {
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
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(sha256))
                .onFailure()
                .transform(AdminKeyFilter::unavailable)
                .invoke(this::identify)
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
                    "The admin key is not known or was revoked. Project keys are not accepted here.");
        }
        caller.identify(rows.iterator().next().getString("organization"));
    }
}
