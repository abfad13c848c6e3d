package io.tollgate.chat.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.tollgate.chat.telemetry.ChatMetrics;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the routes at start and again whenever they change. A file that cannot be used stops the start: no pod serves half of
 * a configuration. The file is compared by its content, because a ConfigMap changes by way of links that no watch on the file
 * itself would notice.
 */
@Singleton
class RoutesProducer {

    private static final Logger LOG = Logger.getLogger(RoutesProducer.class);

    private final RoutesConfig routesConfig;
    private final Config config;
    private final LiveRoutes routes;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("routes-watch").factory());

    RoutesProducer(RoutesConfig routesConfig, Config config, InstantSource clock, MeterRegistry registry)
            throws IOException, InvalidRoutesException {
        this.routesConfig = routesConfig;
        this.config = config;
        this.routes = new LiveRoutes(routesConfig.file(), this::variable, clock);
        ChatMetrics.routesDegraded(registry, () -> routes.problem().isPresent());
        LOG.infof(
                "routes read: file=%s version=%s providers=%d models=%d",
                routesConfig.file(),
                routes.current().version(),
                routes.current().providers().size(),
                routes.current().routes().size());
    }

    @Produces
    @Singleton
    @Startup
    LiveRoutes routes() {
        return routes;
    }

    void start(@Observes StartupEvent event) {
        long every = routesConfig.reloadInterval().toMillis();
        var _ = watch.scheduleWithFixedDelay(this::reload, every, every, TimeUnit.MILLISECONDS);
    }

    private void reload() {
        try {
            routes.reload();
        } catch (RuntimeException bug) {
            // Thrown on, it would end the schedule, and no change would be seen any more.
            LOG.error("The routes file could not be read again", bug);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        watch.shutdownNow();
    }

    /**
     * The process environment as it is, so that a secret with a '$' in it stays what it is; then any other source of
     * configuration, such as system properties.
     */
    private @Nullable String variable(@Nullable String name) {
        String set = System.getenv(name);
        return set == null ? config.getOptionalValue(name, String.class).orElse(null) : set;
    }
}
