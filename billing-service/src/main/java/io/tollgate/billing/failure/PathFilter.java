package io.tollgate.billing.failure;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Answers 404 for ids that cannot exist: PostgreSQL cannot even be asked about a NUL. */
class PathFilter {

    @ServerRequestFilter
    void refuseNul(ContainerRequestContext request) {
        boolean hasNul = request.getUriInfo().getPathParameters(true).values().stream()
                .anyMatch(values -> values.stream().anyMatch(value -> value.indexOf('\0') >= 0));
        if (hasNul) {
            throw ApiException.notFound(
                    "resource", request.getUriInfo().getPath(true).replace('\0', '\uFFFD'));
        }
    }
}
