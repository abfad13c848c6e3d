package io.tollgate.moderation.engine.text;

/** Reads encoded texts as what they say. A scratch pad, as {@link NormalisedText} is; what it decodes is never longer than the text. */
public final class Decoder {

    private final View rewritten = new View(ViewKind.FOLDED);
    private final NormalisedText reading = new NormalisedText();
    private boolean inPigLatin;

    /**
     * To be asked of one text in the order of the encodings.
     *
     * @return whether the text says something else in this encoding: {@link #reading()}
     */
    public boolean decode(Encoding encoding, NormalisedText text) {
        rewritten.length = 0;
        boolean decoded =
                switch (encoding) {
                    case MARKUP -> new MarkupDecoding(text.raw(), text.length(), rewritten).decode();
                    case ROTATED -> LetterRotation.decode(text.raw(), text.length(), rewritten);
                    case PIG_LATIN -> {
                        inPigLatin = PigLatin.isPigLatin(text.raw(), text.length());
                        yield inPigLatin && PigLatin.decode(text.raw(), text.length(), false, rewritten);
                    }
                    case PIG_LATIN_CLUSTERS ->
                        inPigLatin && PigLatin.decode(text.raw(), text.length(), true, rewritten);
                    case COLUMNS -> Columns.decode(text.raw(), text.length(), rewritten);
                };
        if (decoded) {
            reading.read(text, rewritten);
        }
        return decoded;
    }

    /** The decoded text; offsets are those of the text as it was written. */
    public NormalisedText reading() {
        return reading;
    }

    /** How many UTF-16 units the buffers hold: what this instance costs when it is kept. */
    public int capacity() {
        return reading.capacity();
    }
}
