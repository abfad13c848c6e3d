package io.tollgate.billing.budget;

import java.util.List;

/** Which API made a budget. */
final class Origin {

    static final String BUDGETS = "budget";
    static final String SPEND_LIMIT = "spend_limit";
    static final String SPEND_ALERT = "spend_alert";
    /** The balance of a prepaid organization: only credits change it. */
    static final String PREPAID = "prepaid";

    static final List<String> ALL = List.of(BUDGETS, SPEND_LIMIT, SPEND_ALERT, PREPAID);

    private Origin() {}
}
