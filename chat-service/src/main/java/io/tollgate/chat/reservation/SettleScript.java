package io.tollgate.chat.reservation;

import io.tollgate.chat.limit.CounterShape;
import io.tollgate.chat.limit.LimitGrant;
import io.tollgate.chat.limit.LimitGrant.TokenCharge;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keys, arguments and answers of {@code settle.lua}. */
final class SettleScript {

    private SettleScript() {}

    static List<String> keys(String organization, Closing closing) {
        OrganizationKeys keys = new OrganizationKeys(organization);
        LimitGrant grant = closing.grant();
        List<String> all =
                new ArrayList<>(7 + grant.slots().size() + grant.charges().size());
        all.add(keys.budgets());
        all.add(keys.leases());
        all.add(keys.reservations());
        all.add(keys.orphans());
        all.add(keys.outboxOrder());
        all.add(keys.outbox());
        grant.slots().forEach(slots -> all.add(keys.limit(slots)));
        grant.charges().forEach(charge -> all.add(keys.limit(charge.counter())));
        StoredAnswer answer = closing.answer();
        if (answer != null) {
            all.add(keys.answer(answer.fingerprint()));
        }
        return all;
    }

    /**
     * @param attemptId empty to put right the closing alone
     * @param counterClock milliseconds since the epoch, empty for the server's clock
     */
    static List<Object> arguments(
            Instant now, String attemptId, long actualNano, byte[] event, Closing closing, String counterClock) {
        LimitGrant grant = closing.grant();
        List<Object> arguments = new ArrayList<>(10 + 4 * grant.charges().size());
        arguments.add(Long.toString(now.toEpochMilli()));
        arguments.add(attemptId);
        arguments.add(Long.toString(actualNano));
        arguments.add(event);
        arguments.add(Integer.toString(grant.slots().size()));
        arguments.add(grant.holder());
        arguments.add(counterClock);
        arguments.add(Integer.toString(grant.charges().size()));
        for (TokenCharge charge : grant.charges()) {
            arguments.add(Long.toString(charge.bucket()));
            arguments.add(Long.toString(closing.tokens() - charge.tokens()));
            arguments.add(Long.toString(CounterShape.TOKENS_IN_A_MINUTE.bucketMillis()));
            arguments.add(Integer.toString(CounterShape.TOKENS_IN_A_MINUTE.buckets()));
        }
        StoredAnswer answer = closing.answer();
        if (answer != null) {
            arguments.add(Long.toString(answer.life().toMillis()));
            arguments.add(answer.answer());
        }
        return arguments;
    }

    static SettleOutcome outcome(Response response) {
        return switch (RedisScript.integer(response)) {
            case 1 -> SettleOutcome.SETTLED;
            case 2 -> SettleOutcome.SETTLED_WITHOUT_RESERVATION;
            case 0 -> SettleOutcome.ALREADY_ORPHANED;
            default -> throw new IllegalStateException("settle.lua returned " + response);
        };
    }
}
