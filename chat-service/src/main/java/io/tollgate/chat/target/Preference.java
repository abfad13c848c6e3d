package io.tollgate.chat.target;

import io.tollgate.chat.route.Route;
import io.tollgate.chat.route.Strategy;
import io.tollgate.chat.route.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Orders a route's targets for one request: by priority, and within one priority by the route's strategy. Where the choice
 * is open, requests of one affinity make the same one as long as the targets are the same (rendezvous hashing).
 *
 * @param expectedNanos what a call to a target would have to expect, 0 if nothing is known
 * @param cost what this request costs there at most, empty if it has no price
 * @param random from 0 to below 1
 */
public record Preference(
        ToDoubleFunction<Target> expectedNanos, Function<Target, OptionalLong> cost, DoubleSupplier random) {

    private record Ranked(Target target, double rank) {}

    /** How many values a hash has here. */
    private static final double HASHES = 1L << 32;

    /**
     * @param targets some of the route's
     * @param affinity null if the request has none
     */
    public List<Target> order(Route route, Collection<Target> targets, @Nullable String affinity) {
        if (targets.size() == 1) {
            return List.copyOf(targets);
        }
        Map<Integer, List<Target>> tiers = new TreeMap<>();
        targets.forEach(target -> tiers.computeIfAbsent(target.priority(), absent -> new ArrayList<>())
                .add(target));
        List<Target> ordered = new ArrayList<>(targets.size());
        tiers.values().forEach(tier -> ordered.addAll(order(route.strategy(), tier, affinity)));
        return ordered;
    }

    private List<Target> order(Strategy strategy, List<Target> tier, @Nullable String affinity) {
        return switch (strategy) {
            case ORDERED -> tier;
            case WEIGHTED -> byShare(tier, affinity);
            case LEAST_LATENCY -> affinity == null ? soonest(tier) : byShare(tier, affinity);
            case CHEAPEST -> cheapest(tier);
        };
    }

    /** Sorted by {@code -ln(u) / weight}, u uniform: the first is each target with the probability of its weight. */
    private List<Target> byShare(List<Target> tier, @Nullable String affinity) {
        return tier.stream()
                .map(target -> {
                    double uniform = affinity == null ? random.getAsDouble() : share(affinity, target);
                    return new Ranked(target, -Math.log(1 - uniform) / target.weight());
                })
                .sorted(Comparator.comparingDouble(Ranked::rank))
                .map(Ranked::target)
                .toList();
    }

    private static double share(String affinity, Target target) {
        CRC32C hash = new CRC32C();
        hash.update(target.name().getBytes(StandardCharsets.UTF_8));
        hash.update(0);
        hash.update(affinity.getBytes(StandardCharsets.UTF_8));
        // A checksum of similar names is similar: mixed, every bit depends on all of them.
        long mixed = hash.getValue() * 0x9E3779B97F4A7C15L;
        return ((mixed >>> 32) & 0xffffffffL) / HASHES;
    }

    /** The better of two at random comes first: the best of all would draw everyone to it at the same moment. */
    private List<Target> soonest(List<Target> tier) {
        int one = (int) (random.getAsDouble() * tier.size());
        int other = (one + 1 + (int) (random.getAsDouble() * (tier.size() - 1))) % tier.size();
        Target first = expectedNanos.applyAsDouble(tier.get(one)) <= expectedNanos.applyAsDouble(tier.get(other))
                ? tier.get(one)
                : tier.get(other);
        List<Target> ordered = new ArrayList<>(tier.size());
        ordered.add(first);
        tier.stream()
                .filter(target -> !target.equals(first))
                .sorted(Comparator.comparingDouble(expectedNanos))
                .forEach(ordered::add);
        return ordered;
    }

    private List<Target> cheapest(List<Target> tier) {
        return tier.stream()
                .map(target -> new Ranked(target, cost.apply(target).orElse(Long.MAX_VALUE)))
                .sorted(Comparator.comparingDouble(Ranked::rank))
                .map(Ranked::target)
                .toList();
    }
}
