package io.tollgate.moderation.review;

import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.policy.Administrator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which items are asked for.
 *
 * @param project empty for all that the caller may see
 * @param status empty for all
 * @param stage empty for both
 * @param category empty for all
 * @param after the id below which it starts
 */
record ReviewFilter(String project, String status, String stage, String category, UUID after, int limit) {

    static final int LIMIT_MAX = 100;

    private static final int LIMIT_DEFAULT = 20;
    private static final int TEXT_MAX = 128;
    private static final UUID FROM_THE_NEWEST = new UUID(-1, -1);
    private static final List<String> STATUSES = List.of(
            ReviewItemEntity.OPEN,
            ReviewItemEntity.CLAIMED,
            ReviewItemEntity.ESCALATED,
            ReviewItemEntity.CONFIRMED,
            ReviewItemEntity.OVERTURNED);

    static ReviewFilter of(
            Administrator caller,
            @Nullable String project,
            @Nullable String status,
            @Nullable String stage,
            @Nullable String category,
            @Nullable String after,
            @Nullable Integer limit) {
        String only = caller.project() == null ? text("project_id", project) : caller.project();
        if (project != null && !project.isEmpty() && !caller.maySee(project)) {
            throw RefusedException.notFound("There is no such project.");
        }
        return new ReviewFilter(
                only,
                oneOf("status", status, STATUSES),
                oneOf("stage", stage, List.of("input", "output")),
                text("category", category),
                after == null || after.isEmpty() ? FROM_THE_NEWEST : id("after", after),
                limit(limit));
    }

    static UUID id(String parameter, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw RefusedException.invalid(
                    parameter, "invalid_value", "'" + parameter + "' must be the id of an item.");
        }
    }

    private static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return LIMIT_DEFAULT;
        }
        if (limit < 1 || limit > LIMIT_MAX) {
            throw RefusedException.invalid("limit", "invalid_value", "'limit' must be 1 to " + LIMIT_MAX + ".");
        }
        return limit;
    }

    private static String oneOf(String parameter, @Nullable String value, List<String> known) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        if (!known.contains(value)) {
            throw RefusedException.invalid(
                    parameter, "invalid_value", "'" + parameter + "' must be one of " + String.join(", ", known) + ".");
        }
        return value;
    }

    private static String text(String parameter, @Nullable String value) {
        if (value == null) {
            return "";
        }
        if (value.length() > TEXT_MAX) {
            throw RefusedException.invalid(
                    parameter, "invalid_value", "'" + parameter + "' must not be longer than " + TEXT_MAX + ".");
        }
        return value;
    }
}
