package io.tollgate.moderation.policy;

import io.tollgate.contracts.event.PolicyPublished;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The policies that are in force, for the rest of the service. */
@Singleton
public class Policies {

    private final PolicyTopic topic;

    Policies(PolicyTopic topic) {
        this.topic = topic;
    }

    /** The project's own, else the organization's. */
    public Optional<PolicyPublished> inForce(String organization, String project) {
        return topic.book().find(organization, project).or(() -> topic.book().find(organization, null));
    }

    /** Whether a policy was ever read that could have been in force for a project, even if it was withdrawn since. */
    public boolean isKnown(String organization, String project) {
        return topic.book().newest(organization, project).isPresent()
                || topic.book().newest(organization, null).isPresent();
    }
}
