package io.tollgate.moderation.database;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What kind of failure the database met with. */
public final class DatabaseFailure {

    /** SQLSTATE classes after which the same data is refused for ever: data exception, integrity constraint, program limit. */
    private static final Set<String> REFUSED_DATA = Set.of("22", "23", "54");
    /** SQLSTATE classes of a server that is away, full, or stopping: connection, resources, operator, system. */
    private static final Set<String> OUTAGE = Set.of("08", "53", "57", "58");

    private static final int CLASS_LENGTH = 2;
    private static final int CAUSES_MAX = 10;

    private DatabaseFailure() {}

    /** Whether the data is at fault, so that repeating does not help. */
    public static boolean isDataError(Throwable failure) {
        return isOfClass(failure, REFUSED_DATA);
    }

    /** Whether the database is at fault, so that repeating may help. */
    static boolean isOutage(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (cause instanceof IOException
                    || cause instanceof VertxException
                    || cause instanceof TimeoutException
                    || isOfClass(cause, OUTAGE)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOfClass(Throwable failure, Set<String> classes) {
        return failure instanceof PgException database
                && database.getSqlState() != null
                && database.getSqlState().length() > CLASS_LENGTH
                && classes.contains(database.getSqlState().substring(0, CLASS_LENGTH));
    }

    /** The kind of failure without its message, which could quote data. */
    public static String describe(Throwable failure) {
        return failure instanceof PgException database
                ? "SQLSTATE " + database.getSqlState()
                : failure.getClass().getName();
    }
}
