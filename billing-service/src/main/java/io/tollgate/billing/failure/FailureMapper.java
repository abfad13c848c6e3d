package io.tollgate.billing.failure;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure that leaves this service, in one shape. */
class FailureMapper {

    private static final Logger LOG = Logger.getLogger(FailureMapper.class);

    @ServerExceptionMapper
    Response refused(ApiException failure) {
        return answer(failure.status(), failure.body());
    }

    @ServerExceptionMapper
    Response unroutable(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status >= 500) {
            return unexpected(failure);
        }
        String message =
                switch (status) {
                    case 404 -> "Unknown request URL.";
                    case 405 -> "The method is not allowed for this URL.";
                    case 413 -> "The body is larger than this service accepts.";
                    case 415 -> "The body must be application/json.";
                    default -> "The request is not valid (HTTP " + status + ").";
                };
        return answer(status, ErrorBody.of(message, "invalid_request_error", null, null));
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        LOG.error("request failed unexpectedly", failure);
        return answer(
                500,
                ErrorBody.of(
                        "The service failed to process the request; it is logged. Try again later.",
                        "server_error",
                        null,
                        "internal_error"));
    }

    private static Response answer(int status, ErrorBody body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }
}
