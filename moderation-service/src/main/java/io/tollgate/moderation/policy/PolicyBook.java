package io.tollgate.moderation.policy;

import io.tollgate.contracts.event.PolicyPublished;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every policy as its topic has it; of two states of one the newer stands. */
final class PolicyBook {

    private final Map<String, PolicyPublished> byOwner = new ConcurrentHashMap<>();

    /** The key of the topic: what of a policy is replaced by its next version. */
    static String owner(String organization, @Nullable String project) {
        return project == null ? organization : organization + "/" + project;
    }

    void accept(PolicyPublished policy) {
        byOwner.merge(
                owner(policy.organization(), policy.project()),
                policy,
                (known, next) -> next.version() > known.version() ? next : known);
    }

    /** Also one that was withdrawn: its version goes on. */
    Optional<PolicyPublished> newest(String organization, @Nullable String project) {
        return Optional.ofNullable(byOwner.get(owner(organization, project)));
    }

    Optional<PolicyPublished> find(String organization, @Nullable String project) {
        return newest(organization, project).filter(PolicyPublished::active);
    }

    /** The organization's own first, then by project. */
    List<PolicyPublished> list(String organization) {
        return byOwner.entrySet().stream()
                .filter(entry -> entry.getValue().organization().equals(organization))
                .filter(entry -> entry.getValue().active())
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }
}
