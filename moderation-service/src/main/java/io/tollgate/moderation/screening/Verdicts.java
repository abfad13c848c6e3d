package io.tollgate.moderation.screening;

import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.tollgate.contracts.event.VerdictReached.Stage;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.Hit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Sums up what was found in a call's inputs as one verdict. */
final class Verdicts {

    /** More hits than this are not published; the scores count everything. */
    static final int MAX_HITS = 256;

    private Verdicts() {}

    static VerdictReached of(UUID id, Origin origin, String engine, List<Examined> inputs) {
        Map<String, Double> scores = new LinkedHashMap<>();
        TreeSet<String> categories = new TreeSet<>();
        List<VerdictReached.Hit> hits = new ArrayList<>();
        long characters = 0;
        long scanned = 0;
        for (Examined input : inputs) {
            Assessment assessment = input.assessment();
            for (Category category : Category.values()) {
                scores.merge(category.wireName(), input.score(category), Math::max);
            }
            input.flagged().stream().map(Category::wireName).forEach(categories::add);
            for (Hit hit : assessment.hits()) {
                if (hits.size() < MAX_HITS) {
                    hits.add(published(hit, characters));
                }
            }
            characters += assessment.characters();
            scanned += assessment.scannedCharacters();
        }
        return new VerdictReached(
                id,
                origin.requestId(),
                origin.organization(),
                origin.project(),
                Stage.ENDPOINT,
                categories.isEmpty() ? Decision.ALLOW : Decision.FLAG,
                inputs.stream().anyMatch(Examined::isPartial),
                engine,
                scores,
                List.copyOf(categories),
                hits,
                characters,
                scanned,
                null,
                null);
    }

    /** Offsets count over all texts of the call, one after the other. */
    private static VerdictReached.Hit published(Hit hit, long before) {
        return new VerdictReached.Hit(
                hit.detector(), hit.rule(), hit.category().wireName(), before + hit.start(), before + hit.end());
    }
}
