package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.hibernate.reactive.mutiny.Mutiny;

/** Projects of an organization. */
@ApplicationScoped
public class Projects {

    private static final String PAGE = """
            from ProjectEntity where organization = :organization and id > :after
                and (:archived = true or status = 'active') order by id""";

    private final Mutiny.SessionFactory sessions;
    private final Identifiers identifiers;
    private final Clock clock;

    Projects(Mutiny.SessionFactory sessions, Identifiers identifiers, Clock clock) {
        this.sessions = sessions;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    Uni<Project> create(String organization, String name) {
        ProjectEntity project =
                new ProjectEntity(identifiers.next("proj"), organization, name, OffsetDateTime.now(clock));
        return sessions.withTransaction(session -> session.persist(project)).replaceWith(() -> Project.of(project));
    }

    Uni<Listing<Project>> list(String organization, PageRequest page, boolean archivedToo) {
        return sessions.withSession(session -> session.createSelectionQuery(PAGE, ProjectEntity.class)
                        .setParameter("organization", organization)
                        .setParameter("after", page.after())
                        .setParameter("archived", archivedToo)
                        .setMaxResults(page.limit() + 1)
                        .getResultList())
                .map(found -> Listing.of(found.stream().map(Project::of).toList(), page.limit(), Project::id));
    }

    /** Fails with 404 unless the project exists in this organization. */
    public Uni<Project> find(String organization, String id) {
        return sessions.withSession(session -> find(session, organization, id)).map(Project::of);
    }

    /** Within a session of the caller's. */
    static Uni<ProjectEntity> find(Mutiny.Session session, String organization, String id) {
        return session.find(ProjectEntity.class, id)
                .onItem()
                .ifNotNull()
                .transform(project -> project.organization.equals(organization) ? project : null)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("project", id));
    }
}
