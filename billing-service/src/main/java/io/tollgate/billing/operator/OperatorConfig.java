package io.tollgate.billing.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who runs the installation. */
@ConfigMapping(prefix = "tollgate.billing.operator")
public interface OperatorConfig {

    /**
     * The organization whose owners decide what concerns all organizations: list prices, markups, credits, reconciliation
     * with providers, dead letters.
     */
    @WithDefault("org_default")
    String organization();
}
