package io.tollgate.billing.intake;

import io.tollgate.billing.ledger.DeadLetter;
import io.tollgate.billing.ledger.UsageArrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A batch of records, read.
 *
 * @param arrivals valid as far as a record alone can tell
 * @param deadLetters the others
 */
record Reading(List<UsageArrival> arrivals, List<DeadLetter> deadLetters) {

    Reading {
        arrivals = List.copyOf(arrivals);
        deadLetters = List.copyOf(deadLetters);
    }

    Set<String> organizations() {
        return arrivals.stream().map(arrival -> arrival.event().organization()).collect(Collectors.toSet());
    }

    /** Moves what belongs to nobody to the dead letters. */
    Reading only(Set<String> existingOrganizations) {
        List<UsageArrival> known = new ArrayList<>();
        List<DeadLetter> refused = new ArrayList<>(deadLetters);
        for (UsageArrival arrival : arrivals) {
            String organization = arrival.event().organization();
            if (existingOrganizations.contains(organization)) {
                known.add(arrival);
            } else {
                String detail = "organization '" + organization + "' does not exist";
                refused.add(new DeadLetter(DeadLetter.Reason.UNKNOWN_ORGANIZATION, detail, arrival.source()));
            }
        }
        return new Reading(known, refused);
    }
}
