package io.tollgate.billing.intake;

import io.vertx.pgclient.PgException;

/** Which failures of the database are the data's fault. */
final class DatabaseFailure {

    /** SQLSTATE class 22, "data exception": the same data will be refused for ever. */
    private static final String DATA_EXCEPTION = "22";

    private DatabaseFailure() {}

    /**
     * Everything else, a lost connection, a deadlock, a server that restarts, a disk that is full, and also our own
     * mistakes, is nothing that dropping the record would mend.
     */
    static boolean isDataError(Throwable failure) {
        return failure instanceof PgException database
                && database.getSqlState() != null
                && database.getSqlState().startsWith(DATA_EXCEPTION);
    }
}
