package io.tollgate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.RollUps;
import io.tollgate.billing.testing.Tenants;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The run that writes what is due, over organizations and months. */
@QuarkusTest
@TestProfile(BillingProfile.class)
class InvoiceRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "sk-admin-%s-0123456789abcdef0123456789abcdef";
    private static final String WRITTEN = "SELECT count(*) FROM invoice WHERE organization = ? AND month = ?";

    private final YearMonth thisMonth = YearMonth.from(Instant.now().atOffset(ZoneOffset.UTC));
    private final YearMonth lastMonth = thisMonth.minusMonths(1);
    private final YearMonth monthBefore = thisMonth.minusMonths(2);

    @Inject
    Invoices invoices;

    @Test
    void shouldBillTheOthersWhenTheInvoiceOfOneOrganizationCannotBeWritten() throws SQLException {
        // Given: the first of two organizations cannot be billed
        Tenants.create("billed_a_stuck", KEY.formatted("billed_a_stuck"));
        Tenants.create("billed_b_fine", KEY.formatted("billed_b_fine"));
        RollUps.charge("org_billed_a_stuck", lastMonth.atDay(3), 1_000_000);
        RollUps.charge("org_billed_b_fine", lastMonth.atDay(3), 1_000_000);
        Database.execute(
                "ALTER TABLE invoice ADD CONSTRAINT stuck CHECK (organization <> 'org_billed_a_stuck') NOT VALID");

        // When
        Throwable failure;
        try {
            failure = catchThrowable(() -> finalizeUntil(thisMonth));
        } finally {
            Database.execute("ALTER TABLE invoice DROP CONSTRAINT stuck");
        }

        // Then: and the run says that it has failed
        assertThat(failure).hasMessageContaining("stuck");
        assertThat(Database.count(WRITTEN, "org_billed_b_fine", lastMonth.atDay(1)))
                .isEqualTo(1);
    }

    @Test
    void shouldBillWhatArrivedLateOfAnOrganizationThatUsedNothingSince() {
        // Given: an organization with an invoice, late usage of its month, and no usage in the month after
        Tenants.create("idle", KEY.formatted("idle"));
        RollUps.charge("org_idle", monthBefore.atDay(3), 1_000_000);
        finalizeUntil(lastMonth);
        RollUps.charge("org_idle", monthBefore.atDay(4), 500_000);

        // When
        finalizeUntil(thisMonth);

        // Then
        Admin.with(KEY.formatted("idle"))
                .get("/v1/invoices/" + lastMonth)
                .then()
                .body("status", equalTo("finalized"))
                .body("lines.findAll { it.kind == 'correction' }.charge_pico", equalTo(List.of("500000")));
    }

    @Test
    void shouldPayWithAGrantWhatWasUsedBeforeItExpiredAndNothingElse() {
        // Given: a grant that ended with the tenth day of last month, and usage before and after
        Tenants.create("granted", KEY.formatted("granted"));
        RollUps.charge("org_granted", lastMonth.atDay(10), 600_000);
        RollUps.charge("org_granted", lastMonth.atDay(11), 300_000);
        Admin.post("/v1/ledger/credits", """
                        {"organization":"org_granted","kind":"grant","amount_pico":1000000,"note":"test","expires_at":%d}""".formatted(
                                lastMonth.atDay(11).atStartOfDay().toEpochSecond(ZoneOffset.UTC)))
                .statusCode(200);

        // When
        finalizeUntil(thisMonth);

        // Then
        assertThat(Database.ask("""
                        SELECT sum(charge_pico) FROM invoice_line JOIN invoice ON invoice.id = invoice_line.invoice
                        WHERE organization = ? AND kind = 'credit'""", "org_granted")).isEqualTo("-600000");
    }

    private void finalizeUntil(YearMonth open) {
        invoices.finalizeUntil(open.atDay(10).atStartOfDay(ZoneOffset.UTC).toInstant())
                .await()
                .atMost(PATIENCE);
    }

    @AfterAll
    static void forget() {
        Stream.of("org_billed_a_stuck", "org_billed_b_fine", "org_idle", "org_granted")
                .forEach(RollUps::forget);
    }
}
