package io.tollgate.moderation.replay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much a replay may take. */
@ConfigMapping(prefix = "tollgate.replay")
public interface ReplayConfig {

    /** The most transcripts that one replay looks at; of a larger window, the oldest. */
    @WithDefault("10000")
    int transcriptsMax();

    /** How many replays of one organization may wait or run. */
    @WithDefault("3")
    int openMax();

    /** How many transcripts are read at once. */
    @WithDefault("50")
    int page();

    /** For how long a replay that shows no progress is left to the instance that runs it. */
    @WithDefault("2m")
    Duration lease();

    /** How often it is looked whether there is one to run. */
    @WithDefault("1s")
    Duration interval();

    /** How often a replay is begun again whose instance has died. */
    @WithDefault("3")
    int attemptsMax();

    /** The largest request, its policy included, in bytes. */
    @WithDefault("1048576")
    int bodyMax();
}
