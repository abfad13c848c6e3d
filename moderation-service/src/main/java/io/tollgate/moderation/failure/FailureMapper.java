package io.tollgate.moderation.failure;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Every failure that leaves this service, in one shape. */
class FailureMapper {

    private static final Logger LOG = Logger.getLogger(FailureMapper.class);

    @ServerExceptionMapper
    Response refused(RefusedException refused) {
        Response.ResponseBuilder answer = answer(refused.status(), refused.envelope());
        if (refused.status() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
            answer.header("retry-after", 1);
        }
        return answer.build();
    }

    @ServerExceptionMapper
    Response unroutable(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status >= 500) {
            return unexpected(failure);
        }
        String message =
                switch (status) {
                    case 404 -> "Unknown request URL; this service answers POST /v1/moderations.";
                    case 405 -> "This URL does not know that method; use POST.";
                    case 406 -> "This service answers application/json only.";
                    case 413 -> "The body is larger than is accepted.";
                    case 415 -> "The body must be application/json.";
                    default -> "The request is not valid (HTTP " + status + ").";
                };
        @Nullable String code = status == 404 ? "unknown_url" : status == 413 ? "request_too_large" : null;
        return answer(status, new ErrorEnvelope(new ErrorEnvelope.Detail(message, "invalid_request_error", null, code)))
                .build();
    }

    /** Logs the kind of failure and where, not its message: that could quote the text. */
    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        LOG.errorf(
                "request failed unexpectedly: kind %s, at %s",
                failure.getClass().getName(),
                failure.getStackTrace().length > 0 ? failure.getStackTrace()[0] : "an unknown place");
        return answer(
                        500,
                        new ErrorEnvelope(new ErrorEnvelope.Detail(
                                "The service failed to examine the input; the failure is logged. Repeat the request.",
                                "server_error",
                                null,
                                null)))
                .build();
    }

    private static Response.ResponseBuilder answer(int status, ErrorEnvelope envelope) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(envelope);
    }
}
