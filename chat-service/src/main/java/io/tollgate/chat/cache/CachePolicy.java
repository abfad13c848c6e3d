package io.tollgate.chat.cache;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.cache.CacheConfig.Mode;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Which requests an answer given before will do for. */
public final class CachePolicy {

    /** The others have side effects, or answers that are too large to be worth keeping. */
    private static final Set<Operation> CACHEABLE = Set.of(Operation.CHAT, Operation.COMPLETION, Operation.EMBEDDING);

    private final CacheConfig config;

    public CachePolicy(CacheConfig config) {
        this.config = config;
    }

    /**
     * Whether a request is worth a closer look: without one the body is not read again.
     *
     * @param bodyLength bytes
     */
    public boolean mayConcern(Operation operation, CacheDirective directive, int bodyLength) {
        return config.mode() != Mode.OFF
                && directive != CacheDirective.OFF
                && (config.mode() == Mode.DETERMINISTIC || directive != CacheDirective.UNSAID)
                && CACHEABLE.contains(operation)
                && bodyLength <= config.requestSizeMax();
    }

    /**
     * @param body of a request that {@link #mayConcern}, in OpenAI's language
     * @param identity everything that changes the answer and is not in the body: who asks, and who would be asked
     * @param streamed whether the answer is streamed; answers to chats serve both
     * @param semantic how questions of the model are compared; empty if they are not
     */
    public CachePlan plan(
            Operation operation,
            CacheDirective directive,
            byte[] body,
            boolean streamed,
            String identity,
            Optional<SemanticRule> semantic) {
        // Most requests ask for no determinism; they are not parsed again to learn it.
        boolean asked = directive == CacheDirective.ON || directive == CacheDirective.REFRESH;
        if (!asked && operation != Operation.EMBEDDING && !mentionsDeterminism(body)) {
            return CachePlan.BYPASS;
        }
        Optional<JsonNode> json = Fingerprint.read(body);
        if (json.isEmpty() || !(asked || operation == Operation.EMBEDDING || isDeterministic(json.get()))) {
            return CachePlan.BYPASS;
        }
        boolean servesBoth = operation == Operation.CHAT || !streamed;
        String whole = operation + "\n" + (servesBoth ? "" : "streamed") + "\n" + identity;
        boolean lookup = directive != CacheDirective.REFRESH;
        SemanticPlan compared = lookup && operation == Operation.CHAT
                ? semantic.flatMap(rule -> compared(json.get(), whole, rule)).orElse(null)
                : null;
        return new CachePlan(
                Fingerprint.of(json.get(), whole), lookup, config.life(), config.answerSizeMax(), compared);
    }

    private static Optional<SemanticPlan> compared(JsonNode request, String identity, SemanticRule rule) {
        return Question.of(request)
                .map(question -> new SemanticPlan(
                        Fingerprint.of(question.rest(), identity + "\n" + rule.identity()), question.text(), rule));
    }

    private static boolean mentionsDeterminism(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.contains("\"temperature\"") || text.contains("\"seed\"");
    }

    private static boolean isDeterministic(JsonNode json) {
        JsonNode temperature = json.path("temperature");
        boolean cold = temperature.isNumber() && temperature.decimalValue().signum() == 0;
        boolean seeded = json.path("seed").isIntegralNumber();
        // What is searched for on the web changes by itself.
        return (cold || seeded) && !json.hasNonNull("web_search_options");
    }
}
