package io.tollgate.chat.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.stream.StreamDetector;
import io.vertx.core.Vertx;

/** What every guarded request works with. */
record GuardServices(
        Vertx vertx,
        GuardConfig config,
        ModerationEngine engine,
        StreamDetector detector,
        Judge judge,
        Verdicts verdicts,
        MeterRegistry registry) {}
