package io.tollgate.chat.route;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the routes at start. A file that cannot be used stops the start: no pod serves half of a configuration. */
@Singleton
class RoutesProducer {

    private static final Logger LOG = Logger.getLogger(RoutesProducer.class);

    private final RoutesConfig routesConfig;
    private final Config config;

    RoutesProducer(RoutesConfig routesConfig, Config config) {
        this.routesConfig = routesConfig;
        this.config = config;
    }

    @Produces
    @Singleton
    @Startup
    Routes routes() throws IOException, InvalidRoutesException {
        Routes routes = RoutesSource.read(routesConfig.file(), this::variable);
        LOG.infof(
                "routes read: file=%s version=%s providers=%d models=%d",
                routesConfig.file(),
                routes.version(),
                routes.providers().size(),
                routes.routes().size());
        return routes;
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
