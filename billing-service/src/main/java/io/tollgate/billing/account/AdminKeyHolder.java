package io.tollgate.billing.account;

import io.tollgate.billing.audit.Actor;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds an admin key.
 *
 * @param granted what the key was made with
 * @param userRole the holding user's role in the organization, null for a service account
 * @param projectRole the holding user's role in the key's project, null for none
 */
record AdminKeyHolder(
        Actor actor,
        Authority granted,
        @Nullable String userRole,
        @Nullable String projectRole) {

    /** By the secret's hash and the time; expired and revoked keys, and keys of removed users, are not found. */
    static final String FIND = """
            SELECT key.id, key.organization, key.role, key.project, key.owner_user, key.service_account,
                holder.email, holder.role AS user_role, membership.role AS project_role
            FROM admin_key AS key
            LEFT JOIN organization_user AS holder ON holder.id = key.owner_user
            LEFT JOIN project_member AS membership
                ON membership.member = key.owner_user AND membership.project = key.project
            WHERE key.sha256 = $1 AND key.status = 'active' AND (key.expires_at IS NULL OR key.expires_at > $2)
                AND holder.removed_at IS NULL""";

    static AdminKeyHolder of(Row row) {
        String user = row.getString("owner_user");
        Actor actor = new Actor(
                row.getString("organization"),
                user == null ? Actor.Kind.SERVICE_ACCOUNT : Actor.Kind.USER,
                row.getString("id"),
                user == null ? row.getString("service_account") : user,
                row.getString("email"));
        Authority granted = new Authority(Role.ofStored(row.getString("role")), row.getString("project"));
        return new AdminKeyHolder(actor, granted, row.getString("user_role"), row.getString("project_role"));
    }

    /** What is left of the key's role, empty if nothing. */
    Optional<Authority> authority() {
        return userRole == null ? Optional.of(granted) : Authority.bounded(granted, userRole, projectRole);
    }
}
