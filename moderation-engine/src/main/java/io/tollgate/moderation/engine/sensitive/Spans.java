package io.tollgate.moderation.engine.sensitive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what the finders found in one text. */
final class Spans {

    private static final Comparator<Span> IN_ORDER = Comparator.comparingInt(Span::start)
            .thenComparing(Comparator.comparingInt(Span::end).reversed());

    private final Written text;
    private final int most;
    private List<Span> found = List.of();

    /** @param most how many are collected at most */
    Spans(Written text, int most) {
        this.text = text;
        this.most = most;
    }

    boolean isFull() {
        return found.size() >= most;
    }

    /** Adds what stands between two indexes of the folded text. */
    void add(SensitiveKind kind, int start, int end) {
        if (isFull()) {
            return;
        }
        if (found.isEmpty()) {
            found = new ArrayList<>();
        }
        found.add(new Span(kind, text.originalStart(start, end), text.originalEnd(start, end)));
    }

    /** In the order of the text, none overlapping another: of two that do the longer one is kept, and a secret before the rest. */
    List<Span> withoutOverlaps() {
        if (found.size() < 2) {
            return found;
        }
        found.sort(IN_ORDER);
        List<Span> kept = new ArrayList<>(found.size());
        for (Span span : found) {
            Span last = kept.isEmpty() ? null : kept.getLast();
            if (last == null || last.end() <= span.start()) {
                kept.add(span);
            } else if (isPreferred(span, last)) {
                kept.set(kept.size() - 1, span);
            }
        }
        return kept;
    }

    private static boolean isPreferred(Span span, Span other) {
        int length = span.end() - span.start();
        int otherLength = other.end() - other.start();
        return span.kind().isSecret() == other.kind().isSecret()
                ? length > otherLength
                : span.kind().isSecret() && span.start() >= other.start() && length * 2 > otherLength;
    }
}
