package io.tollgate.moderation.engine.stream;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.OpenAssessment;
import io.tollgate.moderation.engine.Sighting;
import io.tollgate.moderation.engine.SubjectSet;
import io.tollgate.moderation.engine.sensitive.OpenEnd;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One text of a stream. It keeps the end of what arrived and examines that again with every piece: the views of a text depend on
 * what follows, and so the end is cheaper to read twice than to keep a state of every view for.
 *
 * <p>The text, by rising offsets: let go | kept back because it belongs to something undecided | open, as what follows may change
 * what it is. Offsets here count from the beginning of the text.
 */
final class GuardedText {

    /** What stands in place of a redacted stretch. */
    static final String MASK = "[redacted]";

    /** More than this is never held back: a term may be stretched by what no reader sees. */
    static final int HELD_MAX = 8_192;
    /** A word this long that crosses the beginning of what is examined again is cut. */
    private static final int WORD_MAX = 64;
    /** Bounds what is examined with every piece. */
    private static final int EXAMINED_MAX = 16_384;

    private static final Comparator<Sighting> IN_ORDER =
            Comparator.comparingInt(Sighting::end).thenComparingInt(Sighting::start);

    private final StreamDetector detector;
    private final StreamRules rules;
    private final StreamMode mode;
    /** What is held back; in strict mode all that is undecided. */
    private final SubjectSet altering;

    private final int lookBehind;
    /** The end of the text, from {@link #base} on. */
    private final StringBuilder text = new StringBuilder();

    private final Sentences sentences = new Sentences();
    private @Nullable RunningScores scores;
    private @Nullable Redactions redactions;
    private int base;
    private int released;
    /** What ends before here has been counted. */
    private int open;
    /** The beginning of what has to be examined again. */
    private int undecided;

    private int length;
    private boolean blocked;
    private Action gravest = Action.ALLOW;
    private boolean left;

    GuardedText(StreamDetector detector, StreamRules rules, StreamMode mode) {
        this.detector = detector;
        this.rules = rules;
        this.mode = mode;
        this.altering = mode == StreamMode.STRICT ? SubjectSet.ALL : rules.altering();
        this.lookBehind = Math.max(detector.lookBehind(), rules.mindsSensitive() ? OpenEnd.LOOK_BEHIND : 0);
    }

    /** @return what may go out now */
    String append(String piece) {
        if (blocked || piece.isEmpty()) {
            return "";
        }
        take(piece);
        if (mode == StreamMode.AUDIT) {
            examine(false);
            released = length;
            forget();
            return piece;
        }
        return release(examine(false), piece);
    }

    /** Takes the whole of a text at once: it is examined once. */
    String whole(String piece) {
        take(piece);
        int until = examine(true);
        if (mode == StreamMode.AUDIT) {
            released = length;
            return piece;
        }
        return release(until, piece);
    }

    private void take(String piece) {
        text.append(piece);
        length += piece.length();
    }

    /** Nothing follows: everything is decided. */
    String finish() {
        if (blocked || (open == length && released == length && sentences.isExaminedTo(length))) {
            return "";
        }
        int until = examine(true);
        if (mode == StreamMode.AUDIT) {
            return "";
        }
        return release(until, "");
    }

    boolean isBlocked() {
        return blocked;
    }

    int length() {
        return length;
    }

    int held() {
        return length - released;
    }

    /** The gravest of what follows from what was found; in audit, what would have followed. */
    Action gravest() {
        return gravest;
    }

    /** Whether the rules leave something to somebody else, whatever else follows. */
    boolean leavesSomething() {
        return left;
    }

    boolean hasFindings() {
        return scores != null;
    }

    Assessment assessment() {
        return running().assessment(length, blocked ? Math.min(open, length) : length);
    }

    /** @return up to where the text may go out */
    private int examine(boolean ended) {
        int from = examinedAgainFrom();
        OpenAssessment seen = ended
                ? new OpenAssessment(
                        detector.assessEnd(text, from - base, text.length(), rules.mindsSensitive()),
                        List.of(),
                        length - from,
                        length - from)
                : detector.assessOpen(text, from - base, text.length(), rules.mindsSensitive(), altering);
        int openBefore = open;
        open = ended ? length : Math.max(openBefore, from + seen.open());
        return sentencesBefore(decide(seen, from, openBefore, ended), ended);
    }

