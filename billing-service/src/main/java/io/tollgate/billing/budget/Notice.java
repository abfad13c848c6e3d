package io.tollgate.billing.budget;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is told when.
 *
 * @param thresholds percents of the limit, ascending
 * @param recipients addresses that get an e-mail, besides the event and the webhooks
 * @param subjectPrefix before the e-mail's subject
 */
record Notice(
        List<Integer> thresholds,
        List<String> recipients,
        @Nullable String subjectPrefix) {

    static final Notice NONE = new Notice(List.of(), List.of(), null);

    Notice {
        thresholds = thresholds.stream().distinct().sorted().toList();
        recipients = List.copyOf(recipients);
    }

    String storedThresholds() {
        return thresholds.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    String storedRecipients() {
        return String.join(",", recipients);
    }

    static Notice ofStored(String thresholds, String recipients, @Nullable String subjectPrefix) {
        return new Notice(split(thresholds).stream().map(Integer::valueOf).toList(), split(recipients), subjectPrefix);
    }

    private static List<String> split(String list) {
        return list.isEmpty() ? List.of() : Arrays.asList(list.split(",", -1));
    }
}
