package io.tollgate.chat.completion;

import java.util.concurrent.atomic.AtomicInteger;

/** How many answers are being read on for clients that have gone. */
final class Drains {

    private final int max;
    private final AtomicInteger underWay = new AtomicInteger();

    Drains(int max) {
        this.max = max;
    }

    /** @return false if there are too many already; else {@link #leave} is due */
    boolean enter() {
        if (underWay.incrementAndGet() > max) {
            underWay.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        underWay.decrementAndGet();
    }
}
