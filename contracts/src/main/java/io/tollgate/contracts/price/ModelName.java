package io.tollgate.contracts.price;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one rule by which a provider's model name finds its prices. Providers answer with dated snapshots of a model
 * ({@code gpt-4o-mini-2024-07-18}, {@code claude-sonnet-4-5-20250929}, {@code claude-opus-4@20250514}) that cost what the
 * model costs unless the price book lists the snapshot itself.
 *
 * <ol>
 *   <li>The exact name.
 *   <li>The name without a date at its end: {@code -YYYY-MM-DD}, {@code -YYYYMMDD} or {@code @YYYYMMDD}.
 * </ol>
 *
 * Nothing else is guessed: a name that finds nothing is unpriced.
 */
public final class ModelName {

    private static final Pattern DATED = Pattern.compile(
            "(?<base>.+)(?:-20\\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])|[-@]20\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))");

    private ModelName() {}

    /** The names to look up in the price book, in this order; the first one listed there applies. */
    public static List<String> candidates(String model) {
        Matcher dated = DATED.matcher(model);
        return dated.matches() ? List.of(model, dated.group("base")) : List.of(model);
    }
}
