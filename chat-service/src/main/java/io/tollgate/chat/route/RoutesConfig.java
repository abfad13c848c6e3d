package io.tollgate.chat.route;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where the routes come from. */
@ConfigMapping(prefix = "tollgate.routes")
public interface RoutesConfig {

    /** The routes file: providers and models, as YAML of at most 1 MiB. Read once, at start. */
    Path file();
}
