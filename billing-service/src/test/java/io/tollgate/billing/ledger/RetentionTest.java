package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Old months go, the balances stay. */
@QuarkusTest
@TestProfile(BillingProfile.class)
class RetentionTest {

    @Test
    void shouldDropExpiredMonthsAndKeepWhatTheyHadMoved() throws SQLException {
        // Given: a month of 2020 with one transfer between two accounts of its own
        Database.execute("SELECT create_month_partitions('2020-03-01', '2020-03-01')");
        Database.execute("INSERT INTO organization (id, name, created_at) VALUES ('org_old', 'Old', now())");
        Database.execute("INSERT INTO ledger_account (organization, kind, currency, normal_side) VALUES"
                + " ('org_old', 'receivable', 'USD', 'debit'), ('org_old', 'usage_revenue', 'USD', 'credit')");
        Database.execute("INSERT INTO ledger_transfer (txn_id, leg, organization, debit_account, credit_account,"
                + " amount_pico, currency, code, effective_at, booked_at) SELECT uuid7_floor('2020-03-05Z'), 1, 'org_old',"
                + " min(id), max(id), 42, 'USD', 'usage', '2020-03-05Z', now() FROM ledger_account"
                + " WHERE organization = 'org_old'");

        // When
        long dropped = Database.count("SELECT drop_month_partitions('2020-04-01')");

        // Then
        assertThat(dropped).isEqualTo(3);
        assertThat(Database.ask("SELECT to_regclass('ledger_transfer_2020_03')::text"))
                .isEqualTo("null");
        assertThat(Database.count("SELECT sum(debits_pico) + sum(credits_pico) FROM ledger_opening JOIN ledger_account"
                        + " ON id = account WHERE organization = 'org_old'"))
                .isEqualTo(84);
        assertThat(Database.count("SELECT drop_month_partitions('2020-04-01')")).isZero();
        assertThatThrownBy(() -> Database.execute("DELETE FROM ledger_opening")).hasMessageContaining("append-only");
        assertThatThrownBy(() -> Database.execute("TRUNCATE rerating")).hasMessageContaining("append-only");
    }
}
