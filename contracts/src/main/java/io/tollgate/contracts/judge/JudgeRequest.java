package io.tollgate.contracts.judge;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.event.PolicyPublished;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A text that the guard alone cannot judge. Its answer is wanted within a budget that the caller keeps for itself.
 *
 * @param requestId the request that the texts belong to
 * @param organization whose texts they are
 * @param project the project
 * @param stage whether they were asked or answered
 * @param judge who judges: a judge or a cascade of judges, by the name that moderation-service's configuration gives it
 * @param categories what the guard suspects, at least one
 * @param texts what is to be judged, in order; never logged
 */
@JsonNaming(SnakeCaseStrategy.class)
public record JudgeRequest(
        UUID requestId,
        String organization,
        String project,
        PolicyPublished.Stage stage,
        String judge,
        List<String> categories,
        List<String> texts) {

    public JudgeRequest {
        Objects.requireNonNull(requestId, "request_id");
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(judge, "judge");
        categories = List.copyOf(Objects.requireNonNull(categories, "categories"));
        texts = List.copyOf(Objects.requireNonNull(texts, "texts"));
    }
}
