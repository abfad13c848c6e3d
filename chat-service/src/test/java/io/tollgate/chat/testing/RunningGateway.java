package io.tollgate.chat.testing;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.tollgate.chat.guard.PolicyViews;
import io.tollgate.chat.pricing.PriceViews;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The running service with real Kafka and Redis, the simulated provider, and a tenant of its own for each test. */
@SuppressWarnings("NullAway.Init") // injected
public abstract class RunningGateway {

    @TestHTTPResource("/")
    protected URI gateway;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    protected String kafka;

    @ConfigProperty(name = "tollgate.simulator.url")
    protected URI simulatorUrl;

    @Inject
    protected MeterRegistry registry;

    @Inject
    protected PriceViews prices;

    @Inject
    protected PolicyViews policies;

    protected BillingDouble billing;
    protected SimulatorJournal simulator;
    protected Tenant tenant;

    @BeforeEach
    void arrange() {
        billing = new BillingDouble(kafka);
        simulator = new SimulatorJournal(simulatorUrl);
        billing.publishPrice("simulator", "gpt-4o-mini");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> prices.sheet("simulator", "gpt-4o-mini").isPresent());
        await().atMost(Duration.ofSeconds(20)).until(policies::isReady);
        tenant = tenant(List.of());
    }

    /** @param allowedModels empty for all */
    protected Tenant tenant(List<String> allowedModels) {
        return new Tenant(gateway, billing, allowedModels);
    }

    protected double gauge(String name) {
        return registry.find(name).gauges().stream().mapToDouble(Gauge::value).sum();
    }

    @AfterEach
    void close() {
        tenant.close();
        simulator.close();
        billing.close();
    }
}
