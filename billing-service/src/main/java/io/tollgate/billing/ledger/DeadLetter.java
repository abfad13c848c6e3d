package io.tollgate.billing.ledger;

import io.tollgate.billing.outbox.OutboxMessage;
import io.tollgate.contracts.event.EventType;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A record that cannot become a ledger row, with the reason. It is published as it came, so that it can be replayed once
 * the reason is gone.
 */
public record DeadLetter(Reason reason, String detail, SourceRecord source) {

    /** The header with the reason's code. */
    public static final String REASON_HEADER = "dead-letter-reason";

    /** The header with what exactly was wrong. */
    public static final String DETAIL_HEADER = "dead-letter-detail";

    /** The header with where the record stood: {@code topic-partition@offset}. */
    public static final String SOURCE_HEADER = "dead-letter-source";

    private static final int LONGEST_DETAIL = 1000;

    /** Why a record was refused: a closed set, so that it can be a metric's tag. */
    public enum Reason {
        /** The value is not a valid usage event: bad JSON, an unknown meter, a negative count, a missing field. */
        MALFORMED,
        /** The CloudEvents headers are missing, wrong, or contradict the value. */
        BAD_HEADERS,
        /** It claims to be from the future. */
        TIME_AHEAD,
        /** The attempt's id, or its start, is of a month that the ledger does not, or no longer, hold. */
        OUTSIDE_LEDGER,
        UNKNOWN_ORGANIZATION,
        /** The attempt is in the ledger with other content. */
        CONFLICTING_PAYLOAD,
        /** Its cost exceeds what one line can hold. */
        AMOUNT_TOO_LARGE,
        /** The database refuses its data, for example a NUL character in an id. */
        UNSTORABLE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    String storedDetail() {
        return detail.replace('\0', ' ').substring(0, Math.min(detail.length(), LONGEST_DETAIL));
    }

    /** Of the record as it came. */
    String headersAsJson() {
        JsonObject headers = new JsonObject();
        source.headers().forEach((name, value) -> headers.put(name.replace('\0', ' '), value.replace('\0', ' ')));
        return headers.encode();
    }

    OutboxMessage toMessage() {
        Map<String, String> headers = new LinkedHashMap<>(source.headers());
        headers.put(REASON_HEADER, reason.code());
        headers.put(DETAIL_HEADER, storedDetail());
        headers.put(SOURCE_HEADER, source.position());
        headers.replaceAll((name, value) -> value.replace('\0', ' '));
        String key = source.key();
        return new OutboxMessage(
                EventType.USAGE_RECORDED.deadLetterTopic(),
                key == null ? null : key.replace('\0', ' '),
                headers,
                source.payload());
    }
}
