package io.tollgate.billing.ledger;

import io.tollgate.billing.ledger.DeadLetter.Reason;
import io.tollgate.billing.price.PriceBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A batch prepared for its transaction: rated, and each attempt once.
 *
 * @param usages one for each attempt, by its id
 * @param repeated attempts that came more than once in this batch, each with the same content
 * @param deadLetters what will not become a row
 */
record Batch(Map<UUID, RatedUsage> usages, int repeated, List<DeadLetter> deadLetters) {

    static Batch prepare(List<UsageArrival> arrivals, List<DeadLetter> deadLetters, PriceBook prices) {
        Map<UUID, RatedUsage> usages = new LinkedHashMap<>();
        List<DeadLetter> letters = new ArrayList<>(deadLetters);
        int repeated = 0;
        for (UsageArrival arrival : arrivals) {
            RatedUsage first = usages.get(arrival.attemptId());
            if (first != null && first.arrival().hasSamePayloadAs(arrival.payloadSha256())) {
                repeated++;
            } else if (first != null) {
                letters.add(conflict(arrival));
            } else {
                try {
                    usages.put(arrival.attemptId(), RatedUsage.rate(arrival, prices));
                } catch (ArithmeticException tooLarge) {
                    String detail = "the cost exceeds " + Long.MAX_VALUE + " pico-dollars: " + tooLarge.getMessage();
                    letters.add(new DeadLetter(Reason.AMOUNT_TOO_LARGE, detail, arrival.source()));
                }
            }
        }
        return new Batch(usages, repeated, letters);
    }

    static DeadLetter conflict(UsageArrival arrival) {
        String detail = "attempt " + arrival.attemptId() + " is recorded with other content";
        return new DeadLetter(Reason.CONFLICTING_PAYLOAD, detail, arrival.source());
    }

    List<RatedUsage> all() {
        return List.copyOf(usages.values());
    }

    List<AccountKey> accounts() {
        return usages.values().stream()
                .flatMap(usage -> Transfer.of(usage).stream())
                .flatMap(transfer -> Stream.of(transfer.debit(), transfer.credit()))
                .distinct()
                .toList();
    }
}
