package io.tollgate.chat.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.moderation.engine.ModerationEngine;
import io.vertx.core.Vertx;

/** What every guarded request works with. */
record GuardServices(
        Vertx vertx,
        GuardConfig config,
        ModerationEngine engine,
        Judge judge,
        Verdicts verdicts,
        MeterRegistry registry) {}
