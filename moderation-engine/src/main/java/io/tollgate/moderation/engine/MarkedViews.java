package io.tollgate.moderation.engine;

/** The marks of the views of one text that others differ from in a few places only. Reused from text to text. */
record MarkedViews(MarkedPlaces ofFolded, MarkedPlaces ofLatinised) {

    MarkedViews() {
        this(new MarkedPlaces(), new MarkedPlaces());
    }

    void clear() {
        ofFolded.clear();
        ofLatinised.clear();
    }
}
