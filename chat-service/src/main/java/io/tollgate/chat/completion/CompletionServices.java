package io.tollgate.chat.completion;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.tollgate.chat.admission.AdmissionService;
import io.tollgate.chat.cache.AnswerCache;
import io.tollgate.chat.guard.Guard;
import io.tollgate.chat.metering.MeteringService;
import io.tollgate.chat.provider.ProviderClient;
import io.tollgate.chat.provider.ProviderConfig;
import io.tollgate.chat.reservation.ReservationConfig;
import io.tollgate.chat.route.Routes;
import io.tollgate.chat.target.Targets;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What a request needs on its way.
 *
 * @param routes the version in force
 * @param ids makes UUIDv7
 * @param random from 0 to below 1
 */
record CompletionServices(
        Vertx vertx,
        Supplier<Routes> routes,
        Targets targets,
        Drains drains,
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
        MeterRegistry registry,
        Supplier<UUID> ids,
        DoubleSupplier random) {}
