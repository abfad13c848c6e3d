package io.tollgate.chat.metering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts this process is serving, whose leases must be renewed. */
final class LiveAttempts {

    private final Map<UUID, String> organizationByAttempt = new ConcurrentHashMap<>();

    void started(UUID attemptId, String organization) {
        organizationByAttempt.put(attemptId, organization);
    }

    void ended(UUID attemptId) {
        organizationByAttempt.remove(attemptId);
    }

    int count() {
        return organizationByAttempt.size();
    }

    Map<String, List<UUID>> byOrganization() {
        Map<String, List<UUID>> attempts = new HashMap<>();
        organizationByAttempt.forEach(
                (attempt, organization) -> attempts.computeIfAbsent(organization, absent -> new ArrayList<>())
                        .add(attempt));
        return attempts;
    }
}
