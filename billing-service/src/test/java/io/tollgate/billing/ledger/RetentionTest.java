package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Old months go, the balances stay. */
@QuarkusTest
@TestProfile(BillingProfile.class)
class RetentionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> PARTITIONED = List.of("usage_event", "ledger_transfer", "rerating");

    @Inject
    Partitions partitions;

    @Test
    void shouldHaveEveryMonthOfItsWindowBeforeItIsNeeded() {
        // When
        PartitionWindow window = partitions.window();

        // Then
        assertThat(window.last()).isAfter(YearMonth.from(Instant.now().atOffset(ZoneOffset.UTC)));
        for (YearMonth month = window.first(); !month.isAfter(window.last()); month = month.plusMonths(1)) {
            for (String table : PARTITIONED) {
                assertThat(exists(table, month)).as("%s of %s", table, month).isTrue();
            }
        }
    }

    @Test
    void shouldDropWhatIsOlderThanTheRetentionAndNothingElse() throws SQLException {
        // Given
        YearMonth old = YearMonth.of(2015, 5);
        Database.execute("SELECT create_month_partitions('2015-05-01', '2015-05-01')");
        assertThat(PARTITIONED).allMatch(table -> exists(table, old));

        // When
        partitions.dropExpired().await().atMost(PATIENCE);

        // Then
        assertThat(PARTITIONED).noneMatch(table -> exists(table, old));
        assertThat(PARTITIONED)
                .allMatch(table -> exists(table, partitions.window().first()));
    }

    private static boolean exists(String table, YearMonth month) {
        String partition = "%s_%04d_%02d".formatted(table, month.getYear(), month.getMonthValue());
        return !Database.ask("SELECT to_regclass(?)::text", partition).equals("null");
    }

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
