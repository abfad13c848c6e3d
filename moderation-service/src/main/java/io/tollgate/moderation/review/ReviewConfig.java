package io.tollgate.moderation.review;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How completed chats are examined again, and how findings are reviewed. */
@ConfigMapping(prefix = "tollgate.review")
public interface ReviewConfig {

    /** How often it is looked whether there is something to examine. */
    @WithDefault("1s")
    Duration interval();

    /** How many transcripts are examined one after the other before it is looked again. */
    @WithDefault("20")
    int batch();

    /** How long an examination may take, the judge included; after that another instance may take it over. */
    @WithDefault("2m")
    Duration examinationLease();

    /** How long to wait after the judge was away for the first time; doubled with each further time. */
    @WithDefault("10s")
    Duration firstPause();

    /** How long to wait at most before the judge is asked again. */
    @WithDefault("10m")
    Duration longestPause();

    /** Where the judge is asked: any instance of this service. */
    URI judgeUrl();

    /** The suite's own key, which the judge wants; without it the judge is not asked. */
    Optional<String> judgeKey();

    /** How long the judge may take. */
    @WithDefault("30s")
    Duration judgeBudget();

    /** For how long a claim keeps others away. */
    @WithDefault("30m")
    Duration claimLease();
}
