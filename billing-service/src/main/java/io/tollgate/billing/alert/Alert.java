package io.tollgate.billing.alert;

import io.tollgate.contracts.event.AlertRaised;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert about to be raised.
 *
 * @param recipients addresses that get an e-mail, besides the topic and the webhooks
 * @param subjectPrefix before the e-mail's subject
 */
public record Alert(
        AlertRaised event,
        List<String> recipients,
        @Nullable String subjectPrefix) {

    public Alert {
        recipients = List.copyOf(recipients);
    }
}
