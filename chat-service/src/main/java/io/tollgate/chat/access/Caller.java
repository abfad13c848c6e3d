package io.tollgate.chat.access;

import io.tollgate.contracts.event.RateLimit;
import java.util.List;
import java.util.Set;

/**
 * Who is calling, as the key's current state says.
 *
 * @param keyId the key's public id, safe to log
 * @param organization who pays
 * @param project the key's project
 * @param allowedModels model names the key may ask for; empty for all
 * @param limits how much the key, its project, its organization and its end users may ask for at a time
 */
public record Caller(
        String keyId, String organization, String project, Set<String> allowedModels, List<RateLimit> limits) {

    public Caller {
        allowedModels = Set.copyOf(allowedModels);
        limits = List.copyOf(limits);
    }

    /** A caller without limits. */
    public Caller(String keyId, String organization, String project, Set<String> allowedModels) {
        this(keyId, organization, project, allowedModels, List.of());
    }

    public boolean mayUse(String model) {
        return allowedModels.isEmpty() || allowedModels.contains(model);
    }
}
