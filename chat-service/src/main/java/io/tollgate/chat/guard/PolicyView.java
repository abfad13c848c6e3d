package io.tollgate.chat.guard;

import io.tollgate.contracts.event.PolicyPublished;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every project's policy, and every organization's. The narrower one stands. */
final class PolicyView {

    /** @param policy null once it was withdrawn */
    private record Known(long version, @Nullable GuardPolicy policy) {}

    private final Map<String, Known> byOwner = new ConcurrentHashMap<>();
    private final GuardPolicy standard;

    /** @param standard for those who have none */
    PolicyView(GuardPolicy standard) {
        this.standard = standard;
    }

    /** Takes a newer state of a policy; an older one is ignored. */
    void accept(PolicyPublished published) {
        Known read = new Known(published.version(), published.active() ? GuardPolicy.of(published) : null);
        byOwner.merge(
                owner(published.organization(), published.project()),
                read,
                (known, next) -> next.version() >= known.version() ? next : known);
    }

    GuardPolicy of(String organization, String project) {
        GuardPolicy own = policy(owner(organization, project));
        if (own != null) {
            return own;
        }
        return Objects.requireNonNullElse(policy(owner(organization, null)), standard);
    }

    private @Nullable GuardPolicy policy(String owner) {
        Known known = byOwner.get(owner);
        return known == null ? null : known.policy();
    }

    /** A project is looked up within its organization: nobody else's policy can be meant. */
    private static String owner(String organization, @Nullable String project) {
        return project == null ? organization : organization + "/" + project;
    }
}
