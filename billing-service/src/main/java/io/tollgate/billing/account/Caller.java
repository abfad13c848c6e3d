package io.tollgate.billing.account;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who makes the current request. */
@RequestScoped
public class Caller {

    private @Nullable String organization;

    void identify(String organizationId) {
        organization = organizationId;
    }

    /** The organization whose admin key the request carries; everything it may see or change belongs to it. */
    public String organization() {
        if (organization == null) {
            throw new IllegalStateException("the request passed no authentication");
        }
        return organization;
    }
}
