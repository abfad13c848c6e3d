package io.tollgate.chat.guard;

import io.quarkus.runtime.StartupEvent;
import io.tollgate.chat.topic.TopicViews;
import io.tollgate.contracts.content.ContentSealer;
import io.tollgate.contracts.event.ContentKeyPublished;
import io.tollgate.contracts.event.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What each organization's content is sealed with, as the content key topic has it. */
@ApplicationScoped
public class ContentKeyViews {

    private static final Logger LOG = Logger.getLogger(ContentKeyViews.class);

    /** @param sealer null once the key was destroyed */
    private record Known(long version, @Nullable ContentSealer sealer) {}

    private final Map<String, Known> byOrganization = new ConcurrentHashMap<>();

    ContentKeyViews(TopicViews topics) {
        topics.follow(EventType.CONTENT_KEY_PUBLISHED, this::accept);
    }

    /** Read from the start: a request must not find out first that keys are to be read. */
    void begin(@Observes StartupEvent event) {
        // Being asked has created this bean.
    }

    /** Takes a newer state; an older one is ignored. */
    private void accept(ContentKeyPublished published) {
        Known read = new Known(published.version(), published.active() ? sealer(published) : null);
        byOrganization.merge(
                published.organization(), read, (known, next) -> next.version() >= known.version() ? next : known);
    }

    private static @Nullable ContentSealer sealer(ContentKeyPublished published) {
        try {
            return ContentSealer.of(published.keyId(), published.publicKey());
        } catch (IllegalArgumentException unusable) {
            LOG.errorf("A content key cannot be used, so nothing is stored: %s", unusable.getMessage());
            return null;
        }
    }

    Optional<ContentSealer> sealer(String organization) {
        return Optional.ofNullable(byOrganization.get(organization)).map(Known::sealer);
    }
}
