package io.tollgate.moderation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Where judges are asked like any other model. */
@FunctionalInterface
interface Gateway {

    /**
     * @param budget after which the call is given up
     * @return the answer's JSON; fails with a {@link JudgeException}
     */
    Uni<JsonNode> ask(String path, JsonNode body, Duration budget);
}
