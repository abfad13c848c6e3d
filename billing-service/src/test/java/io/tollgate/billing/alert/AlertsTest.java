package io.tollgate.billing.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Tenants;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.AlertRaised;
import io.tollgate.contracts.event.AlertRaised.Kind;
import io.tollgate.contracts.event.EventType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class AlertsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private GreenMail mail;
    private Receiver receiver;

    @BeforeEach
    void startReceivers() {
        int port = ConfigProvider.getConfig().getValue("quarkus.mailer.port", Integer.class);
        mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        receiver = new Receiver();
    }

    @AfterEach
    void stopReceivers() {
        mail.stop();
        receiver.close();
    }

    @Test
    void shouldReportEachThresholdOnceInAPeriodWhateverIsChargedAfterwards() {
        // Given: a call costs 0.000345 dollars
        String project = Admin.newProject("alerted");
        String budget = budget(project, "0.0007", "\"alert_thresholds\":[40,90,100]");

        // When
        spend(project, 1);
        awaitAlerts(budget, List.of(40));
        spend(project, 4);

        // Then
        awaitAlerts(budget, List.of(40, 90, 100));
        assertThat(alerts(budget))
                .extracting(AlertRaised::kind)
                .containsExactly(Kind.THRESHOLD_REACHED, Kind.THRESHOLD_REACHED, Kind.BUDGET_EXCEEDED);
        assertThat(alerts(budget)).extracting(AlertRaised::project).containsOnly(project);
        Admin.get("/v1/alerts?limit=100").statusCode(200).body("data.subject", hasItem(budget));
    }

    @Test
    void shouldReportWhatABudgetHasReachedWhenItsLimitIsLowered() {
        // Given
        String project = Admin.newProject("lowered");
        String budget = budget(project, "100", "\"alert_thresholds\":[50]");
        spend(project, 1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> Admin.get("/v1/budgets/" + budget).body("committed", equalTo("0.000345")));

        // When
        Admin.post("/v1/budgets/" + budget, "{\"limit\":\"0.0004\"}").statusCode(200);

        // Then
        awaitAlerts(budget, List.of(50));
    }

    @Test
    void shouldPostSignedAlertsAndTryAgainUntilTheyAreTaken() {
        // Given: a receiver that fails the first time
        receiver.answer(503, 200);
        JsonPath webhook = Admin.post(
                        "/v1/webhooks", "{\"url\":\"" + receiver.url() + "\",\"kinds\":[\"threshold_reached\"]}")
                .statusCode(200)
                .body("secret", startsWith("whsec_"))
                .extract()
                .jsonPath();
        String project = Admin.newProject("hooked");
        String budget = budget(project, "0.0005", "\"alert_thresholds\":[60]");

        // When
        spend(project, 1);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.about(budget)).hasSize(2));
        Receiver.Call first = receiver.about(budget).getFirst();
        Receiver.Call second = receiver.about(budget).getLast();
        assertThat(first.isSignedBy(webhook.getString("secret"))).isTrue();
        assertThat(second.isSignedBy(webhook.getString("secret"))).isTrue();
        assertThat(second.header("webhook-id")).isEqualTo(first.header("webhook-id"));
        String deliveries = "/v1/webhooks/" + webhook.getString("id") + "/deliveries";
        await().atMost(PATIENCE)
                .untilAsserted(() -> Admin.get(deliveries)
                        .body("data[0].status", equalTo("delivered"))
                        .body(
                                "data[0].attempts.detail",
                                contains("answered with status 503", "answered with status 200")));
        Admin.delete("/v1/webhooks/" + webhook.getString("id")).statusCode(200);
        Admin.get(deliveries).statusCode(404);
    }

    @Test
    void shouldGiveUpAfterTheLastAttempt() {
        // Given
        receiver.answer(500, 500, 500, 500);
        String webhook = Admin.post("/v1/webhooks", "{\"url\":\"" + receiver.url() + "\"}")
                .extract()
                .path("id");
        String project = Admin.newProject("given up");
        String budget = budget(project, "0.0005", "\"alert_thresholds\":[60]");

        // When
        spend(project, 1);

        // Then: two pauses are configured, so there are three attempts
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Database.ask(
                                "SELECT status || ' ' || attempts FROM alert_delivery JOIN alert ON alert.id = alert"
                                        + " WHERE webhook = ? AND subject = ?",
                                webhook,
                                budget))
                        .isEqualTo("failed 3"));
        Admin.delete("/v1/webhooks/" + webhook).statusCode(200);
    }

    @Test
    void shouldDeliverToTheOthersWhileReceiversOfOneOrganizationLetItWait() throws IOException, SQLException {
        // Given: many deliveries to a receiver that never answers, and one of another organization due after them
        Tenants.create("silent", "sk-admin-silent-0123456789abcdef0123456789abcdef");
        Tenants.create("heard", "sk-admin-heard-0123456789abcdef0123456789abcdef");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            enqueue("silent", "http://127.0.0.1:" + silent.getLocalPort() + "/", 100, "now() - interval '1 hour'");
            enqueue("heard", receiver.url(), 1, "now() - interval '1 minute'");

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(receiver.about("waits in org_heard")).hasSize(1));
            assertThat(Database.count(
                            "SELECT count(*) FROM alert_delivery WHERE organization = 'org_silent' AND attempts > 0"))
                    .isLessThan(20);
        } finally {
            Database.execute("UPDATE alert_delivery SET status = 'failed' WHERE organization = 'org_silent'");
        }
    }

    private static void enqueue(String name, String url, int count, String due) throws SQLException {
        Database.execute("""
                WITH hook AS (
                    INSERT INTO webhook (id, organization, url, kinds, active, created_at)
                    VALUES ('webhook_%1$s', 'org_%1$s', '%2$s', '', false, now()) RETURNING id, organization
                ), raised AS (
                    INSERT INTO alert (id, organization, kind, subject, raised_at, payload)
                    SELECT gen_random_uuid(), organization, 'anomaly', 'test', now(), '"waits in ' || organization || '"'
                    FROM hook, generate_series(1, %3$d) RETURNING id, organization
                )
                INSERT INTO alert_delivery (id, organization, alert, webhook, status, attempts, next_attempt_at, created_at)
                SELECT 'delivery_' || raised.id, raised.organization, raised.id, hook.id, 'pending', 0, %4$s, now()
                FROM raised, hook""".formatted(name, url, count, due));
    }

    @Test
    void shouldMailASpendAlertToItsRecipients() {
        // Given
        String project = Admin.newProject("mailed");
        String alerts = "/v1/organization/projects/" + project + "/spend_alerts";
        String id = Admin.post(alerts, """
                        {"threshold_amount":1,"currency":"USD","interval":"month","notification_channel":{
                         "type":"email","recipients":["finance@example.com"],"subject_prefix":"Search"}}""")
                .statusCode(200)
                .body("object", equalTo("project.spend_alert"))
                .body("notification_channel.recipients", contains("finance@example.com"))
                .extract()
                .path("id");

        // When: 30 calls cost more than a cent
        spend(project, 30);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mail.getReceivedMessages()).hasSize(1));
        assertThat(GreenMailUtil.getWholeMessage(mail.getReceivedMessages()[0]))
                .contains("Subject: Search: Tollgate alert: budget exceeded")
                .contains(id);
        Admin.get(alerts).body("data.id", contains(id)).body("has_more", equalTo(false));
        Admin.delete(alerts + "/" + id).statusCode(200).body("object", equalTo("project.spend_alert.deleted"));
        Admin.get(alerts + "/" + id).statusCode(404);
    }

    @Test
    void shouldReportEveryProblemOfASpendAlertAtOnce() {
        // Given
        String body = """
                {"threshold_amount":0,"currency":"EUR","notification_channel":{
                 "type":"pigeon","recipients":["nobody"],"colour":"red"}}""";

        // When
        String message = Admin.post("/v1/organization/spend_alerts", body)
                .statusCode(400)
                .extract()
                .path("error.message");

        // Then
        assertThat(message)
                .contains("'threshold_amount'", "'currency'", "'interval'", "'type'", "'recipients'", "'colour'");
    }

    private static String budget(String project, String limit, String more) {
        return Admin.post("/v1/budgets", """
                        {"scope":"project","scope_id":"%s","limit":"%s","interval":"month","enforcement":"soft",%s}""".formatted(project, limit, more))
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static void spend(String project, int calls) {
        try (Topics topics = new Topics()) {
            for (int call = 0; call < calls; call++) {
                topics.send(Usages.at(Instant.now()).project(project).event());
            }
        }
    }

    private static void awaitAlerts(String budget, List<Integer> thresholds) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(alerts(budget))
                        .extracting(AlertRaised::thresholdPercent)
                        .containsExactlyElementsOf(thresholds));
    }

    private static List<AlertRaised> alerts(String budget) {
        return Topics.read(EventType.ALERT_RAISED).stream()
                .filter(alert -> alert.subject().equals(budget))
                .toList();
    }
}
