package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.failure.JsonInput;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Who a new key is to belong to: a service account of the project, or a user who belongs to it. */
@ApplicationScoped
class KeyOwners {

    private static final int LONGEST = 100;

    /**
     * What a caller wants; neither means itself.
     *
     * @param user id of a user
     * @param serviceAccount id of a service account
     */
    record Wanted(Optional<String> user, Optional<String> serviceAccount) {

        static Wanted read(JsonInput input) {
            Wanted wanted = new Wanted(
                    input.optionalText("user_id", LONGEST), input.optionalText("service_account_id", LONGEST));
            if (wanted.user.isPresent() && wanted.serviceAccount.isPresent()) {
                input.problem("service_account_id", "cannot be given together with user_id");
            }
            return wanted;
        }

        private Wanted orElse(Actor actor) {
            if (user.isPresent() || serviceAccount.isPresent()) {
                return this;
            }
            Optional<String> id = Optional.of(actor.id());
            return actor.kind() == Actor.Kind.USER
                    ? new Wanted(id, Optional.empty())
                    : new Wanted(Optional.empty(), id);
        }
    }

    /**
     * Within the transaction that makes the key. The owner is locked: whoever removes it meanwhile finds the key and
     * revokes it, or the owner is not found here.
     *
     * @param project null where the key is not to be of one project
     */
    Uni<KeyOwner> find(Mutiny.Session session, Caller caller, @Nullable String project, Wanted wanted) {
        Wanted owner = wanted.orElse(caller.actor());
        owner.user().or(owner::serviceAccount).ifPresent(caller::requireOwnUnlessAdministrator);
        if (owner.user().isPresent()) {
            String id = owner.user().get();
            return Users.lock(session, caller.organization(), id)
                    .call(user -> project == null ? Uni.createFrom().voidItem() : requireMember(session, user, project))
                    .map(KeyOwner::of);
        }
        return serviceAccount(session, caller, project, owner.serviceAccount().orElseThrow());
    }

    private static Uni<KeyOwner> serviceAccount(
            Mutiny.Session session, Caller caller, @Nullable String project, String id) {
        return ServiceAccounts.lock(session, id)
                .call(account -> Projects.find(session, caller.organization(), account.project))
                .invoke(account -> {
                    if (project != null && !account.project.equals(project)) {
                        throw ApiException.invalid(
                                "Service account '" + id + "' belongs to another project. Name one of this project as"
                                        + " 'service_account_id', or a user as 'user_id'.",
                                "service_account_id");
                    }
                })
                .map(KeyOwner::of);
    }

    private static Uni<Void> requireMember(Mutiny.Session session, UserEntity user, String project) {
        if (user.role.equals("owner")) {
            return Uni.createFrom().voidItem();
        }
        return session.find(ProjectMemberEntity.class, new ProjectMemberEntity.Key(project, user.id))
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.invalid(
                        "User '" + user.id + "' does not belong to the project. Add the user to it first.", "user_id"))
                .replaceWithVoid();
    }
}
