package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.price.PriceBook;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.buffer.Buffer;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What must hold for every stream of events, tried with generated ones. The seed is in the message of a failure. */
class LedgerLawsTest {

    private static final int SEEDS = 300;
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final PriceBook PRICES = new PriceBook(
            Map.of("simulator/a", sheet("a", 150_000, 600_000), "simulator/b", sheet("b", 2_500_000, 10_000_000)));

    @Test
    void shouldGiveTheSameLedgerForEveryOrderAndRepetitionOfTheSameEvents() {
        for (long seed = 0; seed < SEEDS; seed++) {
            // Given
            SplittableRandom random = new SplittableRandom(seed);
            List<UsageArrival> events = events(random);
            List<UsageArrival> shaken = new ArrayList<>(events);
            for (int repetition = random.nextInt(events.size() * 2); repetition > 0; repetition--) {
                shaken.add(events.get(random.nextInt(events.size())));
            }
            Collections.shuffle(shaken, (RandomGenerator) random);

            // When
            MemoryLedger once = commit(events, random);
            MemoryLedger again = commit(shaken, random);

            // Then
            assertThat(again.contents()).as("seed %d", seed).isEqualTo(once.contents());
        }
    }

    @Test
    void shouldBalanceAndAgreeWithItsRollUpForEveryStream() {
        for (long seed = 0; seed < SEEDS; seed++) {
            // Given
            SplittableRandom random = new SplittableRandom(seed);
            List<UsageArrival> events = events(random);

            // When
            MemoryLedger ledger = commit(events, random);

            // Then
            assertThat(ledger.debits()).as("seed %d", seed).isEqualTo(ledger.credits());
            assertThat(charge(ledger.rollUps)).as("seed %d", seed).isEqualTo(ledger.charged());
            assertThat(charge(ledger.days)).as("seed %d", seed).isEqualTo(ledger.charged());
        }
    }

    @Test
    void shouldPutEveryContradictionAsideAndKeepTheFirst() {
        for (long seed = 0; seed < SEEDS; seed++) {
            // Given
            SplittableRandom random = new SplittableRandom(seed);
            List<UsageArrival> events = events(random);
            List<UsageArrival> contradicted = new ArrayList<>(events);
            UsageArrival victim = events.get(random.nextInt(events.size()));
            contradicted.add(
                    arrival(Usages.at(START).attempt(victim.attemptId()).endUser("forged")));

            // When
            MemoryLedger clean = commit(events, random);
            MemoryLedger ledger = commit(contradicted, random);

            // Then
            assertThat(ledger.conflicts).as("seed %d", seed).isEqualTo(1);
            assertThat(ledger.contents()).as("seed %d", seed).isEqualTo(clean.contents());
        }
    }

    private static BigInteger charge(Map<String, BigInteger> table) {
        return table.entrySet().stream()
                .filter(sum -> sum.getKey().endsWith(" charge"))
                .map(Map.Entry::getValue)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static MemoryLedger commit(List<UsageArrival> events, SplittableRandom random) {
        MemoryLedger ledger = new MemoryLedger();
        int from = 0;
        while (from < events.size()) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(20));
            ledger.commit(events.subList(from, to));
            from = to;
        }
        return ledger;
    }

    private static List<UsageArrival> events(SplittableRandom random) {
        List<UsageArrival> events = new ArrayList<>();
        for (int count = 1 + random.nextInt(40); count > 0; count--) {
            Usages usage = Usages.at(START.plusSeconds(random.nextInt(7_200)))
                    .model("simulator", List.of("a", "b", "unlisted").get(random.nextInt(3)))
                    .key("key_" + random.nextInt(3))
                    .used(Usage.of(Meter.INPUT_UNCACHED, random.nextInt(5_000))
                            .with(Meter.OUTPUT_TEXT, random.nextInt(2_000))
                            .with(Meter.OUTPUT_REASONING, random.nextInt(500)));
            boolean unused = random.nextInt(10) == 0;
            events.add(arrival(unused ? usage.used(Usage.NOT_REPORTED).ended(Status.ERROR, UsageSource.NONE) : usage));
        }
        return events;
    }

    private static UsageArrival arrival(Usages usage) {
        byte[] payload = EventJson.write(EventType.USAGE_RECORDED, usage.event());
        return UsageArrival.of(usage.event(), new SourceRecord("topic", 0, 0, "key", Map.of(), Buffer.buffer(payload)));
    }

    private static PriceSheet sheet(String name, long input, long output) {
        return new PriceSheet(
                List.of(price(name + "1", Meter.INPUT_UNCACHED, input), price(name + "2", Meter.OUTPUT_TEXT, output)));
    }

    private static PriceVersion price(String id, Meter meter, long pico) {
        return new PriceVersion(id, meter, "default", 0, pico, 1, Instant.EPOCH, Instant.EPOCH, "test");
    }

    /** The tables as maps: the same preparation, admission, transfers and roll-ups, without a database. */
    private static final class MemoryLedger {

        private final Map<UUID, Buffer> hashes = new HashMap<>();
        private final Map<String, Transfer> transfers = new TreeMap<>();
        private final Map<String, BigInteger> rollUps = new TreeMap<>();
        private final Map<String, BigInteger> days = new TreeMap<>();
        private int conflicts;

        void commit(List<UsageArrival> arrivals) {
            Batch batch = Batch.prepare(arrivals, List.of(), PRICES);
            Set<UUID> inserted = batch.usages().keySet().stream()
                    .filter(attempt -> !hashes.containsKey(attempt))
                    .collect(Collectors.toSet());
            Admission admission = Admission.of(batch, inserted, Map.copyOf(hashes));
            conflicts += admission.conflicts().size() + batch.deadLetters().size();
            for (RatedUsage usage : admission.fresh()) {
                hashes.put(usage.event().attemptId(), usage.arrival().payloadSha256());
                Transfer.of(usage)
                        .forEach(transfer -> transfers.put(transfer.transaction() + "/" + transfer.leg(), transfer));
            }
            List<RollUp> hours = RollUp.of(admission.fresh());
            hours.forEach(added -> add(rollUps, added.key().toString(), added.items()));
            DayRollUp.of(hours).forEach(added -> add(days, added.key().toString(), added.items()));
        }

        private static void add(Map<String, BigInteger> table, String key, Map<String, Sums> items) {
            items.forEach((item, sums) -> {
                table.merge(key + item + " quantity", sums.quantity(), BigInteger::add);
                table.merge(key + item + " cost", sums.costPico(), BigInteger::add);
                table.merge(key + item + " charge", sums.chargePico(), BigInteger::add);
            });
        }

        String contents() {
            return transfers + "\n" + rollUps + "\n" + days;
        }

        Map<String, BigInteger> debits() {
            return totals(Transfer::debit);
        }

        Map<String, BigInteger> credits() {
            return totals(Transfer::credit);
        }

        BigInteger charged() {
            return transfers.values().stream()
                    .filter(transfer -> transfer.debit().kind() == AccountKey.Kind.RECEIVABLE)
                    .map(transfer -> BigInteger.valueOf(transfer.amount().pico()))
                    .reduce(BigInteger.ZERO, BigInteger::add);
        }

        private Map<String, BigInteger> totals(Function<Transfer, AccountKey> side) {
            Map<String, BigInteger> totals = new TreeMap<>();
            transfers
                    .values()
                    .forEach(transfer -> totals.merge(
                            side.apply(transfer).currency(),
                            BigInteger.valueOf(transfer.amount().pico()),
                            BigInteger::add));
            return totals;
        }
    }
}
