package io.tollgate.billing.intake;

import io.vertx.pgclient.PgException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which failures to store data are the data's fault. */
final class DatabaseFailure {

    /**
     * SQLSTATE classes after which the same data is refused for ever: 22 data exception, 23 integrity constraint
     * violation, 54 program limit exceeded, for example an index entry that is too large.
     */
    private static final Set<String> REFUSED_DATA = Set.of("22", "23", "54");

    private static final int CLASS_LENGTH = 2;

    private DatabaseFailure() {}

    /**
     * Everything else, a lost connection, a deadlock, a server that restarts, a disk that is full, and also our own
     * mistakes, is nothing that dropping the record would mend.
     */
    static boolean isDataError(Throwable failure) {
        return failure instanceof PgException database && isRefusedData(database.getSqlState());
    }

    private static boolean isRefusedData(@Nullable String state) {
        return state != null
                && state.length() > CLASS_LENGTH
                && REFUSED_DATA.contains(state.substring(0, CLASS_LENGTH));
    }
}
