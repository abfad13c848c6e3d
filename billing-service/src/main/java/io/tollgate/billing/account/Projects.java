package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.failure.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Projects of an organization. */
@ApplicationScoped
public class Projects {

    private static final String PAGE = """
            from ProjectEntity where organization = :organization and id > :after
                and (:archived = true or status = 'active') and (:only = '' or id = :only) order by id""";

    private final Mutiny.SessionFactory sessions;
    private final KeyPublication keys;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final Clock clock;

    Projects(
            Mutiny.SessionFactory sessions,
            KeyPublication keys,
            AuditTrail audit,
            Identifiers identifiers,
            Clock clock) {
        this.sessions = sessions;
        this.keys = keys;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    Uni<Project> create(Actor actor, String name) {
        ProjectEntity entity =
                new ProjectEntity(identifiers.next("proj"), actor.organization(), name, OffsetDateTime.now(clock));
        Project project = Project.of(entity);
        return sessions.withTransaction(session -> session.persist(entity)
                        .chain(() -> audit.append(
                                session, actor, Change.created("project.created", entity.id, entity.id, project))))
                .replaceWith(project);
    }

    /** @param only the one project that may be seen, null for all of the organization */
    Uni<Listing<Project>> list(String organization, @Nullable String only, PageRequest page, boolean archivedToo) {
        return sessions.withSession(session -> session.createSelectionQuery(PAGE, ProjectEntity.class)
                        .setParameter("organization", organization)
                        .setParameter("after", page.after())
                        .setParameter("archived", archivedToo)
                        .setParameter("only", only == null ? "" : only)
                        .setMaxResults(page.limit() + 1)
                        .getResultList())
                .map(found -> Listing.of(found.stream().map(Project::of).toList(), page.limit(), Project::id));
    }

    /** Fails with 404 unless the project exists in this organization. */
    public Uni<Project> find(String organization, String id) {
        return sessions.withSession(session -> find(session, organization, id)).map(Project::of);
    }

    Uni<Project> rename(Actor actor, String id, String name) {
        return sessions.withTransaction(
                session -> lockActive(session, actor.organization(), id).chain(entity -> {
                    Project before = Project.of(entity);
                    entity.name = name;
                    return audited(session, actor, "project.updated", before, entity);
                }));
    }

    /** Archiving twice is archiving once. */
    Uni<Project> archive(Actor actor, String id) {
        return sessions.withTransaction(session -> lock(session, actor.organization(), id)
                .chain(entity -> entity.isActive()
                        ? archive(session, actor, entity)
                        : Uni.createFrom().item(Project.of(entity))));
    }

    private Uni<Project> archive(Mutiny.Session session, Actor actor, ProjectEntity entity) {
        Project before = Project.of(entity);
        entity.archive(OffsetDateTime.now(clock));
        return keys.publishAgain(session, actor.organization(), entity.id)
                .chain(() -> audited(session, actor, "project.archived", before, entity));
    }

    private Uni<Project> audited(
            Mutiny.Session session, Actor actor, String type, Project before, ProjectEntity entity) {
        Project after = Project.of(entity);
        return audit.append(session, actor, Change.updated(type, entity.id, entity.id, before, after))
                .replaceWith(after);
    }

    /** Within a session of the caller's. */
    static Uni<ProjectEntity> find(Mutiny.Session session, String organization, String id) {
        return own(session.find(ProjectEntity.class, id), organization, id);
    }

    /** Locked until the transaction ends, so that it cannot be archived while something is made in it. */
    static Uni<ProjectEntity> lockActive(Mutiny.Session session, String organization, String id) {
        return lock(session, organization, id).invoke(project -> {
            if (!project.isActive()) {
                throw ApiException.conflict("Project '" + id + "' is archived; nothing in it can be changed.");
            }
        });
    }

    private static Uni<ProjectEntity> lock(Mutiny.Session session, String organization, String id) {
        return own(session.find(ProjectEntity.class, id, LockModeType.PESSIMISTIC_WRITE), organization, id);
    }

    private static Uni<ProjectEntity> own(Uni<@Nullable ProjectEntity> found, String organization, String id) {
        return found.onItem()
                .ifNotNull()
                .transform(project -> project.organization.equals(organization) ? project : null)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("project", id));
    }
}
