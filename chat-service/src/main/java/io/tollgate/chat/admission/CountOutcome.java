package io.tollgate.chat.admission;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.limit.LimitStanding;
import java.util.List;

/** Whether limits have room for a request that costs nothing. */
public sealed interface CountOutcome {

    /** Where the counters stand that counted the request, or refused to; empty where nothing is limited. */
    List<LimitStanding> standings();

    /** They have, and it was counted. */
    record Counted(List<LimitStanding> standings) implements CountOutcome {
        public Counted {
            standings = List.copyOf(standings);
        }
    }

    /** One has not; nothing was counted. */
    record Refused(GatewayFailure failure, List<LimitStanding> standings) implements CountOutcome {
        public Refused {
            standings = List.copyOf(standings);
        }
    }
}
