package io.tollgate.chat.limit;

import java.util.Map;
import java.util.TreeMap;

/** What {@code admit.lua} and {@code settle.lua} do with a window, in this process's memory. Not thread-safe. */
final class SlidingWindow {

    private final long bucketMillis;
    private final int buckets;
    private final TreeMap<Long, Long> counts = new TreeMap<>();
    private long total;

    SlidingWindow(CounterShape shape) {
        this.bucketMillis = Math.max(1, shape.bucketMillis());
        this.buckets = shape.buckets();
    }

    /** The bucket that counts what comes now; a clock that went back opens none that is over. */
    long bucket(long nowMillis) {
        long bucket = Math.floorDiv(nowMillis, bucketMillis);
        return counts.isEmpty() ? bucket : Math.max(bucket, counts.lastKey());
    }

    /** What the window holds. */
    long used(long nowMillis) {
        long first = bucket(nowMillis) - buckets + 1;
        while (!counts.isEmpty() && counts.firstKey() < first) {
            total -= counts.pollFirstEntry().getValue();
        }
        return total;
    }

    void add(long nowMillis, long amount) {
        used(nowMillis);
        change(bucket(nowMillis), amount);
    }

    /** Takes back what was counted too much, or counts what was counted too little: now, if its bucket is over. */
    void correct(long nowMillis, long bucket, long correction) {
        used(nowMillis);
        if (correction < 0) {
            change(bucket, -Math.min(-correction, counts.getOrDefault(bucket, 0L)));
        } else {
            boolean over = bucket <= bucket(nowMillis) - buckets;
            change(over ? bucket(nowMillis) : bucket, correction);
        }
    }

    private void change(long bucket, long amount) {
        if (amount != 0) {
            counts.merge(bucket, amount, Math::addExact);
            total = Math.addExact(total, amount);
        }
    }

    /** @return milliseconds until there is room; negative if there never will be */
    long waitMillis(long nowMillis, long cost, long limit) {
        if (cost > limit) {
            return -1;
        }
        long excess = used(nowMillis) + cost - limit;
        for (Map.Entry<Long, Long> count : counts.entrySet()) {
            excess -= count.getValue();
            if (excess <= 0) {
                return Math.max(1, (count.getKey() + buckets) * bucketMillis - nowMillis);
            }
        }
        return -1;
    }

    /** @return milliseconds until all of it is free again */
    long resetMillis(long nowMillis) {
        return used(nowMillis) == 0 ? 0 : Math.max(0, (counts.lastKey() + buckets) * bucketMillis - nowMillis);
    }
}
