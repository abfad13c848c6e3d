package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.failure.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Users of a project. */
@ApplicationScoped
class ProjectUsers {

    private static final String PAGE = """
            select membership, holder from ProjectMemberEntity membership
                join UserEntity holder on holder.id = membership.id.member
            where membership.id.project = :project and holder.id > :after order by holder.id""";

    private final Mutiny.SessionFactory sessions;
    private final AuditTrail audit;
    private final Clock clock;

    ProjectUsers(Mutiny.SessionFactory sessions, AuditTrail audit, Clock clock) {
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Adds a user of the organization to the project. Fails with 409 if it belongs to it already.
     *
     * @param email used where there is no id
     */
    Uni<ProjectUser> add(Actor actor, String project, Optional<String> id, Optional<String> email, String role) {
        return sessions.withTransaction(session -> Projects.lockActive(session, actor.organization(), project)
                .chain(() -> user(session, actor.organization(), id, email))
                .chain(user -> session.find(ProjectMemberEntity.class, new ProjectMemberEntity.Key(project, user.id))
                        .chain(existing -> {
                            if (existing != null) {
                                throw ApiException.conflict("User '" + user.id + "' belongs to the project already.");
                            }
                            ProjectMemberEntity membership = new ProjectMemberEntity(
                                    new ProjectMemberEntity.Key(project, user.id), role, OffsetDateTime.now(clock));
                            ProjectUser added = ProjectUser.of(membership, user);
                            return session.persist(membership)
                                    .chain(() -> audit.append(
                                            session,
                                            actor,
                                            Change.created("project.user.added", project, user.id, added)))
                                    .replaceWith(added);
                        })));
    }

    Uni<Listing<ProjectUser>> list(String organization, String project, PageRequest page) {
        return sessions.withSession(session -> Projects.find(session, organization, project)
                        .chain(() -> session.createSelectionQuery(PAGE, Object[].class)
                                .setParameter("project", project)
                                .setParameter("after", page.after())
                                .setMaxResults(page.limit() + 1)
                                .getResultList()))
                .map(found -> Listing.of(
                        found.stream()
                                .map(row -> ProjectUser.of((ProjectMemberEntity) row[0], (UserEntity) row[1]))
                                .toList(),
                        page.limit(),
                        ProjectUser::id));
    }

    Uni<ProjectUser> find(String organization, String project, String id) {
        return sessions.withSession(session -> member(session, organization, project, id)
                .map(member -> ProjectUser.of(member.membership, member.user)));
    }

    Uni<ProjectUser> changeRole(Actor actor, String project, String id, String role) {
        return sessions.withTransaction(session -> member(session, actor.organization(), project, id)
                .chain(member -> {
                    ProjectUser before = ProjectUser.of(member.membership, member.user);
                    member.membership.role = role;
                    ProjectUser after = ProjectUser.of(member.membership, member.user);
                    return audit.append(
                                    session, actor, Change.updated("project.user.updated", project, id, before, after))
                            .replaceWith(after);
                }));
    }

    /** The user's keys in the project are its own to revoke; its admin keys for the project have no power any more. */
    Uni<ProjectUser.Deleted> remove(Actor actor, String project, String id) {
        return sessions.withTransaction(session -> member(session, actor.organization(), project, id)
                        .call(member -> session.remove(member.membership))
                        .call(member -> audit.append(
                                session,
                                actor,
                                Change.deleted(
                                        "project.user.deleted",
                                        project,
                                        id,
                                        ProjectUser.of(member.membership, member.user)))))
                .replaceWith(new ProjectUser.Deleted("organization.project.user.deleted", id, true));
    }

    private static Uni<UserEntity> user(
            Mutiny.Session session, String organization, Optional<String> id, Optional<String> email) {
        if (id.isPresent()) {
            return Users.find(session, organization, id.get());
        }
        String address = email.orElseThrow();
        return Users.findByEmail(session, organization, address)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("user", address));
    }

    private static Uni<Member> member(Mutiny.Session session, String organization, String project, String id) {
        return Projects.find(session, organization, project)
                .chain(() -> Users.find(session, organization, id))
                .chain(user -> session.find(ProjectMemberEntity.class, new ProjectMemberEntity.Key(project, id))
                        .onItem()
                        .ifNull()
                        .failWith(() -> ApiException.notFound("user of the project", id))
                        .map(membership -> new Member(membership, user)));
    }

    private record Member(ProjectMemberEntity membership, UserEntity user) {}
}
