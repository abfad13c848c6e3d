package io.tollgate.e2e.conservation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The provider's count beside the ledger's. */
final class Books {

    private final Map<String, JsonNode> served;
    private final List<JsonNode> attempts;
    private final Map<String, JsonNode> ledger = new HashMap<>();

    /**
     * @param served the provider's calls by attempt
     * @param attempts the ledger's rows
     */
    Books(Map<String, JsonNode> served, List<JsonNode> attempts) {
        this.served = served;
        this.attempts = attempts;
        attempts.forEach(attempt -> ledger.put(id(attempt), attempt));
    }

    List<String> servedButNotInLedger() {
        return served.keySet().stream().filter(id -> !ledger.containsKey(id)).toList();
    }

    List<JsonNode> inLedgerButNeverServed() {
        return attempts.stream()
                .filter(attempt -> !served.containsKey(id(attempt)))
                .toList();
    }

    List<String> inLedgerTwice() {
        Set<String> seen = new HashSet<>();
        return attempts.stream().map(Books::id).filter(id -> !seen.add(id)).toList();
    }

    /** Rows with the provider's own counts that differ from what it says it generated. */
    List<String> settledWithOtherTokens() {
        return attempts.stream()
                .filter(attempt -> attempt.path("usage_source").asText().equals("provider"))
                .filter(attempt -> !sameTokens(attempt, served.get(id(attempt))))
                .map(JsonNode::toString)
                .toList();
    }

    private static boolean sameTokens(JsonNode attempt, @Nullable JsonNode call) {
        return call != null
                && call.path("prompt_tokens").asLong()
                        == attempt.at("/usage/input_uncached").asLong()
                && call.path("completion_tokens").asLong()
                        == attempt.at("/usage/output_text").asLong();
    }

    /** Served calls that ended otherwise must at least carry an estimate: never zero, never nothing. */
    List<String> interruptedWithoutEstimate() {
        return attempts.stream()
                .filter(attempt -> served.containsKey(id(attempt)))
                .filter(attempt -> !attempt.path("usage_source").asText().equals("provider"))
                .filter(attempt -> !attempt.path("usage_source").asText().equals("estimate")
                        || attempt.at("/usage/input_uncached").asLong() == 0
                        || !Set.of("orphaned", "client_disconnect", "error", "timeout")
                                .contains(attempt.path("status").asText()))
                .map(JsonNode::toString)
                .toList();
    }

    /** Requests whose client had the whole answer, but whose row does not say so. */
    List<String> answeredButNotSettled(Set<String> requests) {
        Set<String> settled = attempts.stream()
                .filter(attempt -> attempt.path("status").asText().equals("ok"))
                .map(attempt -> attempt.path("request_id").asText())
                .collect(Collectors.toSet());
        return requests.stream().filter(request -> !settled.contains(request)).toList();
    }

    private static String id(JsonNode attempt) {
        return attempt.path("attempt_id").asText();
    }

    @Override
    public String toString() {
        Map<String, Long> byStatus = attempts.stream()
                .collect(Collectors.groupingBy(
                        attempt -> attempt.path("status").asText() + " by "
                                + attempt.path("usage_source").asText(),
                        TreeMap::new,
                        Collectors.counting()));
        long tokens = served.values().stream()
                .mapToLong(call -> call.path("prompt_tokens").asLong()
                        + call.path("completion_tokens").asLong())
                .sum();
        return "served " + served.size() + " calls of " + tokens + " tokens, ledger " + attempts.size() + " rows "
                + byStatus + ", of which never served "
                + inLedgerButNeverServed().size();
    }
}
