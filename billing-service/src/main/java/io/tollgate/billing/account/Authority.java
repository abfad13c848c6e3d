package io.tollgate.billing.account;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the current request may do.
 *
 * @param project the only project it may do it in, null for the whole organization
 */
record Authority(Role role, @Nullable String project) {

    Authority {
        if (role.isOfOneProject() != (project != null)) {
            throw new IllegalArgumentException("a project belongs to the role of a project, and only to it: " + role);
        }
    }

    /**
     * The authority of a key that belongs to a user: never more than the user has now, whatever the key was made with.
     *
     * @param granted what the key was made with
     * @param userRole the user's role in the organization: owner, reader or member
     * @param projectRole the user's role in the key's project: owner or member, null if there is no such project or role
     * @return empty if nothing is left of it
     */
    static Optional<Authority> bounded(Authority granted, String userRole, @Nullable String projectRole) {
        boolean owner = userRole.equals("owner");
        return switch (granted.role) {
            case OWNER -> owner ? Optional.of(granted) : reader(userRole);
            case READER -> owner ? Optional.of(granted) : reader(userRole);
            case PROJECT_ADMIN ->
                owner || "owner".equals(projectRole) ? Optional.of(granted) : member(granted, projectRole);
            case MEMBER -> owner ? Optional.of(granted) : member(granted, projectRole);
        };
    }

    private static Optional<Authority> reader(String userRole) {
        return userRole.equals("reader") ? Optional.of(new Authority(Role.READER, null)) : Optional.empty();
    }

    private static Optional<Authority> member(Authority granted, @Nullable String projectRole) {
        return projectRole == null ? Optional.empty() : Optional.of(new Authority(Role.MEMBER, granted.project));
    }

    /**
     * Whether an operation may be done. What nobody has thought about is allowed to owners and readers only, so a new
     * operation is never open by mistake.
     *
     * @param changes whether it changes anything
     * @param operation who it was opened to, or closed to, beyond that
     * @param requested the project that the path names, null if it names none
     */
    boolean permits(boolean changes, Operation operation, @Nullable String requested) {
        boolean ownProject = project != null && (project.equals(requested) || operation == Operation.FOR_EVERYONE);
        return switch (role) {
            case OWNER -> true;
            case READER -> !changes;
            case PROJECT_ADMIN -> ownProject && (!changes || operation != Operation.FOR_OWNERS);
            case MEMBER -> ownProject && (!changes || operation == Operation.FOR_MEMBERS);
        };
    }

    /** Who an operation is for. */
    enum Operation {
        /** Reading: who may read the project; changing: who administers it. */
        ORDINARY,
        /** Changing is for owners of the organization, although it is in a project. */
        FOR_OWNERS,
        /** Members of the project may change it, too: what is their own. */
        FOR_MEMBERS,
        /** Every admin key may read it; it shows each what it may see. */
        FOR_EVERYONE
    }
}
