package io.tollgate.chat.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.topic.EventBus;
import io.tollgate.contracts.event.UsageRecorded.Operation;
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
    private final JudgeKey judgeKey;

    Guard(
            Vertx vertx,
            GuardConfig config,
            PolicyViews policies,
            AccessViews access,
            ContentKeyViews contentKeys,
            EventBus events,
            InstantSource clock,
            MeterRegistry registry) {
        ModerationEngine engine = ModerationEngine.load();
        this.policies = policies;
        this.judgeKey = new JudgeKey(config.judgeKey(), access::decide);
        this.services = new GuardServices(
                vertx,
                config,
                engine,
                new RemoteJudge(vertx, config.judgeUrl(), judgeKey.authorization()),
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

    /**
     * Takes a request under the policy that is in force for its caller now. A request to judge is under none: whoever asks for it
     * asks what the text is, and gets the answer.
     */
    public GuardedRequest take(Caller caller, AskedOf asked) {
        if (asked.operation() == Operation.MODERATION || isJudging(caller)) {
            return new GuardedRequest(services, caller, asked, GuardPolicy.OFF, true);
        }
        return new GuardedRequest(services, caller, asked, policies.of(caller), policies.isReady());
    }

    /** Whether the request is one that a judge is asked with. */
    public boolean isJudging(Caller caller) {
        return judgeKey.isOf(caller);
    }
}
