package io.tollgate.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class BootstrapTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    AuditTrail audit;

    @Inject
    Identifiers identifiers;

    @Inject
    Clock clock;

    @Test
    void shouldRotateAChangedKeyAndChangeNothingTheSecondTime() {
        // Given
        String first = "sk-tg-first-0123456789abcdef0123456789abcdef";
        String second = "sk-tg-second-0123456789abcdef0123456789abcdef";
        start(first);

        // When
        start(second);
        start(second);

        // Then
        assertThat(state(first)).isEqualTo("revoked 2");
        assertThat(state(second)).isEqualTo("active 1");
    }

    @Test
    void shouldNotReviveAKeyThatWasRevokedThroughTheApi() {
        // Given
        String secret = "sk-tg-revoked-0123456789abcdef0123456789abcdef";
        start(secret);
        String key = Database.ask("SELECT id FROM api_key WHERE sha256 = ?", new Secret(secret).sha256());
        Admin.delete("/v1/organization/projects/proj_default/api_keys/" + key).statusCode(200);

        // When
        start(secret);

        // Then
        assertThat(state(secret)).isEqualTo("revoked 2");
    }

    @Test
    void shouldAcceptAFormerKeyAgainWhenTheRotationIsTakenBack() {
        // Given
        String former = "sk-tg-there-0123456789abcdef0123456789abcdef";
        String later = "sk-tg-back-0123456789abcdef0123456789abcdef";
        start(former);
        start(later);

        // When
        start(former);

        // Then: two changes of each side of the rotation, so that readers of the topic see the last one
        assertThat(state(former)).isEqualTo("active 3");
        assertThat(state(later)).isEqualTo("revoked 2");
    }

    @Test
    void shouldKeepAKeyThatTheApiRevokedRevokedWhenARotationNamesItAgain() {
        // Given
        String revoked = "sk-tg-compromised-0123456789abcdef0123456789abcdef";
        start(revoked);
        String key = Database.ask("SELECT id FROM api_key WHERE sha256 = ?", new Secret(revoked).sha256());
        Admin.delete("/v1/organization/projects/proj_default/api_keys/" + key).statusCode(200);
        start("sk-tg-successor-0123456789abcdef0123456789abcdef");

        // When
        start(revoked);

        // Then
        assertThat(state(revoked)).isEqualTo("revoked 2");
    }

    @Test
    void shouldAcceptAFormerAdminKeyAgainWhenTheRotationIsTakenBack() {
        // Given
        String later = "sk-admin-rotated-0123456789abcdef0123456789abcdef";
        start(Optional.of(later), Optional.empty());
        Admin.get("/v1/organization/projects").statusCode(401);

        // When
        start(Optional.of(BillingProfile.ADMIN_KEY), Optional.empty());

        // Then
        Admin.get("/v1/organization/projects").statusCode(200);
        Admin.with(later).get("/v1/organization/projects").then().statusCode(401);
    }

    @Test
    void shouldInstallTheJudgesKeyInAProjectOfItsOwnBesideTheDemoKey() {
        // Given
        String demo = "sk-tg-demo-0123456789abcdef0123456789abcdef";
        String judge = "sk-tg-judge-0123456789abcdef0123456789abcdef";
        start(demo);

        // When
        start(Optional.empty(), Optional.of(demo), Optional.of(judge));

        // Then
        assertThat(state(demo)).isEqualTo("active 1");
        assertThat(state(judge)).isEqualTo("active 1");
        assertThat(Database.ask("SELECT project FROM api_key WHERE sha256 = ?", new Secret(judge).sha256()))
                .isEqualTo("proj_judges");
    }

    private void start(String demoKey) {
        start(Optional.empty(), Optional.of(demoKey));
    }

    private void start(Optional<String> adminKey, Optional<String> demoKey) {
        start(adminKey, demoKey, Optional.empty());
    }

    private void start(Optional<String> adminKey, Optional<String> demoKey, Optional<String> judgeKey) {
        BootstrapConfig config = new BootstrapConfig() {
            @Override
            public Optional<String> adminKey() {
                return adminKey;
            }

            @Override
            public Optional<String> demoKey() {
                return demoKey;
            }

            @Override
            public Optional<String> judgeKey() {
                return judgeKey;
            }
        };
        new Bootstrap(pool, audit, identifiers, clock, config).run().await().atMost(PATIENCE);
    }

    private static String state(String secret) {
        return Database.ask(
                "SELECT status || ' ' || version FROM api_key WHERE sha256 = ?", new Secret(secret).sha256());
    }
}
