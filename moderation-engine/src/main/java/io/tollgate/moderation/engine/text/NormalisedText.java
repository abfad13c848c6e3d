package io.tollgate.moderation.engine.text;

/**
 * A text and its views, made in one pass each. An instance is a scratch pad: it reads one text after another, belongs to one
 * thread at a time, and allocates nothing once its buffers are large enough.
 *
 * <ol>
 *   <li>{@link #folded()}: compatibility forms, case, marks, invisible characters and white space folded away.
 *   <li>{@link #latinised()}: the folded view with lookalikes, digits and signs read as Latin letters, in such words as mix
 *       them with Latin letters.
 *   <li>{@link #joined()}: the runs of single characters of the latinised view, without what separates them.
 * </ol>
 */
public final class NormalisedText {

    private static final char BLANK = ' ';

    private final View folded = new View();
    private final View latinised = new View();
    private final View joined = new View();
    private final View undecided = new View();
    private final View openRun = new View();
    private char[] raw = new char[0];
    private int length;
    private int startOfLastWord;
    private boolean disguised;

    /** Reads a text, in time and space linear in its length. Any sequence of UTF-16 units is a text, well-formed or not. */
    public void read(CharSequence text) {
        read(text, 0, text.length());
    }

    /** Reads the part of a text from {@code start} to before {@code end}; offsets then count from {@code start}. */
    public void read(CharSequence text, int start, int end) {
        length = end - start;
        if (raw.length < length) {
            raw = new char[Math.max(length, raw.length * 2)];
        }
        text.getChars(start, end, raw, 0);
        fold();
        disguised = Latiniser.latinise(folded, latinised);
        SpacedWords.join(disguised ? latinised : folded, joined);
    }

    public View folded() {
        return folded;
    }

    /** Meaningful only where {@link #isDisguised()}. */
    public View latinised() {
        return latinised;
    }

    /** Whether the latinised view differs from the folded one. */
    public boolean isDisguised() {
        return disguised;
    }

    /** Empty where no single characters follow each other. */
    public View joined() {
        return joined;
    }

    /**
     * Reads the end of the text once more, as the beginning of what may follow: makes {@link #undecided()} and {@link #openRun()}.
     */
    public void readOpenEnd() {
        View plain = disguised ? latinised : folded;
        startOfLastWord = Latiniser.readLastWord(plain, undecided);
        SpacedWords.readOpenRun(plain, openRun);
    }

    /**
     * The latinised view if the last word turned out to be disguised; empty where that changes nothing, or no word is open.
     * Meaningful only after {@link #readOpenEnd()}.
     */
    public View undecided() {
        return undecided;
    }

    /** Where in {@link #undecided()} the last word begins. */
    public int startOfLastWord() {
        return startOfLastWord;
    }

    /**
     * The run of single characters, however short, that reaches the end of the text and may go on. Meaningful only after
     * {@link #readOpenEnd()}.
     */
    public View openRun() {
        return openRun;
    }

    /** Length of the text in UTF-16 units. */
    public int length() {
        return length;
    }

    /** The offset at or before the given one at which a grapheme starts. */
    public int graphemeStart(int offset) {
        return Graphemes.start(raw, offset);
    }

    /** The offset after the grapheme that contains the given one. */
    public int graphemeEnd(int offset) {
        return Graphemes.end(raw, length, offset);
    }

    /** How many UTF-16 units the buffers hold: what this instance costs when it is kept. */
    public int capacity() {
        return raw.length;
    }

    /** Another text in its folded form, for the patterns that are to be found in the views. */
    public static String fold(CharSequence text) {
        NormalisedText normalised = new NormalisedText();
        normalised.read(text);
        return new String(normalised.folded.characters, 0, normalised.folded.length);
    }

    private void fold() {
        folded.length = 0;
        folded.ensureCapacity(length);
        for (int i = 0; i < length; i++) {
            char unit = raw[i];
            char fold = CharacterTable.FOLD[unit];
            if (Character.isHighSurrogate(unit) && i + 1 < length && Character.isLowSurrogate(raw[i + 1])) {
                String replacement = CharacterTable.supplementary(Character.toCodePoint(unit, raw[i + 1]));
                if (replacement == null) {
                    folded.add(unit, i);
                    folded.add(raw[i + 1], i);
                } else {
                    append(replacement, i);
                }
                i++;
            } else if (fold == CharacterTable.EXPANDED) {
                append(CharacterTable.expansionOf(unit), i);
            } else if (fold != CharacterTable.DROPPED) {
                append(fold, i);
            }
        }
    }

    private void append(String characters, int origin) {
        for (int i = 0; i < characters.length(); i++) {
            append(characters.charAt(i), origin);
        }
    }

    private void append(char character, int origin) {
        boolean blankAfterBlank =
                character == BLANK && folded.length > 0 && folded.characters[folded.length - 1] == BLANK;
        if (!blankAfterBlank) {
            folded.add(character, origin);
        }
    }
}
