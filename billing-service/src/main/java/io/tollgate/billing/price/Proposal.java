package io.tollgate.billing.price;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proposal and what became of it. Times in Unix seconds.
 *
 * @param status proposed, approved, rejected or published
 * @param prices how many prices it has
 * @param pricesSha256 over the stored rows as PostgreSQL writes them, {@code sha256(convert_to(prices::text, 'UTF8'))}: the
 *     audit trail keeps it, so that rows which somebody exchanged later are noticed
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record Proposal(
        String object,
        String id,
        String status,
        String note,
        int prices,
        String pricesSha256,
        List<Finding> findings,
        long createdAt,
        @Nullable Long decidedAt,
        @Nullable Long publishedAt) {

    static Proposal of(Row row) {
        return new Proposal(
                "price.proposal",
                row.getString("id"),
                row.getString("status"),
                row.getString("note"),
                row.getJsonArray("prices").size(),
                row.getString("prices_sha256"),
                findings(row.getJsonArray("findings")),
                row.getOffsetDateTime("created_at").toEpochSecond(),
                seconds(row.getOffsetDateTime("decided_at")),
                seconds(row.getOffsetDateTime("published_at")));
    }

    /**
     * What the audit trail keeps of a proposal.
     *
     * @param changes the first {@link #MOST_AUDITED} prices, each with what it supersedes
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Audited(Proposal proposal, List<Changes.Change> changes) {

        static final int MOST_AUDITED = 100;

        static Audited of(Proposal proposal, List<Changes.Change> changes) {
            return new Audited(proposal, first(changes));
        }

        private static List<Changes.Change> first(List<Changes.Change> changes) {
            return changes.subList(0, Math.min(MOST_AUDITED, changes.size()));
        }
    }

    /**
     * What the audit trail of an organization keeps of prices of its own: nothing of the rest of the proposal.
     *
     * @param prices how many there are
     * @param changes the first {@link Audited#MOST_AUDITED}
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record OwnPrices(int prices, List<Changes.Change> changes) {

        static OwnPrices of(List<Changes.Change> changes) {
            return new OwnPrices(changes.size(), Audited.first(changes));
        }
    }

    private static List<Finding> findings(JsonArray stored) {
        return stored.stream()
                .map(JsonObject.class::cast)
                .map(finding ->
                        new Finding(finding.getInteger("row"), finding.getString("code"), finding.getString("message")))
                .toList();
    }

    private static @Nullable Long seconds(@Nullable OffsetDateTime time) {
        return time == null ? null : Long.valueOf(time.toEpochSecond());
    }
}
