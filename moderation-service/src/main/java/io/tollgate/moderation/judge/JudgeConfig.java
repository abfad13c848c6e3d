package io.tollgate.moderation.judge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who judges what the engine alone cannot. */
@ConfigMapping(prefix = "tollgate.judge")
public interface JudgeConfig {

    /** Where judges are asked, like any other model: chat-service's scheme, host and port, without a path. */
    URI gatewayUrl();

    /**
     * The suite's own project key, from the environment. Judges are asked with it, and whoever asks this service for a judgement
     * shows it. Without it nothing is judged, and what should be is refused.
     */
    Optional<String> key();

    /** By the name that policies and cascades call them. */
    Map<String, Settings> judges();

    /** Judges to ask one after the other until one is sure, by a name that policies can give instead of a judge's. */
    Map<String, List<String>> cascades();

    /** How long one judge may take, 1 ms or more, unless its own {@code budget} says otherwise. */
    @WithDefault("400ms")
    Duration callBudget();

    /** How long a whole cascade may take, 1 ms or more. Less if whoever asks waits less. */
    @WithDefault("750ms")
    Duration cascadeBudget();

    /** Longer texts than this are not judged, counted in UTF-16 units: no judge would read them in time. */
    @WithDefault("65536")
    int maxCharacters();

    /** The judge that is shown the images of {@code /v1/moderations}; it must be of kind {@code openai-moderation}, as only those
     * can see. None: images are not examined, and the answer says so. */
    Optional<String> images();

    /** How long it may take over one input, 1 ms or more. */
    @WithDefault("10s")
    Duration imagesBudget();

    /** One judge. */
    interface Settings {

        JudgeKind kind();

        /** The model that judges, as a client of chat-service would ask for it: a route, or {@code provider/model}. */
        String model();

        /** How long this judge may take. */
        Optional<Duration> budget();

        /** A file with instructions for a judge of kind {@code json-schema}; it has usual ones if none is named. */
        Optional<Path> instructions();
    }
}
