package io.tollgate.billing.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.alert.Delivery.Outcome;
import jakarta.enterprise.context.ApplicationScoped;

/** Mails alerts, where the installation has switched that on. */
@ApplicationScoped
class EmailSender {

    private static final String SUBJECT = "Tollgate alert";

    private final ReactiveMailer mailer;
    private final AlertConfig config;
    private final ObjectMapper json;

    EmailSender(ReactiveMailer mailer, AlertConfig config, ObjectMapper json) {
        this.mailer = mailer;
        this.config = config;
        this.json = json;
    }

    /** Never fails: what went wrong is the outcome. */
    Uni<Outcome> send(Delivery delivery) {
        if (!config.email()) {
            return Uni.createFrom()
                    .item(new Outcome(
                            false, "e-mail is not switched on: set tollgate.billing.alert.email and quarkus.mailer"));
        }
        return mailer.send(mail(delivery))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .replaceWith(() -> new Outcome(true, "taken by the mail server"))
                .onFailure()
                .recoverWithItem(failure -> new Outcome(false, String.valueOf(failure)));
    }

    private Mail mail(Delivery delivery) {
        JsonNode alert = read(delivery.payload());
        String prefix = delivery.subjectPrefix() == null ? "" : delivery.subjectPrefix() + ": ";
        String subject = prefix + SUBJECT + ": " + alert.path("kind").asText().replace('_', ' ');
        Mail mail = new Mail().setSubject(subject).setText(alert.path("message").asText() + "\n");
        mail.addHeader("X-Tollgate-Delivery", delivery.id());
        // Recipients need not know of each other.
        delivery.recipients().forEach(mail::addBcc);
        return mail;
    }

    private JsonNode read(String payload) {
        try {
            return json.readTree(payload);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("an alert is not the JSON that this service wrote", failure);
        }
    }
}
