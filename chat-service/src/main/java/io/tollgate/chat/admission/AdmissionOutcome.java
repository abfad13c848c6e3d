package io.tollgate.chat.admission;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.limit.LimitGrant;
import io.tollgate.chat.limit.LimitStanding;
import java.util.List;

/** Whether an attempt may start. */
public sealed interface AdmissionOutcome {

    /** Where the counters stand that counted the call, or refused to; empty where nothing is limited. */
    List<LimitStanding> standings();

    /**
     * It may; its money is held until it is settled.
     *
     * @param grant to be put right when the request is over, by {@link AdmissionService#closing}
     */
    record Admitted(Hold hold, LimitGrant grant, List<LimitStanding> standings) implements AdmissionOutcome {
        public Admitted {
            standings = List.copyOf(standings);
        }
    }

    /** It need not: the same request was answered before. Nothing is held, nothing has to be settled. */
    @SuppressWarnings("ArrayRecordComponent") // decoded once, compared nowhere
    record Answered(byte[] answer, List<LimitStanding> standings) implements AdmissionOutcome {
        public Answered {
            standings = List.copyOf(standings);
        }
    }

    record Refused(GatewayFailure failure, List<LimitStanding> standings) implements AdmissionOutcome {
        public Refused {
            standings = List.copyOf(standings);
        }

        Refused(GatewayFailure failure) {
            this(failure, List.of());
        }
    }
}
