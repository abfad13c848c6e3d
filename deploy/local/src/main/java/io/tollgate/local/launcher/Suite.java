package io.tollgate.local.launcher;

import io.tollgate.local.process.BackgroundPart;
import io.tollgate.local.process.Part;
import io.tollgate.local.process.PartProcess;
import io.tollgate.local.server.Binaries;
import io.tollgate.local.server.KafkaPart;
import io.tollgate.local.server.PostgresPart;
import io.tollgate.local.server.RedisPart;
import io.tollgate.local.simulator.SimulatorPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of a suite, wired to each other. */
final class Suite {
    /** More configuration for a service: files, by their URLs. */
    private static final String CONFIG_LOCATIONS = "QUARKUS_CONFIG_LOCATIONS";

    /** No request waits for these: what a call has used is durable in Redis before its answer ends. */
    private static final Set<String> BACKGROUND = Set.of("kafka", "postgresql", Service.BILLING.directory());

    private final Settings settings;
    private final KeptState state;
    private final KafkaPart kafka;
    private final PostgresPart postgres;
    private final RedisPart redis;
    private final SimulatorPart simulator;

    /** Settles ports and passwords; starts nothing, so that what an earlier suite left behind can still be ended. */
    Suite(Settings settings, KeptState state) throws IOException {
        this.settings = settings;
        this.state = state;
        Path data = settings.home().resolve("data");
        Binaries binaries = new Binaries(settings.home().resolve("binaries"));
        kafka = new KafkaPart(data.resolve("kafka"), state.port("kafka"), state.port("kafka-controller"));
        postgres = new PostgresPart(
                binaries,
                data.resolve("postgresql"),
                state.port("postgresql"),
                state.secret("password.postgresql", ""),
                true);
        redis = new RedisPart(binaries, data.resolve("redis"), state.port("redis"));
        simulator = new SimulatorPart(data.resolve("simulator").resolve("calls.jsonl"), state.port("simulator"));
    }

    Keys keys() throws IOException {
        String admin =
                settings.adminKey().isPresent() ? settings.adminKey().get() : state.secret("key.admin", "sk-admin-");
        return new Keys(admin, state.secret("key.demo", "sk-tg-"));
    }

    /** Own servers: those for which no other was named, and the simulated provider. */
    List<Part> servers() {
        List<Part> servers = new ArrayList<>();
        if (settings.kafka().isEmpty()) {
            servers.add(kafka);
        }
        if (settings.postgres().isEmpty()) {
            servers.add(postgres);
        }
        if (settings.redis().isEmpty()) {
            servers.add(redis);
        }
        servers.add(simulator);
        return servers;
    }

    /** The services in the order of their start. */
    List<Part> services() throws IOException, InvalidSettingsException {
        List<Part> services = new ArrayList<>();
        for (Service service : Service.values()) {
            services.add(new ServicePart(
                    service, service.jar(settings.checkout()), settings.port(service), environment(service)));
        }
        return services;
    }

    /** Everything that this or an earlier suite of this home may have started, in the order of a start. */
    List<Part> everything() throws IOException, InvalidSettingsException {
        List<Part> parts = new ArrayList<>(List.of(kafka, postgres, redis, simulator));
        parts.addAll(services());
        return parts;
    }

    String bootstrapServers() {
        return settings.kafka().orElseGet(kafka::bootstrapServers);
    }

    RoutesFile routesFile() {
        return new RoutesFile(settings.variables(), simulator.url());
    }

    Path routesPath() {
        return settings.routes().orElseGet(() -> settings.home().resolve("routes.yaml"));
    }

    /** Where the judges are that the launcher knows; for a routes file of somebody's own it knows none. */
    Path judgesPath() {
        return settings.home().resolve("judges.properties");
    }

    Map<String, String> urls() {
        Map<String, String> urls = new HashMap<>();
        for (Service service : Service.values()) {
            urls.put(service.directory().replace("-service", ""), "http://localhost:" + settings.port(service));
        }
        return urls;
    }

    /** A process of the part that is given no secret but those it needs. */
    PartProcess process(Part part) {
        Part started = BACKGROUND.contains(part.name()) ? new BackgroundPart(part) : part;
        return new PartProcess(started, settings.home(), HiddenVariables.from(part.name()));
    }

    private Map<String, String> environment(Service service) throws IOException, InvalidSettingsException {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        environment.put("REDIS_URL", settings.redis().orElseGet(redis::url));
        environment.put("TOLLGATE_JUDGE_KEY", state.secret("key.judge", "sk-tg-"));
        switch (service) {
            case BILLING -> {
                environment.putAll(postgresUrl().environment());
                environment.put("TOLLGATE_ADMIN_KEY", keys().admin());
                environment.put("TOLLGATE_DEMO_KEY", keys().demo());
                environment.put("TOLLGATE_WEBHOOK_KEY", state.secret("key.webhook", "webhook-"));
            }
            case MODERATION -> {
                environment.put("TOLLGATE_CHAT_URL", "http://127.0.0.1:" + settings.port(Service.CHAT));
                if (settings.routes().isEmpty()
                        && settings.variables().get(CONFIG_LOCATIONS).isEmpty()) {
                    environment.put(CONFIG_LOCATIONS, judgesPath().toUri().toString());
                }
                environment.putAll(postgresUrl().ofService("moderation").environment());
                Optional<String> contentKey = settings.variables().get("TOLLGATE_CONTENT_KEY");
                environment.put(
                        "TOLLGATE_CONTENT_KEY",
                        contentKey.isPresent() ? contentKey.get() : state.secret("key.content", "content-"));
                environment.put("TOLLGATE_BILLING_URL", "http://127.0.0.1:" + settings.port(Service.BILLING));
            }
            case CHAT -> {
                environment.put("TOLLGATE_CONFIG", routesPath().toString());
                environment.put("TOLLGATE_BILLING_URL", "http://127.0.0.1:" + settings.port(Service.BILLING));
                environment.put("TOLLGATE_MODERATION_URL", "http://127.0.0.1:" + settings.port(Service.MODERATION));
                environment.putAll(RoutesFile.ENVIRONMENT);
            }
        }
        return environment;
    }

    private PostgresUrl postgresUrl() throws InvalidSettingsException {
        return settings.postgres().isPresent() ? settings.postgres().get() : PostgresUrl.parse(postgres.url());
    }
}
