package io.tollgate.moderation.policy;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param organization whose policies these are
 * @param owner whether policies of all projects, and the organization's own, may be changed
 * @param project the only project it may see; null for all
 * @param administersProject whether that project's policy may be changed
 */
record Administrator(
        String organization, boolean owner, @Nullable String project, boolean administersProject) {

    boolean maySee(@Nullable String wanted) {
        return project == null || project.equals(wanted);
    }

    boolean mayChange(@Nullable String wanted) {
        return owner || (administersProject && project != null && project.equals(wanted));
    }
}
