package io.tollgate.billing.audit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Follows a chain record by record and notes where it does not hold. */
final class ChainCheck {

    private final List<AuditDay> days = new ArrayList<>();
    private @Nullable String expectedPrevious;
    private @Nullable LocalDate day;
    private long records;
    private String head = AuditRecord.NO_RECORD;
    private @Nullable String problem;

    /** @param opening the hash that the first record must follow */
    ChainCheck(String opening) {
        expectedPrevious = opening;
    }

    /** Takes the next record, ascending by day and position. */
    void follow(AuditRecord next) {
        if (!next.day().equals(day)) {
            close();
            day = next.day();
            records = 0;
            problem = null;
        }
        records++;
        if (problem == null) {
            problem = problemOf(next);
        }
        head = next.hash();
        expectedPrevious = next.hash();
    }

    /** Every day that has records, with what is wrong with it. */
    List<AuditDay> days() {
        close();
        day = null;
        return List.copyOf(days);
    }

    private @Nullable String problemOf(AuditRecord next) {
        if (next.position() != records) {
            return "record " + records + " is missing, " + next.id() + " is number " + next.position();
        }
        if (!next.previousHash().equals(expectedPrevious)) {
            return next.id() + " does not follow the record before it";
        }
        if (!next.computedHash().equals(next.hash())) {
            return next.id() + " is not what was recorded";
        }
        return null;
    }

    private void close() {
        if (day != null) {
            days.add(new AuditDay(Objects.requireNonNull(day), records, head, problem == null, problem));
        }
    }
}
