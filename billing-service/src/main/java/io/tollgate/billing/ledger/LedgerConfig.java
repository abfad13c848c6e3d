package io.tollgate.billing.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Which months the ledger keeps open for new rows. */
@ConfigMapping(prefix = "tollgate.billing.ledger")
public interface LedgerConfig {

    /** How many months before the current one still take late usage. Older usage goes to the dead letter topic. */
    @WithDefault("3")
    @Min(1)
    @Max(120)
    int monthsBack();

    /** How many months are prepared ahead: the service may be unable to prepare more for that long. */
    @WithDefault("3")
    @Min(1)
    @Max(120)
    int monthsAhead();

    /**
     * How many months before the current one are kept. Older partitions are dropped; what their transfers had moved stays
     * in the balances. Not less than tax law asks for.
     */
    @WithDefault("120")
    @Min(13)
    @Max(1200)
    int retentionMonths();
}
