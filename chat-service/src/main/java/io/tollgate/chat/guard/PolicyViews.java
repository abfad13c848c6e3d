package io.tollgate.chat.guard;

import io.quarkus.runtime.StartupEvent;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.topic.CompactedTopicReader;
import io.tollgate.chat.topic.TopicViews;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The process's {@link PolicyView}, fed by the policy topic. */
@Singleton
public class PolicyViews {

    private final PolicyView view;
    private final CompactedTopicReader<PolicyPublished> reader;

    PolicyViews(TopicViews topics, GuardConfig config) {
        this.view = new PolicyView(GuardPolicy.of(config));
        this.reader = topics.follow(EventType.POLICY_PUBLISHED, view::accept);
    }

    /** Read from the start: a request must not find out first that policies are to be read. */
    void begin(@Observes StartupEvent event) {
        // Being asked has created this bean.
    }

    public GuardPolicy of(Caller caller) {
        return view.of(caller.organization(), caller.project());
    }

    public boolean isReady() {
        return reader.isCaughtUp();
    }
}
