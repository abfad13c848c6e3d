package io.tollgate.billing.audit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a change.
 *
 * @param organization whose trail the change belongs to
 * @param key the id of the admin key that was used; null for the service itself
 * @param id the user, the service account, or the part of the service that acts
 * @param email the user's, null for everybody else
 */
public record Actor(
        String organization,
        Kind kind,
        @Nullable String key,
        String id,
        @Nullable String email) {

    /** What kind of actor it is. */
    public enum Kind {
        USER,
        SERVICE_ACCOUNT,
        /** The service on its own account, for example at its start. */
        SYSTEM;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The operator, in the trail of an organization that is told what was done to it, but not by which of its people. */
    public static Actor operator(String organization) {
        return system(organization, "operator");
    }

    /** The service itself. */
    public static Actor system(String organization, String part) {
        return new Actor(organization, Kind.SYSTEM, null, part, null);
    }
}
