package io.tollgate.chat.pricing;

import io.tollgate.chat.topic.CompactedTopicReader;
import io.tollgate.chat.topic.TopicViews;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PricePublished;
import io.tollgate.contracts.price.PriceSheet;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The process's {@link PriceView}, fed by the price topic. */
@Singleton
public class PriceViews {

    private final PriceView view = new PriceView();
    private final CompactedTopicReader<PricePublished> reader;

    PriceViews(TopicViews topics) {
        this.reader = topics.follow(EventType.PRICE_PUBLISHED, view::accept);
    }

    public Optional<PriceSheet> sheet(String provider, String model) {
        return view.sheet(provider, model);
    }

    public boolean isReady() {
        return reader.isCaughtUp();
    }
}
