package io.tollgate.billing.audit;

import org.jspecify.annotations.Nullable;

/**
 * One change of one thing.
 *
 * @param type what happened, in OpenAI's words where it has one, for example {@code project.archived}
 * @param project the project it happened in, null outside any
 * @param subject the id of what changed
 * @param before as the API showed it before, null if it did not exist; without any secret
 * @param after as the API shows it now, null if it is gone; without any secret
 */
public record Change(
        String type,
        @Nullable String project,
        String subject,
        @Nullable Object before,
        @Nullable Object after) {

    public static Change created(String type, @Nullable String project, String subject, Object after) {
        return new Change(type, project, subject, null, after);
    }

    public static Change updated(String type, @Nullable String project, String subject, Object before, Object after) {
        return new Change(type, project, subject, before, after);
    }

    public static Change deleted(String type, @Nullable String project, String subject, Object before) {
        return new Change(type, project, subject, before, null);
    }
}
