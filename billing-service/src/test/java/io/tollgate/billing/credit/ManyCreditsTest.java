package io.tollgate.billing.credit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Tenants;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class ManyCreditsTest {

    /** More than there are connections to the database. */
    private static final int MANY = 60;

    @Test
    void shouldCreditMoreOrganizationsAtOnceThanThereAreConnections() {
        // Given
        for (int number = 0; number < MANY; number++) {
            Tenants.create("credited_" + number, "sk-admin-credited-" + number + "-0123456789abcdef0123456789ab");
        }

        // When
        List<Integer> answers;
        try (ExecutorService callers = Executors.newFixedThreadPool(MANY)) {
            answers = IntStream.range(0, MANY)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> credit(number), callers))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }

        // Then
        assertThat(answers).hasSize(MANY).containsOnly(200);
        Admin.get("/v1/ledger/trial-balance").statusCode(200);
    }

    private static int credit(int number) {
        return Admin.post("/v1/ledger/credits", """
                        {"organization":"org_credited_%d","kind":"grant","amount_pico":100,"note":"many"}""".formatted(number)).extract().statusCode();
    }
}
