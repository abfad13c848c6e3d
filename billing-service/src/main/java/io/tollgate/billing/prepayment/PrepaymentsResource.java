package io.tollgate.billing.prepayment;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.billing.operator.Operator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Prepayment: the operator says who pays ahead, every organization sees its own balance. */
@Path("/v1/ledger")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class PrepaymentsResource {

    private static final int LONGEST_ID = 100;

    private final Prepayments prepayments;
    private final Operator operator;
    private final Caller caller;
    private final ObjectMapper json;

    PrepaymentsResource(Prepayments prepayments, Operator operator, Caller caller, ObjectMapper json) {
        this.prepayments = prepayments;
        this.operator = operator;
        this.caller = caller;
        this.json = json;
    }

    @GET
    @Path("/balance")
    public Uni<Balance> balance() {
        return prepayments.balance(caller.organization());
    }

    @POST
    @Path("/prepayments")
    public Uni<Balance> begin(byte[] body) {
        operator.require(caller);
        JsonInput input = JsonInput.parse(json, body);
        String organization = input.text("organization", LONGEST_ID);
        input.finish();
        return prepayments.begin(caller.actor(), organization);
    }

    @DELETE
    @Path("/prepayments/{prepaid_organization}")
    public Uni<Balance> end(@PathParam("prepaid_organization") String organization) {
        operator.require(caller);
        return prepayments.end(caller.actor(), organization);
    }
}
