package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a key decides about it.
 *
 * @param allowedModels model names it may ask for; empty for all
 * @param scopes wire names of the operations it may ask for; empty for all
 * @param metadata the owner's own notes
 * @param expiresAt first instant at which it is no longer accepted, null for never
 */
record KeySettings(
        String name,
        List<String> allowedModels,
        List<String> scopes,
        Map<String, String> metadata,
        @Nullable OffsetDateTime expiresAt) {

    static final TreeSet<String> OPERATIONS = operations();

    private static final int MOST_MODELS = 200;
    private static final int LONGEST_MODEL = 200;
    private static final int MOST_NOTES = 16;
    private static final int LONGEST_NOTE_NAME = 64;
    private static final int LONGEST_NOTE = 512;
    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

    KeySettings {
        allowedModels = List.copyOf(allowedModels);
        scopes = List.copyOf(scopes);
        metadata = Map.copyOf(metadata);
    }

    static KeySettings named(String name) {
        return new KeySettings(name, List.of(), List.of(), Map.of(), null);
    }

    /** Reads what a caller wants changed; what is left out stays. Problems are noted in {@code input}. */
    KeySettings changedBy(JsonInput input, Instant now) {
        List<String> operations =
                input.texts("scopes", OPERATIONS.size(), LONGEST_MODEL).orElse(scopes);
        if (!OPERATIONS.containsAll(operations)) {
            input.problem("scopes", "must be of " + String.join(", ", OPERATIONS));
        }
        return new KeySettings(
                input.optionalText("name", ProjectsResource.LONGEST_NAME).orElse(name),
                input.texts("allowed_models", MOST_MODELS, LONGEST_MODEL).orElse(allowedModels),
                operations,
                input.textMap("metadata", MOST_NOTES, LONGEST_NOTE_NAME, LONGEST_NOTE)
                        .orElse(metadata),
                expiry(input, now));
    }

    private @Nullable OffsetDateTime expiry(JsonInput input, Instant now) {
        if (input.isNull("expires_at")) {
            return null;
        }
        return input.optionalInteger("expires_at", now.getEpochSecond() + 1, LATEST)
                .map(seconds -> Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC))
                .orElse(expiresAt);
    }

    private static TreeSet<String> operations() {
        TreeSet<String> names = new TreeSet<>();
        Arrays.stream(Operation.class.getFields())
                .map(constant -> constant.getAnnotation(JsonProperty.class))
                .forEach(property -> names.add(property.value()));
        return names;
    }
}
