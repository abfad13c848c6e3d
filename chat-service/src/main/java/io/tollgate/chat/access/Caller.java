package io.tollgate.chat.access;

import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who is calling, as the key's current state says.
 *
 * @param keyId the key's public id, safe to log
 * @param organization who pays
 * @param project the key's project
 * @param allowedModels model names the key may ask for; empty for all
 * @param limits how much the key, its project, its organization and its end users may ask for at a time
 * @param scopes wire names of the operations the key may ask for; empty for all
 */
public record Caller(
        String keyId,
        String organization,
        String project,
        Set<String> allowedModels,
        List<RateLimit> limits,
        Set<String> scopes) {

    public Caller {
        allowedModels = Set.copyOf(allowedModels);
        limits = List.copyOf(limits);
        scopes = Set.copyOf(scopes);
    }

    /** A caller without limits who may do everything. */
    public Caller(String keyId, String organization, String project, Set<String> allowedModels) {
        this(keyId, organization, project, allowedModels, List.of(), Set.of());
    }

    public boolean mayUse(String model) {
        return allowedModels.isEmpty() || allowedModels.contains(model);
    }

    public boolean mayDo(Operation operation) {
        return scopes.isEmpty() || scopes.contains(operation.name().toLowerCase(Locale.ROOT));
    }
}
