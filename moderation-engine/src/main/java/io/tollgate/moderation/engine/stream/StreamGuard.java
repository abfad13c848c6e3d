package io.tollgate.moderation.engine.stream;

import io.tollgate.moderation.engine.Assessment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The guard on one stream: each text of each choice apart. Used by one thread at a time. A text's memory is bounded, whatever its
 * length, and so is the number of texts.
 */
public final class StreamGuard {

    /** A stream with more texts than this is blocked: no model has that much to say in parallel. */
    public static final int TEXTS_MAX = 512;

    /**
     * A text of a stream.
     *
     * @param choice the choice's index
     * @param field which of its texts, e.g. {@code content} or {@code tool_calls/0/arguments}
     */
    public record Key(int choice, String field) {}

    private final StreamDetector detector;
    private final StreamRules rules;
    private final StreamMode mode;
    private final Map<Key, GuardedText> texts = new LinkedHashMap<>(4);
    private @Nullable Key blockedBy;
    private boolean overflowed;
    private long released;

    public StreamGuard(StreamDetector detector, StreamRules rules, StreamMode mode) {
        this.detector = detector;
        this.rules = rules;
        this.mode = mode;
    }

    public StreamMode mode() {
        return mode;
    }

    /**
     * Takes the next piece of a text.
     *
     * @param piece may end anywhere, within a surrogate pair too
     * @return what the client may have now: pieces of this text that were held back before, and what is harmless of this one. The
     *     piece itself, if it is all of that. Empty once {@link #isBlocked()}
     */
    public String append(Key key, String piece) {
        GuardedText text = isBlocked() || piece.isEmpty() ? null : text(key);
        return text == null ? "" : noted(key, text, text.append(piece));
    }

    /**
     * Takes a text as a whole, which costs less than its pieces. If it has begun before, or goes on, it is a piece like any other.
     *
     * @return what the client may have of it: the text itself, if it is all of it
     */
    public String whole(Key key, String whole) {
        if (texts.containsKey(key)) {
            return append(key, whole);
        }
        GuardedText text = isBlocked() || whole.isEmpty() ? null : text(key);
        return text == null ? "" : noted(key, text, text.whole(whole));
    }

    private @Nullable GuardedText text(Key key) {
        GuardedText text = texts.get(key);
        if (text == null) {
            if (texts.size() == TEXTS_MAX) {
                overflowed = true;
                return null;
            }
            text = new GuardedText(detector, rules, mode);
            texts.put(key, text);
        }
        return text;
    }

    /** Whether something of a text is held back. */
    public boolean isHolding(Key key) {
        GuardedText text = texts.get(key);
        return text != null && text.held() > 0;
    }

    /**
     * No text of a choice goes on.
     *
     * @return what was held back and may go out now, by field; if the choice proves to be forbidden only now, what may go out
     *     before that
     */
    public Map<Key, String> finish(int choice) {
        Map<Key, String> rest = new LinkedHashMap<>(4);
        for (Map.Entry<Key, GuardedText> text : texts.entrySet()) {
            if (text.getKey().choice() == choice && !isBlocked()) {
                String last =
                        noted(text.getKey(), text.getValue(), text.getValue().finish());
                if (!last.isEmpty()) {
                    rest.put(text.getKey(), last);
                }
            }
        }
        return rest;
    }

    /** The stream has ended. */
    public Map<Key, String> finishAll() {
        Map<Key, String> rest = new LinkedHashMap<>(4);
        for (int choice :
                texts.keySet().stream().mapToInt(Key::choice).distinct().toArray()) {
            rest.putAll(finish(choice));
        }
        return rest;
    }

    private String noted(Key key, GuardedText text, String out) {
        if (text.isBlocked()) {
            blockedBy = key;
        }
        released += out.length();
        return out;
    }

    /** Whether nothing more may go out. */
    public boolean isBlocked() {
        return blockedBy != null || overflowed;
    }

    /** The gravest of what follows from what was found; in audit, what would have followed. */
    public Action gravest() {
        return overflowed
                ? Action.BLOCK
                : texts.values().stream().map(GuardedText::gravest).reduce(Action.ALLOW, Action::orGraver);
    }

    /** Whether the rules leave something that was found to somebody else, whatever else follows. */
    public boolean leavesSomething() {
        return texts.values().stream().anyMatch(GuardedText::leavesSomething);
    }

    /** Characters that went out, masks included. */
    public long released() {
        return released;
    }

    /** What was found so far, in texts that hold something; empty if nothing was found. */
    public Map<Key, Assessment> findings() {
        Map<Key, Assessment> found = new LinkedHashMap<>();
        texts.forEach((key, text) -> {
            if (text.hasFindings()) {
                found.put(key, text.assessment());
            }
        });
        return found;
    }

    /** Characters that arrived, over all texts. */
    public long characters() {
        return texts.values().stream().mapToLong(GuardedText::length).sum();
    }
}
