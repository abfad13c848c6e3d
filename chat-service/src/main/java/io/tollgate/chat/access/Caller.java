package io.tollgate.chat.access;

import java.util.Set;

/**
 * Who is calling, as the key's current state says.
 *
 * @param keyId the key's public id, safe to log
 * @param organization who pays
 * @param project the key's project
 * @param allowedModels model names the key may ask for; empty for all
 */
public record Caller(String keyId, String organization, String project, Set<String> allowedModels) {

    public Caller {
        allowedModels = Set.copyOf(allowedModels);
    }

    public boolean mayUse(String model) {
        return allowedModels.isEmpty() || allowedModels.contains(model);
    }
}
