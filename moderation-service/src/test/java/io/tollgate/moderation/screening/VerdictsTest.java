package io.tollgate.moderation.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.tollgate.moderation.engine.ModerationEngine;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerdictsTest {

    private static final ModerationEngine ENGINE = ModerationEngine.load();
    private static final UUID ID = UUID.fromString("01970000-0000-7000-8000-000000000001");

    private static Examined examined(String text) {
        return new Examined(ScreeningInput.ofText(text), ENGINE.assess(text), null);
    }

    @Test
    void shouldCountOffsetsOverAllTexts() {
        // Given
        Origin origin = Origin.of("acme", null, ID.toString(), null);

        // When
        VerdictReached verdict =
                Verdicts.of(ID, origin, ENGINE.version(), List.of(examined("0123456789"), examined("kill yourself")));

        // Then
        assertThat(verdict.decision()).isEqualTo(Decision.FLAG);
        assertThat(verdict.categories()).contains("harassment");
        assertThat(verdict.hits()).singleElement().satisfies(hit -> {
            assertThat(hit.start()).isEqualTo(10);
            assertThat(hit.end()).isEqualTo(23);
        });
        assertThat(verdict.characters()).isEqualTo(23).isEqualTo(verdict.scannedCharacters());
        assertThat(verdict.scores()).hasSize(13);
        assertThat(verdict.requestId()).isEqualTo(ID);
    }

    @Test
    void shouldAllowHarmlessTextOfUnknownOrigin() {
        // Given
        Origin origin = Origin.of(null, " ", "not-one-of-ours", null);

        // When
        VerdictReached verdict = Verdicts.of(ID, origin, ENGINE.version(), List.of(examined("good morning")));

        // Then
        assertThat(verdict.decision()).isEqualTo(Decision.ALLOW);
        assertThat(verdict.organization()).isEqualTo("internal");
        assertThat(verdict.project()).isNull();
        assertThat(verdict.requestId()).isNull();
        assertThat(verdict.hits()).isEmpty();
    }
}
