package io.tollgate.chat.metering;

import io.tollgate.chat.limit.LimitGrant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts this process is serving, whose leases must be renewed, and the slots that their requests occupy. */
final class LiveAttempts {

    private record Live(String organization, LimitGrant grant) {}

    /** What an organization has under way here. */
    record Leased(List<UUID> attempts, List<LimitGrant> grants) {

        static final Leased NOTHING = new Leased(List.of(), List.of());
    }

    private final Map<UUID, Live> liveByAttempt = new ConcurrentHashMap<>();

    void started(UUID attemptId, String organization, LimitGrant grant) {
        liveByAttempt.put(attemptId, new Live(organization, grant));
    }

    void ended(UUID attemptId) {
        liveByAttempt.remove(attemptId);
    }

    int count() {
        return liveByAttempt.size();
    }

    Map<String, Leased> byOrganization() {
        Map<String, Leased> leased = new HashMap<>();
        liveByAttempt.forEach((attempt, live) -> {
            Leased own = leased.computeIfAbsent(
                    live.organization(), absent -> new Leased(new ArrayList<>(), new ArrayList<>()));
            own.attempts().add(attempt);
            if (live.grant().shared() && !live.grant().slots().isEmpty()) {
                own.grants().add(live.grant());
            }
        });
        return leased;
    }
}
