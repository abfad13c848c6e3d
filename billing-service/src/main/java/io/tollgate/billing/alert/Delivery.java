package io.tollgate.billing.alert;

import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One alert on its way to one webhook or to the recipients of one e-mail.
 *
 * @param attempt which attempt this is, 1 for the first
 * @param webhook null for an e-mail
 * @param url the webhook's, null for an e-mail
 * @param payload the alert as it was published
 */
record Delivery(
        String id,
        int attempt,
        @Nullable String webhook,
        @Nullable String url,
        List<String> recipients,
        @Nullable String subjectPrefix,
        String payload) {

    static Delivery of(Row row) {
        String recipients = row.getString("recipients");
        return new Delivery(
                row.getString("id"),
                row.getInteger("attempts"),
                row.getString("webhook"),
                row.getString("url"),
                recipients == null ? List.of() : Arrays.asList(recipients.split(",", -1)),
                row.getString("subject_prefix"),
                row.getString("payload"));
    }

    /**
     * How an attempt ended.
     *
     * @param detail the status of the answer, or why there was none
     */
    record Outcome(boolean delivered, String detail) {

        private static final int LONGEST = 300;

        Outcome {
            detail = detail.length() > LONGEST ? detail.substring(0, LONGEST) : detail;
        }
    }
}
