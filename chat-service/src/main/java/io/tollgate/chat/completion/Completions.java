package io.tollgate.chat.completion;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.admission.AdmissionService;
import io.tollgate.chat.cache.AnswerCache;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.guard.Guard;
import io.tollgate.chat.metering.MeteringService;
import io.tollgate.chat.provider.ProviderClient;
import io.tollgate.chat.provider.ProviderConfig;
import io.tollgate.chat.reservation.ReservationConfig;
import io.tollgate.chat.route.LiveRoutes;
import io.tollgate.chat.target.Targets;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Everything that asks a model: whatever the endpoint and the transport, a request goes this one way. */
@Singleton
public class Completions {

    private static final ThreadLocal<SplittableRandom> RANDOM = ThreadLocal.withInitial(SplittableRandom::new);

    private final CompletionServices services;
    private final AccessViews access;
    private final BodyMemory bodies;
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    Completions(
            Vertx vertx,
            AccessViews access,
            LiveRoutes routes,
            Targets targets,
            AdmissionService admission,
            AnswerCache cache,
            Guard guard,
            MeteringService metering,
            ProviderClient provider,
            CompletionConfig config,
            AttemptConfig attemptConfig,
            ProviderConfig providerConfig,
            ReservationConfig reservationConfig,
            InstantSource clock,
            Tracer tracer,
            MeterRegistry registry) {
        this.access = access;
        this.bodies = new BodyMemory(BodyMemory.ceiling(
                config.bodyMemoryMax(),
                config.bodySizeMax(),
                Runtime.getRuntime().maxMemory()));
        ChatMetrics.bodiesHeld(registry, bodies::heldBytes);
        this.services = new CompletionServices(
                vertx,
                routes::current,
                targets,
                new Drains(config.drainsMax()),
                admission,
                cache,
                guard,
                metering,
                provider,
                config,
                attemptConfig,
                providerConfig,
                reservationConfig,
                clock,
                tracer,
                registry,
                ids::generate,
                () -> RANDOM.get().nextDouble());
    }

    /**
     * Answers an HTTP request.
     *
     * @param request paused or not yet read
     * @param authorization its credentials in the form {@code Bearer <key>}, null if it has none
     */
    public void handle(
            HttpServerRequest request, @Nullable String authorization, ClientDialect dialect, RequestOrigin origin) {
        switch (access.decide(authorization)) {
            case AccessDecision.Refused refused ->
                ErrorEnvelope.send(request.response(), refused.failure(), dialect.error(refused.failure()));
            case AccessDecision.Granted granted -> read(request, granted.caller(), dialect, origin);
        }
    }

    /**
     * How many tokens a request has, as the provider says that would answer it.
     *
     * @param dialect of the request; a provider that does not speak it itself is not asked
     * @return never fails
     */
    public Future<TokenCountOutcome> countTokens(
            Caller caller, ClientDialect dialect, byte[] body, RequestOrigin origin) {
        return new TokenCount(services, caller, origin).ask(dialect, body);
    }

    /** The memory that bodies are held in, whoever reads them. */
    public BodyMemory bodies() {
        return bodies;
    }

    private void read(HttpServerRequest request, Caller caller, ClientDialect dialect, RequestOrigin origin) {
        BodyMemory.Share share = bodies.share();
        CompletionConfig config = services.config();
        BodyReader.read(services.vertx(), request, config.bodySizeMax(), config.bodyTimeout(), share)
                .onSuccess(body -> new Passage(
                                services,
                                dialect,
                                caller,
                                new HttpSink(request.response(), takesTrailers(request)),
                                origin,
                                share::release)
                        .start(body, request.getHeader("content-type")))
                .onFailure(failure -> {
                    share.release();
                    BodyReader.refuse(request, failure, dialect::error);
                });
    }

    private static boolean takesTrailers(HttpServerRequest request) {
        String accepted = request.getHeader("te");
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("trailers");
    }

    /** Answers an HTTP request whose body was read and whose caller is known. Never throws. */
    public void answer(
            HttpServerRequest request, Caller caller, ClientDialect dialect, Buffer body, RequestOrigin origin) {
        run(
                caller,
                dialect,
                body.getBytes(),
                request.getHeader("content-type"),
                new HttpSink(request.response(), takesTrailers(request)),
                origin,
                () -> {});
    }

    /**
     * Answers a request that was read and whose caller is known, into any sink. Never throws.
     *
     * @param body kept, and not to be changed
     * @param contentType the body's media type, null if the client did not say
     * @param bodyLetGo called when the body is not needed any more, perhaps more than once
     */
    public void run(
            Caller caller,
            ClientDialect dialect,
            byte[] body,
            @Nullable String contentType,
            ClientSink sink,
            RequestOrigin origin,
            Runnable bodyLetGo) {
        new Passage(services, dialect, caller, sink, origin, bodyLetGo).start(body, contentType);
    }
}
