package io.tollgate.chat.completion;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.admission.AdmissionService;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.guard.InputGuard;
import io.tollgate.chat.metering.MeteringService;
import io.tollgate.chat.provider.ProviderClient;
import io.tollgate.chat.provider.ProviderConfig;
import io.tollgate.chat.reservation.ReservationConfig;
import io.tollgate.chat.route.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.UUID;

/** {@code POST /v1/chat/completions}. */
@ApplicationScoped
public class ChatCompletionsHandler {

    private final CompletionServices services;
    private final AccessViews access;
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    ChatCompletionsHandler(
            Vertx vertx,
            AccessViews access,
            Routes routes,
            AdmissionService admission,
            InputGuard guard,
            MeteringService metering,
            ProviderClient provider,
            CompletionConfig config,
            ProviderConfig providerConfig,
            ReservationConfig reservationConfig,
            InstantSource clock,
            Tracer tracer,
            MeterRegistry registry) {
        this.access = access;
        this.services = new CompletionServices(
                vertx,
                routes,
                admission,
                guard,
                metering,
                provider,
                config,
                providerConfig,
                reservationConfig,
                clock,
                tracer,
                registry,
                ids::generate);
    }

    /**
     * @param request paused or not yet read
     * @param requestId what the caller is told as {@code x-request-id}
     * @param received {@link System#nanoTime()} when the request's head had arrived
     */
    public void handle(HttpServerRequest request, UUID requestId, long received) {
        AccessDecision decision = access.decide(request.getHeader("authorization"));
        switch (decision) {
            case AccessDecision.Refused refused -> ErrorEnvelope.send(request.response(), refused.failure());
            case AccessDecision.Granted granted ->
                BodyReader.read(request, services.config().bodySizeMax())
                        .onSuccess(body -> new ChatCompletion(services, granted.caller(), request, requestId, received)
                                .start(body.getBytes()))
                        .onFailure(failure -> BodyReader.refuse(request, failure));
        }
    }
}
