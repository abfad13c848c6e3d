package io.tollgate.local.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Real servers for a Quarkus test. The argument {@code servers} lists them: {@code kafka}, {@code postgresql}, {@code redis},
 * {@code simulator}. They start with empty data, Kafka with the topics of the contracts, and give the configuration to reach them.
 *
 * <pre>{@code
 * @QuarkusTestResource(value = EmbeddedServers.class, initArgs = @ResourceArg(name = "servers", value = "kafka,redis"))
 * }</pre>
 */
public final class EmbeddedServers implements QuarkusTestResourceLifecycleManager {
    private List<String> servers = List.of();
    private @Nullable RunningServers running;

    @Override
    public void init(Map<String, String> arguments) {
        String list = arguments.get("servers");
        if (list == null || list.isBlank()) {
            throw new IllegalArgumentException(
                    "EmbeddedServers needs the argument servers, for example \"kafka,redis\"");
        }
        servers = List.of(list.trim().split("\\s*,\\s*"));
    }

    @Override
    public Map<String, String> start() {
        RunningServers started = RunningServers.start(servers);
        running = started;
        return started.configuration();
    }

    @Override
    public void stop() {
        RunningServers current = running;
        if (current != null) {
            running = null;
            current.close();
        }
    }

    /**
     * The servers that the running test uses, for drills: {@code EmbeddedServers.current().kill("redis")}.
     *
     * @throws IllegalStateException if none run
     */
    public static RunningServers current() {
        return RunningServers.current();
    }
}
