package io.tollgate.moderation.policy;

import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.moderation.enforcement.CompiledPolicy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The policy that applies to a project: its own, else its organization's, else the usual one. */
@Singleton
public class PoliciesInForce {

    private record Compiled(PolicyPublished published, CompiledPolicy policy) {}

    private final PolicyTopic topic;
    /** No more than one for each policy there is. */
    private final Map<String, Compiled> byOwner = new ConcurrentHashMap<>();

    PoliciesInForce(PolicyTopic topic) {
        this.topic = topic;
    }

    public CompiledPolicy of(String organization, @Nullable String project) {
        return topic.book()
                .find(organization, project)
                .or(() -> topic.book().find(organization, null))
                .map(this::compiled)
                .orElse(CompiledPolicy.USUAL);
    }

    private CompiledPolicy compiled(PolicyPublished published) {
        return byOwner.compute(
                        PolicyBook.owner(published.organization(), published.project()),
                        (owner, known) -> known != null && known.published().equals(published)
                                ? known
                                : new Compiled(published, CompiledPolicy.of(published)))
                .policy();
    }
}
