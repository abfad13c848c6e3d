package io.tollgate.chat.access;

import io.tollgate.chat.topic.CompactedTopicReader;
import io.tollgate.chat.topic.TopicViews;
import io.tollgate.contracts.event.AccessPublished;
import io.tollgate.contracts.event.EventType;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The process's {@link AccessView}, fed by the access topic. */
@Singleton
public class AccessViews {

    private final AccessView view;
    private final CompactedTopicReader<AccessPublished> reader;

    AccessViews(TopicViews topics, InstantSource clock) {
        this.view = new AccessView(this::isReady, clock);
        this.reader = topics.follow(EventType.ACCESS_PUBLISHED, access -> view.accept(access));
    }

    public AccessDecision decide(@Nullable String authorization) {
        return view.decide(authorization);
    }

    public Set<String> organizations() {
        return view.organizations();
    }

    public boolean isReady() {
        return reader.isCaughtUp();
    }
}
