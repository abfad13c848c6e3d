package io.tollgate.chat.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tollgate.local.testing.RunningServers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Real Kafka and Redis, the simulated provider, and times short enough for a test to wait for. */
public final class ChatTestSettings implements QuarkusTestResourceLifecycleManager {

    /** The suite's own. */
    public static final String JUDGE_KEY = "sk-tg-judge-0123456789abcdef0123456789abcdef";

    private @Nullable RunningServers servers;
    private @Nullable ServiceBehind behind;
    private @Nullable ScriptedProvider scripted;

    @Override
    public Map<String, String> start() {
        RunningServers running = RunningServers.start(List.of("kafka", "redis", "simulator"));
        servers = running;
        ServiceBehind service = new ServiceBehind();
        behind = service;
        ScriptedProvider provider = new ScriptedProvider();
        scripted = provider;
        Map<String, String> settings = new HashMap<>(running.configuration());
        settings.put("SIMULATOR_URL", running.configuration().get("tollgate.simulator.url"));
        settings.put("SIMULATOR_API_KEY", "sk-simulated");
        // The simulated Bedrock checks signatures, and knows this secret.
        settings.put("BEDROCK_ACCESS_KEY_ID", "AKIASIMULATED");
        settings.put("BEDROCK_SECRET_ACCESS_KEY", "simulated-secret-access-key");
        settings.put("SCRIPTED_URL", provider.url());
        settings.put("tollgate.routes.file", TestRoutes.write().toString());
        // As where a collector is named: spans are made and carry the context on.
        settings.put("quarkus.otel.sdk.disabled", "false");
        settings.put("tollgate.reservation.lease", "4s");
        settings.put("tollgate.reservation.timeout", "2s");
        settings.put("tollgate.metering.resend-after", "2s");
        settings.put("tollgate.metering.sweep-interval", "200ms");
        settings.put("tollgate.kafka.request-timeout", "1s");
        settings.put("tollgate.kafka.delivery-timeout", "2s");
        settings.put("tollgate.provider.first-byte-timeout", "2s");
        settings.put("tollgate.provider.idle-timeout", "2s");
        // What becomes of one attempt is seen best where there is only one.
        settings.put("tollgate.attempt.max", "1");
        settings.put("tollgate.attempt.back-off", "50ms");
        // Nor must a test of a 429.
        settings.put("tollgate.target.cool-down-max", "1ms");
        // Tests of faults must not close the target to the tests after them.
        settings.put("tollgate.target.breaker-window", "1000");
        settings.put("tollgate.target.breaker-minimum", "1000");
        settings.put("tollgate.routes.reload-interval", "200ms");
        settings.put("tollgate.completion.body-size-max", "1048576");
        settings.put("tollgate.completion.body-memory-max", "2097152");
        settings.put("tollgate.completion.body-timeout", "5s");
        settings.put("tollgate.completion.count-timeout", "1s");
        settings.put("tollgate.reservation.outbox-bound", "60");
        settings.put("tollgate.edge.billing-url", service.url());
        settings.put("tollgate.edge.moderation-url", service.url());
        settings.put("tollgate.guard.judge-url", service.url());
        settings.put("tollgate.guard.judge-key", JUDGE_KEY);
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        return settings;
    }

    @Override
    public void stop() {
        RunningServers running = servers;
        if (running != null) {
            running.close();
        }
        ServiceBehind service = behind;
        if (service != null) {
            service.close();
        }
        ScriptedProvider provider = scripted;
        if (provider != null) {
            provider.close();
        }
    }
}
