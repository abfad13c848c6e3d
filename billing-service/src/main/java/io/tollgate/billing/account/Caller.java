package io.tollgate.billing.account;

import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.failure.ApiException;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who makes the current request. */
@RequestScoped
public class Caller {

    private @Nullable Actor actor;
    private @Nullable Authority authority;

    void identify(Actor who, Authority what) {
        actor = who;
        authority = what;
    }

    /** The organization whose admin key the request carries; everything it may see or change belongs to it. */
    public String organization() {
        return actor().organization();
    }

    /** Who is named in the audit trail for what this request changes. */
    public Actor actor() {
        if (actor == null) {
            throw new IllegalStateException("the request passed no authentication");
        }
        return actor;
    }

    Authority authority() {
        if (authority == null) {
            throw new IllegalStateException("the request passed no authentication");
        }
        return authority;
    }

    /** Fails with 403 where a member of a project is about to change what somebody else owns. */
    void requireOwnUnlessAdministrator(String ownerId) {
        if (authority().role() == Role.MEMBER && !actor().id().equals(ownerId)) {
            throw ApiException.forbidden("A member of a project can change only keys of its own.");
        }
    }
}
