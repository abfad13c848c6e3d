package io.tollgate.moderation.engine.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The stretches of a text that are masked before they go out. */
final class Redactions {

    private record Stretch(int start, int end) {}

    private final List<Stretch> stretches = new ArrayList<>(2);

    void add(int start, int end) {
        Stretch added = new Stretch(start, end);
        List<Stretch> touched = stretches.stream()
                .filter(other -> other.start <= end && other.end >= start)
                .toList();
        for (Stretch other : touched) {
            stretches.remove(other);
            added = new Stretch(Math.min(added.start, other.start), Math.max(added.end, other.end));
        }
        stretches.add(added);
        stretches.sort(Comparator.comparingInt(Stretch::start));
    }

    /**
     * Writes the text from {@code from} to {@code until} with masks in place of the stretches. One that is not complete by then is
     * kept back whole.
     *
     * @param base the offset of the text's first character
     * @return up to where the text was written
     */
    int release(CharSequence text, int base, int from, int until, StringBuilder out) {
        int at = from;
        while (!stretches.isEmpty() && stretches.getFirst().start < until) {
            Stretch stretch = stretches.getFirst();
            if (stretch.start > at) {
                out.append(text, at - base, stretch.start - base);
                at = stretch.start;
            }
            if (stretch.end > until) {
                return at;
            }
            out.append(GuardedText.MASK);
            at = stretch.end;
            stretches.removeFirst();
        }
        out.append(text, at - base, until - base);
        return until;
    }
}
