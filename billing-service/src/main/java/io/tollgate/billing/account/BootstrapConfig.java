package io.tollgate.billing.account;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The first keys of a new installation. */
@ConfigMapping(prefix = "tollgate.billing.bootstrap")
public interface BootstrapConfig {

    /**
     * The admin key of the default organization: {@code sk-admin-} and at least 32 random characters. Only its SHA-256 is
     * stored. Another value at the next start revokes the former one. None: no admin key is created.
     */
    Optional<String> adminKey();

    /** A key of the default project, {@code sk-tg-} and at least 32 random characters; otherwise like the admin key. */
    Optional<String> demoKey();

    /**
     * The key of a project of its own with which moderation-service asks the models that judge; otherwise like the demo key. The
     * other two services are given the same.
     */
    Optional<String> judgeKey();
}
