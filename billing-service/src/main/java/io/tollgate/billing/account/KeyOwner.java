package io.tollgate.billing.account;

import org.jspecify.annotations.Nullable;

/** A user or a service account: exactly one of the two. */
record KeyOwner(@Nullable UserEntity user, @Nullable ServiceAccountEntity serviceAccount) {

    KeyOwner {
        if ((user == null) == (serviceAccount == null)) {
            throw new IllegalArgumentException("a key belongs to a user or to a service account");
        }
    }

    static KeyOwner of(UserEntity user) {
        return new KeyOwner(user, null);
    }

    static KeyOwner of(ServiceAccountEntity account) {
        return new KeyOwner(null, account);
    }
}
