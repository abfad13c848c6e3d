package io.tollgate.billing.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which records are asked for; an empty list does not restrict.
 *
 * @param from earliest instant, included
 * @param until latest instant, excluded
 * @param actors ids of users, service accounts or admin keys
 * @param subjects ids of what changed
 * @param after continue behind this record, towards older ones
 * @param before continue in front of this record, towards newer ones
 */
public record AuditFilter(
        Instant from,
        Instant until,
        List<String> projects,
        List<String> types,
        List<String> actors,
        List<String> emails,
        List<String> subjects,
        @Nullable String after,
        @Nullable String before,
        int limit) {

    public AuditFilter {
        projects = List.copyOf(projects);
        types = List.copyOf(types);
        actors = List.copyOf(actors);
        emails = List.copyOf(emails);
        subjects = List.copyOf(subjects);
    }
}
