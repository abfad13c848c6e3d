package io.tollgate.moderation.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.review.Examined;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplayTallyTest {

    private final ReplayTally tally = new ReplayTally();

    private static Examined examined(Action action) {
        return new Examined(
                action,
                List.of(),
                List.of(),
                List.of(),
                action == Action.ALLOW ? Map.of() : Map.of("names", action),
                Map.of(),
                List.of(),
                0,
                0);
    }

    private void add(long request, Action inForce, Action candidate) {
        tally.read();
        tally.add(new UUID(0, request), Stage.INPUT, examined(inForce), examined(candidate));
    }

    @Test
    void shouldTellNewBlocksNewFlagsAndWhatIsLifted() {
        // Given
        add(1, Action.ALLOW, Action.BLOCK);
        add(2, Action.FLAG, Action.BLOCK);
        add(3, Action.ALLOW, Action.FLAG);
        add(4, Action.BLOCK, Action.FLAG);
        add(5, Action.BLOCK, Action.ALLOW);
        add(6, Action.FLAG, Action.FLAG);
        tally.unreadable();

        // When
        ReplayReport report = tally.report(true, 7L);

        // Then
        assertThat(report.transcripts()).isEqualTo(7);
        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(report.newlyBlocked()).isEqualTo(2);
        assertThat(report.newlyFlagged()).isEqualTo(1);
        assertThat(report.lifted()).isEqualTo(2);
        assertThat(report.changes()).hasSize(5);
        assertThat(report.rules()).containsExactly(new ReplayReport.RuleCount("input", "names", 4, 5));
        assertThat(report.policyVersion()).isEqualTo(7);
    }

    @Test
    void shouldNameAtMostTenRequestsForEachChange() {
        // Given
        for (int i = 0; i < 12; i++) {
            add(i, Action.ALLOW, Action.BLOCK);
        }

        // When
        ReplayReport.Change change = tally.report(true, null).changes().getFirst();

        // Then
        assertThat(change.count()).isEqualTo(12);
        assertThat(change.samples()).hasSize(ReplayTally.SAMPLES_MAX).startsWith(new UUID(0, 0));
    }
}
