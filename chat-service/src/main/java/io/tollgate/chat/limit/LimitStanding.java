package io.tollgate.chat.limit;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a counter stands after a call was counted or refused.
 *
 * @param used of its limit, this call included if it was admitted
 * @param resetMillis until all of it is free again if nothing more is counted; 0 for slots, which nobody can tell
 * @param bucket of a window: where this call was counted
 */
public record LimitStanding(LimitCounter counter, long used, long resetMillis, long bucket) {

    public long limit() {
        return counter.rule().limit();
    }

    public long remaining() {
        return Math.max(0, limit() - used);
    }

    /** Where many stand, the numbers of each as scripts return them: used, reset, bucket. */
    public static List<LimitStanding> of(List<LimitCounter> counters, List<Long> numbers) {
        if (numbers.size() != 3 * counters.size()) {
            throw new IllegalArgumentException(numbers.size() + " numbers for " + counters.size() + " counters");
        }
        return IntStream.range(0, counters.size())
                .mapToObj(i -> new LimitStanding(
                        counters.get(i), numbers.get(3 * i), numbers.get(3 * i + 1), numbers.get(3 * i + 2)))
                .toList();
    }
}
