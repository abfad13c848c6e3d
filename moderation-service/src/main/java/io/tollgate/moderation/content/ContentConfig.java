package io.tollgate.moderation.content;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How content is kept. */
@ConfigMapping(prefix = "tollgate.content")
public interface ContentConfig {

    /** What wraps the organizations' keys: at least 32 characters nobody can guess. Without it no content is stored. */
    Optional<String> masterKey();

    /** A file that holds the master key, instead of the key itself. */
    Optional<Path> masterKeyFile();

    /** Policies may have content stored for at most this many days; what a policy asks for beyond it is not kept longer. */
    @WithDefault("365")
    int retentionDaysMax();

    /** How long content may wait to be examined again whose policy does not have it stored. */
    @WithDefault("24h")
    Duration rescanWindow();

    /** How often content is dropped whose time is over. */
    @WithDefault("1m")
    Duration sweepInterval();

    /** How many transcripts one statement drops. */
    @WithDefault("1000")
    int sweepBatch();

    /** How often keys are announced that could not be announced at once. */
    @WithDefault("5s")
    Duration announceInterval();
}
