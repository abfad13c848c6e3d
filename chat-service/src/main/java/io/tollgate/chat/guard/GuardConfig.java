package io.tollgate.chat.guard;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tollgate.moderation.engine.stream.StreamMode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The guard. The modes are for callers whose organization has published no policy of its own. */
@ConfigMapping(prefix = "tollgate.guard")
public interface GuardConfig {

    /** What happens to a request whose messages are flagged. */
    @WithDefault("block")
    GuardMode inputMode();

    /** What happens to an answer that is flagged. */
    @WithDefault("block")
    GuardMode outputMode();

    /** How much of a streamed answer is held back. */
    @WithDefault("balanced")
    StreamMode streamMode();

    /** Requests with more characters than this are examined on a worker thread, so that they hold up no other request. */
    @WithDefault("20000")
    int inlineCharacters();

    /** Where the judge is asked: moderation-service. */
    URI judgeUrl();

    /**
     * The suite's own project key, from the environment, the same as moderation-service's. What is asked with it is not examined:
     * judges are asked with it. Without it there is no judge, and what is to be judged is refused.
     */
    Optional<String> judgeKey();

    /** How long the judge may take over a request; after that the guard's own scores decide. */
    @WithDefault("800ms")
    Duration judgeInputBudget();

    /** How many characters of one request and its answer are published for review, where the policy has it stored. */
    @WithDefault("262144")
    int transcriptCharactersMax();

    /** How much of transcripts may wait in this process, one byte for each character; beyond that they are lost, and counted. */
    @WithDefault("8M")
    MemorySize transcriptBytesMax();
}
