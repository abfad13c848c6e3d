package io.tollgate.chat.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.topic.EventBus;
import io.tollgate.moderation.engine.ModerationEngine;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/**
 * Examines requests before a provider sees them, and answers before the client does. The engine runs in process, so the guard cannot
 * be away. Verdicts name categories and rules, never the text.
 */
@ApplicationScoped
public class Guard {

    private final GuardServices services;
    private final PolicyViews policies;

    Guard(
            Vertx vertx,
            GuardConfig config,
            PolicyViews policies,
            ContentKeyViews contentKeys,
            EventBus events,
            InstantSource clock,
            MeterRegistry registry) {
        ModerationEngine engine = ModerationEngine.load();
        this.policies = policies;
        this.services = new GuardServices(
                vertx,
                config,
                engine,
                new RemoteJudge(vertx, config.judgeUrl()),
                new Verdicts(
                        events,
                        clock,
                        registry,
                        engine.version(),
                        contentKeys::sealer,
                        work -> vertx.executeBlocking(Executors.callable(work), false),
                        config.transcriptBytesMax().asLongValue()),
                registry);
    }

    /** Takes a request under the policy that is in force for its caller now. */
    public GuardedRequest take(Caller caller, AskedOf asked) {
        return new GuardedRequest(services, caller, asked, policies.of(caller), policies.isReady());
    }
}
