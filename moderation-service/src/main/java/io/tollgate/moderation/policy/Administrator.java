package io.tollgate.moderation.policy;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param id of the user or service account
 * @param organization whose policies these are
 * @param owner whether policies of all projects, and the organization's own, may be changed
 * @param project the only project it may see; null for all
 * @param administersProject whether that project's policy may be changed
 */
public record Administrator(
        String id,
        String organization,
        boolean owner,
        @Nullable String project,
        boolean administersProject) {

    public boolean maySee(@Nullable String wanted) {
        return project == null || project.equals(wanted);
    }

    public boolean mayChange(@Nullable String wanted) {
        return owner || (administersProject && project != null && project.equals(wanted));
    }
}
