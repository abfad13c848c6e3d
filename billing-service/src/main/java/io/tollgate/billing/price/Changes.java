package io.tollgate.billing.price;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What proposed prices would change in a book. */
final class Changes {

    private static final Comparator<ListedPrice> LATEST = Comparator.comparing(
                    (ListedPrice price) -> price.version().effectiveFrom())
            .thenComparing(price -> price.version().recordedAt());

    private final Map<ProposedPrice.Subject, List<ListedPrice>> book = new HashMap<>();

    Changes(List<ListedPrice> book) {
        book.forEach(price -> this.book
                .computeIfAbsent(ProposedPrice.subject(price), ignored -> new ArrayList<>())
                .add(price));
    }

    /** The row that would be in force at the proposed instant without the proposal. */
    Optional<ListedPrice> before(ProposedPrice price) {
        return book.getOrDefault(price.subject(), List.of()).stream()
                .filter(row -> !row.version().effectiveFrom().isAfter(price.from()))
                .max(LATEST);
    }

    /** Whether it says what the book says already. */
    boolean isKnown(ProposedPrice price) {
        Optional<ListedPrice> before = before(price);
        return before.isPresent()
                && Objects.equals(before.get().version().unitPricePico(), price.unitPricePico())
                && before.get().version().perQuantity() == price.perQuantity();
    }

    List<Change> of(List<ProposedPrice> proposed) {
        return proposed.stream()
                .map(price -> {
                    Optional<ListedPrice> before = before(price);
                    return new Change(
                            price,
                            before.map(row -> row.version().id()).orElse(null),
                            before.map(row -> row.version().unitPricePico()).orElse(null),
                            before.map(row -> row.version().perQuantity()).orElse(null));
                })
                .toList();
    }

    /**
     * One row of a difference.
     *
     * @param supersedes the row in force so far, null if there is none
     * @param unitPricePicoBefore its price, null if there is none or it was withdrawn
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonNaming(SnakeCaseStrategy.class)
    record Change(
            ProposedPrice price,
            @Nullable String supersedes,
            @Nullable Long unitPricePicoBefore,
            @Nullable Integer perQuantityBefore) {}
}