    /** @return up to where the text can be changed no more, which may be beyond what is decided; or where it is blocked */
    private int decide(OpenAssessment seen, int from, int openBefore, boolean ended) {
        undecided = open;
        int certain = ended ? length : Math.max(open, from + seen.held());
        for (Sighting excused : seen.excused()) {
            if (from + excused.end() >= open && !ended) {
                undecided = Math.min(undecided, from + excused.start());
                certain = altering.has(excused.finding()) ? Math.min(certain, from + excused.start()) : certain;
            }
        }
        if (seen.sightings().isEmpty()) {
            return certain;
        }
        for (Sighting sighting : seen.sightings().stream().sorted(IN_ORDER).toList()) {
            int start = from + sighting.start();
            int end = from + sighting.end();
            if (end >= openBefore && end >= open && !ended) {
                undecided = Math.min(undecided, start);
                certain = altering.has(sighting.finding()) ? Math.min(certain, start) : certain;
            } else if (end >= openBefore && count(sighting, from) == Action.BLOCK && mode != StreamMode.AUDIT) {
                blocked = true;
                return start;
            }
        }
        return certain;
    }

    private Action count(Sighting sighting, int from) {
        Action action = running().add(sighting, from, rules);
        gravest = gravest.orGraver(action);
        left |= action == Action.ESCALATE;
        int end = from + sighting.end();
        if (action == Action.REDACT && mode != StreamMode.AUDIT && end > released) {
            redactions().add(Math.max(from + sighting.start(), released), end);
        }
        return action;
    }

    /** What only whole sentences show. In strict mode a sentence waits until it is examined. */
    private int sentencesBefore(int until, boolean ended) {
        // A sentence is examined before it goes out, not when every term in it is decided.
        int decided = blocked ? until : Math.max(open, until);
        boolean last = ended && !blocked;
        int examined = sentences.examinedTo();
        for (int end = sentences.next(text, base, decided, last);
                end > 0;
                end = sentences.next(text, base, decided, last)) {
            int start = Math.max(base, end - Sentences.WINDOW);
            if (isBlocking(detector.assessWhole(text.substring(start - base, end - base)))) {
                blocked = true;
                return mode == StreamMode.STRICT ? examined : Math.min(end, until);
            }
            examined = end;
        }
        return mode == StreamMode.STRICT ? Math.min(until, examined) : until;
    }

    private boolean isBlocking(Assessment assessment) {
        if (assessment.scores().values().stream().noneMatch(score -> score > 0)) {
            return false;
        }
        running().addSentences(assessment);
        Action action = Action.ALLOW;
        for (Map.Entry<Category, Double> score : assessment.scores().entrySet()) {
            Action following = rules.category(score.getKey(), score.getValue());
            action = action.orGraver(following);
            left |= following == Action.ESCALATE;
        }
        for (Category suspected : assessment.suspected()) {
            // Of what is not certain enough to be acted upon, this much can be said.
            boolean matters = rules.category(suspected, 1) != Action.ALLOW;
            gravest = matters ? gravest.orGraver(Action.FLAG) : gravest;
        }
        gravest = gravest.orGraver(action);
        return action == Action.BLOCK && mode != StreamMode.AUDIT;
    }

    private String release(int decided, String piece) {
        int until = Math.max(released, decided);
        if (!blocked && length - undecided > HELD_MAX) {
            blocked = mode == StreamMode.STRICT;
            until = mode == StreamMode.STRICT ? until : Math.max(until, length - HELD_MAX);
        }
        String out = cut(until, piece);
        forget();
        return out;
    }

    private String cut(int until, String piece) {
        int from = released;
        Redactions masked = redactions;
        if (masked != null) {
            StringBuilder out = new StringBuilder();
            released = masked.release(text, base, from, until, out);
            return out.toString();
        }
        released = until;
        // Nothing was held before and nothing is held now: the piece itself, so that the caller sees that it is
        // untouched.
        return until == length && until - from == piece.length() ? piece : text.substring(from - base, until - base);
    }

    /** Far enough back that no word, and nothing that could excuse a term, is cut off. */
    private int examinedAgainFrom() {
        int from = Math.max(base, undecided - lookBehind);
        int lowest = Math.max(base, from - WORD_MAX);
        while (from > lowest && belongsToWord(text.charAt(from - 1 - base))) {
            from--;
        }
        return from;
    }

    private static boolean belongsToWord(char character) {
        return (character < '\u2E80' || Character.isSurrogate(character)) && !Character.isWhitespace(character);
    }

    private void forget() {
        undecided = Math.max(undecided, length - EXAMINED_MAX);
        open = Math.max(open, undecided);
        int needed = Math.min(released, undecided - lookBehind - WORD_MAX);
        needed = Math.min(needed, sentences.examinedTo() - Sentences.WINDOW);
        // Not with every piece: what stays is moved.
        if (needed - base > Sentences.WINDOW / 2) {
            text.delete(0, needed - base);
            base = needed;
        }
    }

    private RunningScores running() {
        RunningScores running = scores;
        if (running == null) {
            running = new RunningScores();
            scores = running;
        }
        return running;
    }

    private Redactions redactions() {
        Redactions masked = redactions;
        if (masked == null) {
            masked = new Redactions();
            redactions = masked;
        }
        return masked;
    }
}
