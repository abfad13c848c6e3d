package io.tollgate.billing.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tollgate.local.process.Ports;
import io.tollgate.local.testing.EmbeddedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The one profile of all component tests: real Kafka and PostgreSQL, spans kept in memory. */
public final class BillingProfile implements QuarkusTestProfile {

    private static final Ports PORTS = new Ports();

    public static final String ADMIN_KEY = "sk-admin-component-tests-0123456789abcdef0123456789";
    public static final String DEMO_KEY = "sk-tg-component-tests-0123456789abcdef0123456789";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("tollgate.billing.bootstrap.admin-key", ADMIN_KEY),
                Map.entry("tollgate.billing.bootstrap.demo-key", DEMO_KEY),
                Map.entry("tollgate.billing.alert.webhook-key", "component-tests-0123456789abcdef0123456789"),
                // The receivers of the tests are on this machine.
                Map.entry("tollgate.billing.alert.webhook-private-addresses", "true"),
                Map.entry("tollgate.billing.alert.pauses", "1s,1s"),
                Map.entry("tollgate.billing.alert.email", "true"),
                Map.entry("quarkus.mailer.mock", "false"),
                Map.entry("quarkus.mailer.host", "127.0.0.1"),
                Map.entry("quarkus.mailer.port", Integer.toString(freePort())),
                Map.entry("quarkus.mailer.from", "tollgate@example.com"),
                Map.entry("quarkus.otel.sdk.disabled", "false"),
                Map.entry("quarkus.otel.simple", "true"),
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("quarkus.management.test-port", "0"));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(EmbeddedServers.class, Map.of("servers", "kafka,postgresql")));
    }

    /** For the mail server that a test starts. */
    private static int freePort() {
        try {
            return PORTS.pick();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
