package io.tollgate.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFailureTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "22021, true", // a NUL in a text
        "23514, true", // a check that a row does not pass
        "54000, true", // an index entry that is too large
        "40P01, false", // deadlock
        "53100, false", // disk full
        "57P01, false", // the server shuts down
        "42703, false", // a mistake in our statement
    })
    void shouldBlameTheDataOnlyForWhatTheDatabaseRefusesForEver(String state, boolean dataError) {
        // When
        boolean blamed = DatabaseFailure.isDataError(new PgException("refused", "ERROR", state, ""));

        // Then
        assertThat(blamed).isEqualTo(dataError);
    }

    @Test
    void shouldNotBlameTheDataForALostConnection() {
        // When
        boolean blamed = DatabaseFailure.isDataError(new IOException("connection reset"));

        // Then
        assertThat(blamed).isFalse();
    }
}
