package io.tollgate.chat.reservation;

import io.tollgate.chat.limit.CounterShape;
import io.tollgate.chat.limit.LimitCounter;
import io.tollgate.chat.limit.LimitStanding;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keys, arguments and answers of {@code admit.lua}. */
final class AdmitScript {

    private static final int ARGUMENTS = 10;
    private static final int ARGUMENTS_OF_COUNTER = 5;

    /** How much of it is asked for. */
    enum Extent {
        /** The money is held, and the call is counted. */
        WHOLE,
        /** Nothing is held or counted where there is no answer yet. */
        ONLY_ANSWER,
        /** A request is counted that costs nothing. */
        ONLY_COUNT
    }

    private AdmitScript() {}

    static List<String> keys(Reservation reservation) {
        OrganizationKeys keys = new OrganizationKeys(reservation.organization());
        List<LimitCounter> counters = reservation.limited().counters();
        List<String> all = new ArrayList<>(6 + counters.size());
        all.add(keys.budgets());
        all.add(keys.leases());
        all.add(keys.reservations());
        all.add(keys.orphans());
        all.add(keys.outboxOrder());
        counters.forEach(counter -> all.add(keys.limit(counter.name())));
        String fingerprint = reservation.fingerprint();
        if (fingerprint != null) {
            all.add(keys.answer(fingerprint));
        }
        return all;
    }

    /**
     * @param counterClock milliseconds since the epoch, empty for the server's clock
     */
    static List<Object> arguments(
            Reservation reservation,
            Instant leaseEnd,
            Duration slotLease,
            String counterClock,
            int outboxBound,
            Extent extent) {
        List<LimitCounter> counters = reservation.limited().counters();
        int budgets = reservation.budgetFields().size();
        List<Object> arguments = new ArrayList<>(ARGUMENTS + 2 * budgets + ARGUMENTS_OF_COUNTER * counters.size());
        arguments.add(Long.toString(leaseEnd.toEpochMilli()));
        arguments.add(reservation.attemptId().toString());
        arguments.add(
                switch (extent) {
                    case WHOLE -> Long.toString(reservation.amountNano());
                    case ONLY_ANSWER -> "";
                    case ONLY_COUNT -> "-";
                });
        arguments.add(reservation.orphan().toBytes());
        arguments.add(Integer.toString(outboxBound));
        arguments.add(counterClock);
        arguments.add(Long.toString(slotLease.toMillis()));
        arguments.add(reservation.limited().holder());
        arguments.add(Integer.toString(budgets));
        arguments.add(Integer.toString(counters.size()));
        for (int i = 0; i < budgets; i++) {
            arguments.add(reservation.budgetFields().get(i));
            arguments.add(Long.toString(reservation.elsewhereNano().get(i)));
        }
        for (LimitCounter counter : counters) {
            CounterShape shape = counter.shape();
            arguments.add(shape.code());
            arguments.add(Long.toString(counter.rule().limit()));
            arguments.add(Long.toString(counter.cost(reservation.limited().tokens())));
            arguments.add(Long.toString(shape.bucketMillis()));
            arguments.add(Integer.toString(shape.buckets()));
        }
        return arguments;
    }

    static ReservationOutcome outcome(Reservation reservation, Response response) {
        int code = response.get(0).toInteger();
        return switch (code) {
            case 1 -> new ReservationOutcome.Reserved(standings(reservation, response.get(1)));
            case 2 ->
                new ReservationOutcome.Answered(response.get(2).toBytes(), standings(reservation, response.get(1)));
            case 3 -> {
                List<LimitStanding> standings = standings(reservation, response.get(1));
                yield new ReservationOutcome.Limited(
                        standings.get(response.get(2).toInteger() - 1),
                        response.get(3).toLong(),
                        standings);
            }
            case 0 ->
                new ReservationOutcome.Refused(
                        response.get(1).toString(),
                        response.get(2).toLong(),
                        response.get(3).toLong(),
                        response.get(4).toLong());
            case 4 -> new ReservationOutcome.NotAnswered();
            case -1 -> new ReservationOutcome.UnknownBudget(response.get(1).toString());
            case -2 -> new ReservationOutcome.OutboxFull();
            default -> throw new IllegalStateException("admit.lua returned " + code);
        };
    }

    private static List<LimitStanding> standings(Reservation reservation, Response numbers) {
        List<Long> longs = new ArrayList<>(numbers.size());
        for (Response number : numbers) {
            longs.add(number.toLong());
        }
        return LimitStanding.of(reservation.limited().counters(), longs);
    }
}
