package io.tollgate.moderation.screening;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose call it is, as the edge says. Nothing here is checked: only the edge and operators reach this service.
 *
 * @param organization {@value #INTERNAL} where the call did not come over the edge
 * @param project the project, if told
 * @param requestId the edge's id of the request, if told and one of its own
 * @param traceParent the trace to go on with, if any
 */
record Origin(
        String organization,
        @Nullable String project,
        @Nullable UUID requestId,
        @Nullable String traceParent) {

    static final String INTERNAL = "internal";

    private static final int UUID_LENGTH = 36;

    static Origin of(
            @Nullable String organization,
            @Nullable String project,
            @Nullable String requestId,
            @Nullable String traceParent) {
        return new Origin(
                organization == null || organization.isBlank() ? INTERNAL : organization,
                project == null || project.isBlank() ? null : project,
                uuid(requestId),
                traceParent);
    }

    /** Other callers use ids of other kinds, which a verdict cannot carry. */
    private static @Nullable UUID uuid(@Nullable String text) {
        if (text == null || text.length() != UUID_LENGTH) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }
}
