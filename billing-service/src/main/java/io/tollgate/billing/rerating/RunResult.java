package io.tollgate.billing.rerating;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.billing.ledger.RatingChange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run changed, or would change. Amounts are whole pico-dollars as decimal strings.
 *
 * @param id null for a dry run, which is not recorded
 * @param examined attempts looked at
 * @param changed attempts whose rating differs
 * @param costDifferencePico by how much what providers are owed moves
 * @param chargeDifferencePico by how much what the organization owes moves
 * @param changes the first {@link #MOST_SHOWN}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record RunResult(
        String object,
        @Nullable String id,
        String mode,
        long examined,
        long changed,
        String costDifferencePico,
        String chargeDifferencePico,
        List<Shown> changes) {

    static final int MOST_SHOWN = 100;

    /** One attempt's change; null where a cost was, or is, not known. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonNaming(SnakeCaseStrategy.class)
    record Shown(
            String attemptId,
            String provider,
            String model,
            @Nullable String chargeBeforePico,
            @Nullable String chargeAfterPico) {

        static Shown of(RatingChange change) {
            return new Shown(
                    change.attempt().toString(),
                    change.provider(),
                    change.model(),
                    text(change.chargeBefore()),
                    text(change.chargeAfter()));
        }

        private static @Nullable String text(@Nullable Long pico) {
            return pico == null ? null : pico.toString();
        }
    }

    /** Adds up page by page, and keeps only the first changes. */
    static final class Sum {

        private long examined;
        private long changed;
        private BigInteger cost = BigInteger.ZERO;
        private BigInteger charge = BigInteger.ZERO;
        private final List<Shown> shown = new ArrayList<>();

        void add(int looked, List<RatingChange> changes) {
            examined += looked;
            changed += changes.size();
            for (RatingChange change : changes) {
                cost = cost.add(change.costDifference());
                charge = charge.add(change.chargeDifference());
                if (shown.size() < MOST_SHOWN) {
                    shown.add(Shown.of(change));
                }
            }
        }

        long examined() {
            return examined;
        }

        long changed() {
            return changed;
        }

        BigInteger cost() {
            return cost;
        }

        BigInteger charge() {
            return charge;
        }

        RunResult toResult(@Nullable String id, boolean dryRun) {
            return new RunResult(
                    "ledger.rerating_run",
                    id,
                    dryRun ? "dry_run" : "apply",
                    examined,
                    changed,
                    cost.toString(),
                    charge.toString(),
                    List.copyOf(shown));
        }
    }
}
