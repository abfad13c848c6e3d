package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.hibernate.reactive.mutiny.Mutiny;

/** Service accounts of a project; a new one comes with its first key. */
@ApplicationScoped
class ServiceAccounts {

    private static final String KEY_NAME = "Secret Key";
    private static final String PAGE = "from ServiceAccountEntity where project = :project and id > :after order by id";

    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final Identifiers identifiers;
    private final Clock clock;

    ServiceAccounts(Mutiny.SessionFactory sessions, Outbox outbox, Identifiers identifiers, Clock clock) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    Uni<ServiceAccount> create(String organization, String project, String name) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        ServiceAccountEntity account = new ServiceAccountEntity(identifiers.next("svc_acct"), project, name, now);
        Secret secret = identifiers.secret(Secret.PROJECT_PREFIX);
        ApiKeyEntity key = new ApiKeyEntity(identifiers.next("key"), organization, account, KEY_NAME, secret, now);
        return sessions.withTransaction(session -> Projects.find(session, organization, project)
                        .invoke(ServiceAccounts::requireActive)
                        .chain(() -> session.persist(account))
                        .chain(() -> session.persist(key))
                        .chain(() -> outbox.append(session, PublishedKeys.message(key.published(), now.toInstant()))))
                .replaceWith(() -> ServiceAccount.of(
                        account,
                        new ServiceAccount.NewKey(
                                "organization.project.service_account.api_key",
                                secret.reveal(),
                                KEY_NAME,
                                now.toEpochSecond(),
                                key.id)));
    }

    Uni<Listing<ServiceAccount>> list(String organization, String project, PageRequest page) {
        return sessions.withSession(session -> Projects.find(session, organization, project)
                        .chain(() -> session.createSelectionQuery(PAGE, ServiceAccountEntity.class)
                                .setParameter("project", project)
                                .setParameter("after", page.after())
                                .setMaxResults(page.limit() + 1)
                                .getResultList()))
                .map(found -> Listing.of(
                        found.stream()
                                .map(account -> ServiceAccount.of(account, null))
                                .toList(),
                        page.limit(),
                        ServiceAccount::id));
    }

    private static void requireActive(ProjectEntity project) {
        if (!project.status.equals("active")) {
            throw ApiException.conflict("Project '" + project.id + "' is archived; it takes no new service accounts.");
        }
    }
}
