package io.tollgate.moderation.review;

import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.tollgate.moderation.engine.Category;
import java.lang.Character.UnicodeScript;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Labels in the form that the trainer of the classifier reads: tab-separated, with a header; of each category 1, 0, or ? where the
 * reviewer did not decide. Tabs and line ends of a text become spaces.
 *
 * @param tsv the header and a line for each item whose text is still there
 * @param lastId the next page's {@code after}; null if there is nothing after this page
 */
record LabelPage(String tsv, @Nullable UUID lastId) {

    /** A decided item and what was said. */
    record Labelled(ReviewItemEntity item, List<Turn> turns) {}

    static LabelPage of(List<Labelled> labelled) {
        String header = Stream.concat(
                        Stream.of("source", "lang", "text"),
                        Stream.of(Category.values()).map(Category::wireName))
                .collect(Collectors.joining("\t", "", "\n"));
        String lines = labelled.stream()
                .filter(one -> !text(one).isEmpty())
                .map(LabelPage::line)
                .collect(Collectors.joining());
        return new LabelPage(
                header + lines, labelled.isEmpty() ? null : labelled.getLast().item().id);
    }

    private static String line(Labelled labelled) {
        ReviewItemEntity item = labelled.item();
        Set<String> found = new HashSet<>(item.labels == null ? List.of() : ReviewItem.split(item.labels));
        Set<String> suspected = new HashSet<>(ReviewItem.split(item.categories));
        String text = text(labelled);
        String language =
                text.codePoints().anyMatch(point -> UnicodeScript.of(point) == UnicodeScript.HAN) ? "zh" : "en";
        return Stream.concat(
                        Stream.of("review", language, text),
                        Stream.of(Category.values())
                                .map(Category::wireName)
                                .map(category ->
                                        found.contains(category) ? "1" : suspected.contains(category) ? "0" : "?"))
                .collect(Collectors.joining("\t", "", "\n"));
    }

    private static String text(Labelled labelled) {
        return labelled.turns().stream()
                .filter(turn -> turn.stage().name().toLowerCase(Locale.ROOT).equals(labelled.item().stage))
                .map(Turn::text)
                .collect(Collectors.joining(" "))
                .replaceAll("[\\t\\n\\u000B\\f\\r\\u0085\\u2028\\u2029]", " ")
                .strip();
    }
}
