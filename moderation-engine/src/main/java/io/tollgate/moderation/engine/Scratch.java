package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.Decoder;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.Squeezing;

/** What a text is examined with; kept by a thread from text to text. */
record Scratch(
        NormalisedText text,
        Matches matches,
        Squeezing squeezing,
        Decoder decoder,
        MarkedViews marked,
        MarkedViews markedOfReading) {

    Scratch() {
        this(new NormalisedText(), new Matches(), new Squeezing(), new Decoder(), new MarkedViews(), new MarkedViews());
    }
}
