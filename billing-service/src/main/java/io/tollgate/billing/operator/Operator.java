package io.tollgate.billing.operator;

import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.ApiException;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets only the operator's organization through; its roles are checked like everyone's. */
@ApplicationScoped
public class Operator {

    private final OperatorConfig config;

    Operator(OperatorConfig config) {
        this.config = config;
    }

    /**
     * The caller's organization.
     *
     * @throws ApiException 404 for every other organization: what only the operator has does not exist for them
     */
    public String require(Caller caller) {
        if (!caller.organization().equals(config.organization())) {
            throw ApiException.notFound("operator resource", "of this URL");
        }
        return caller.organization();
    }
}
