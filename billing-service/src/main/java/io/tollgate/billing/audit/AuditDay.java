package io.tollgate.billing.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A day's part of the chain.
 *
 * @param day in UTC
 * @param records how many there are
 * @param head the last record's hash; whoever keeps it elsewhere notices if the whole chain is ever written anew
 * @param valid whether every record follows the one before it and is what was recorded
 * @param problem the first thing that is wrong, null if valid
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AuditDay(
        LocalDate day,
        long records,
        String head,
        boolean valid,
        @Nullable String problem) {}
