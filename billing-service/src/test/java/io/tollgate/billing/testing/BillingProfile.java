package io.tollgate.billing.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tollgate.local.testing.EmbeddedServers;
import java.util.List;
import java.util.Map;

/** The one profile of all component tests: real Kafka and PostgreSQL, spans kept in memory. */
public final class BillingProfile implements QuarkusTestProfile {

    public static final String ADMIN_KEY = "sk-admin-component-tests-0123456789abcdef0123456789";
    public static final String DEMO_KEY = "sk-tg-component-tests-0123456789abcdef0123456789";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tollgate.billing.bootstrap.admin-key", ADMIN_KEY,
                "tollgate.billing.bootstrap.demo-key", DEMO_KEY,
                "quarkus.otel.sdk.disabled", "false",
                "quarkus.otel.simple", "true",
                "quarkus.http.test-port", "0",
                "quarkus.management.test-port", "0");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(EmbeddedServers.class, Map.of("servers", "kafka,postgresql")));
    }
}
