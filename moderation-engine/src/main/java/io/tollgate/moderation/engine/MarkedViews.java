package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.text.View;
import org.jspecify.annotations.Nullable;

/** Where anchors stand in those views of one text that others differ from in a few places only. Reused from text to text. */
final class MarkedViews {

    private final MarkedPlaces ofFolded = new MarkedPlaces();
    /** Of the folded view read from its end, by the places of the folded one. */
    private final MarkedPlaces ofReversed = new MarkedPlaces();

    private final MarkedPlaces ofLatinised = new MarkedPlaces();
    private @Nullable View original;
    private @Nullable MarkedPlaces ofOriginal;

    /** The text is another one, rewritten. */
    void rewrites(View folded, MarkedViews marked) {
        original = folded;
        ofOriginal = marked.ofFolded();
    }

    void clear() {
        ofFolded.clear();
        ofReversed.clear();
        ofLatinised.clear();
    }

    MarkedPlaces ofFolded() {
        return ofFolded;
    }

    MarkedPlaces ofReversed() {
        return ofReversed;
    }

    MarkedPlaces ofLatinised() {
        return ofLatinised;
    }

    /** The folded view of the text that was rewritten; null if this one was not. */
    @Nullable
    View original() {
        return original;
    }

    @Nullable
    MarkedPlaces ofOriginal() {
        return ofOriginal;
    }
}
