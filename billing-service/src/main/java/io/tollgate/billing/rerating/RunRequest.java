package io.tollgate.billing.rerating;

import io.tollgate.billing.failure.JsonInput;
import io.tollgate.billing.ledger.Reason;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts of an organization to rate again.
 *
 * @param from first start of an attempt, inclusive
 * @param until exclusive
 * @param provider null for all
 * @param model the billed model, null for all
 * @param dryRun only tell what would change
 */
record RunRequest(
        String organization,
        Instant from,
        Instant until,
        @Nullable String provider,
        @Nullable String model,
        Reason reason,
        @Nullable String note,
        boolean dryRun) {

    private static final Map<String, Reason> REASONS =
            Map.of("reprice", Reason.REPRICE, "true_up", Reason.TRUE_UP, "dispute", Reason.DISPUTE);
    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NOTE = 500;

    /** @throws io.tollgate.billing.failure.ApiException 400 with every problem */
    static RunRequest read(JsonInput input, String organization) {
        long from = input.integer("start_time", 0, LATEST);
        long until = input.integer("end_time", 0, LATEST);
        if (until <= from) {
            input.problem("end_time", "must be after start_time");
        }
        @Nullable String provider = input.optionalText("provider", LONGEST_NAME).orElse(null);
        @Nullable String model = input.optionalText("model", LONGEST_NAME).orElse(null);
        Reason reason = input.choice("reason", REASONS, Reason.REPRICE);
        @Nullable String note = input.optionalText("note", LONGEST_NOTE).orElse(null);
        boolean dryRun = input.requiredChoice("mode", Map.of("dry_run", true, "apply", false));
        input.finish();
        return new RunRequest(
                organization,
                Instant.ofEpochSecond(from),
                Instant.ofEpochSecond(until),
                provider,
                model,
                reason,
                note,
                dryRun);
    }
}
