package io.tollgate.chat.admission;

import java.util.List;

/** Where an admitted attempt's money is held. */
public sealed interface Hold {

    /**
     * In Redis, under a lease, for all replicas.
     *
     * @param budgetFields the budgets that hold it
     * @param amountNano what each of them holds
     */
    record Shared(List<String> budgetFields, long amountNano) implements Hold {
        public Shared {
            budgetFields = List.copyOf(budgetFields);
        }
    }

    /**
     * In this process, because Redis was away.
     *
     * @param budgetFields the budgets that hold it
     * @param amountNano what each of them holds
     */
    record Local(List<String> budgetFields, long amountNano) implements Hold {
        public Local {
            budgetFields = List.copyOf(budgetFields);
        }
    }
}
