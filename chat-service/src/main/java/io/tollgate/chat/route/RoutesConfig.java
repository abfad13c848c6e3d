package io.tollgate.chat.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where the routes come from. */
@ConfigMapping(prefix = "tollgate.routes")
public interface RoutesConfig {

    /** The routes file: providers and models, as YAML of at most 1 MiB. */
    Path file();

    /** How often the file, and the secrets it refers to, are looked at for a change. */
    @WithDefault("5s")
    Duration reloadInterval();
}
