package io.tollgate.moderation.engine.text;

/**
 * A text and its views, made in one pass each. An instance is a scratch pad: it reads one text after another, belongs to one
 * thread at a time, and allocates nothing once its buffers are large enough. Which views a text has depends on what stands in it:
 * a plain one has few.
 */
public final class NormalisedText {

    private static final char BLANK = ' ';
    private static final int MAX_VIEWS = ViewKind.values().length;

    private final View folded = new View(ViewKind.FOLDED);
    private final View latinised = new View(ViewKind.LATINISED);
    private final View oneAsL = new View(ViewKind.LATINISED_ONE_AS_L);
    private final View joined = new View(ViewKind.JOINED);
    private final View spelled = new View(ViewKind.SPELLED);
    private final View merged = new View(ViewKind.MERGED);
    private final View reversed = new View(ViewKind.REVERSED);
    private final View han = new View(ViewKind.HAN);
    private final View sound = new View(ViewKind.SOUND);
    private final OpenReadings openReadings = new OpenReadings();
    private final View[] views = new View[MAX_VIEWS];
    private final Traits traits = new Traits();
    private final SoundReading soundReading = new SoundReading();
    private char[] raw = new char[0];
    private int length;
    private int viewCount;
    private boolean disguised;

    /** Reads a text, in time and space linear in its length. Any sequence of UTF-16 units is a text, well-formed or not. */
    public void read(CharSequence text) {
        read(text, 0, text.length());
    }

    /**
     * Reads the part of a text from {@code start} to before {@code end}: offsets then count from {@code start}.
     */
    public void read(CharSequence text, int start, int end) {
        length = end - start;
        if (raw.length < length) {
            raw = new char[Math.max(length, raw.length * 2)];
        }
        text.getChars(start, end, raw, 0);
        fold(raw, length);
        derive();
        deriveFarFetched();
    }

    /** Reads a text in its folded view alone. */
    public void readFolded(CharSequence text) {
        length = text.length();
        if (raw.length < length) {
            raw = new char[Math.max(length, raw.length * 2)];
        }
        text.getChars(0, length, raw, 0);
        fold(raw, length);
        viewCount = 0;
        present(folded);
    }

    /**
     * Reads a text as it was rewritten; offsets are those of the text as it was written. One disguise upon the other is too much:
     * it has the views of a part only.
     */
    public void read(NormalisedText original, View rewritten) {
        length = original.length;
        if (raw.length < length) {
            raw = new char[Math.max(length, raw.length * 2)];
        }
        System.arraycopy(original.raw, 0, raw, 0, length);
        fold(rewritten.characters, rewritten.length);
        for (int i = 0; i < folded.length; i++) {
            folded.lastOrigins[i] = rewritten.lastOrigins[folded.lastOrigins[i]];
            folded.origins[i] = rewritten.origins[folded.origins[i]];
        }
        derive();
    }

    /** How many views this text has; the first is the folded one. */
    public int viewCount() {
        return viewCount;
    }

    /** A view, by its number. */
    public View view(int number) {
        return views[number];
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

    /** Whether a character is written three times or more in a row. */
    public boolean isStretched() {
        return traits.isStretched();
    }

    /** Empty where no single characters follow each other. */
    public View joined() {
        return joined;
    }

    /** Reads the end of the text once more, as the beginning of what may follow; the readings belong to this instance. */
    public OpenReadings readOpenEnd() {
        openReadings.read(disguised ? latinised : folded, !disguised && traits.mayPassForLatin());
        if (!traits.has(CharacterKind.IDEOGRAPH) && HanReading.endsWithPicture(folded)) {
            // What follows may be the first ideographs of the text.
            HanReading.read(folded, han);
        }
        return openReadings;
    }

    /** The folded view, its pairs of letters that look like one read as that one. */
    public View merged() {
        return traits.isMergeable() ? merged : folded;
    }

    /** Whether {@link #merged()} ends with a letter that may prove to be the first of a pair that looks like one. */
    public boolean endsWithPossiblePair() {
        View read = merged();
        char last = read.length == 0 ? BLANK : read.characters[read.length - 1];
        return last == 'r' || last == 'v';
    }

    /** Whether the text ends with a character that is written twice in a row, or more often. */
    public boolean endsWithRun() {
        int last = folded.length - 1;
        return last > 0 && folded.characters[last] == folded.characters[last - 1];
    }

    public View sound() {
        return sound;
    }

    /** Where the last word begins, if it is spelled in Latin letters. */
    public int startOfOpenWord() {
        return start(folded, startOfSpelling(), folded.length);
    }

    private int startOfSpelling() {
        int start = folded.length;
        while (start > 0 && folded.kindAt(start - 1) == CharacterKind.LATIN) {
            start--;
        }
        return start;
    }

    /** How many syllables are heard before a last word that may become some itself; -1 if there is no such word. */
    public int soundsBeforeOpenWord() {
        int start = startOfSpelling();
        if (start == folded.length || !SoundReading.mayBeSyllables(folded, start)) {
            return -1;
        }
        int heard = sound.length;
        while (heard > 0 && sound.origins[heard - 1] >= folded.origins[start]) {
            heard--;
        }
        return heard;
    }

    /** The view of ideographs, or the folded one where they are the same. */
    public View han() {
        return han.length > 0 ? han : folded;
    }

    /**
     * How much of {@link #han()} is left if what is strewn at its end proves to stand between ideographs; -1 if it does not end
     * with ideographs. Meaningful only after {@link #readOpenEnd()}.
     */
    public int hanBeforeOpenEnd() {
        return han.length > 0 || traits.has(CharacterKind.IDEOGRAPH) ? HanReading.beforeStrewn(han()) : -1;
    }

    /** How much is left if the last ideograph of a length proves to be a part of one; -1 after that. */
    public int hanBefore(int length) {
        return length == HanReading.beforeStrewn(han()) && length > 0 ? length - 1 : -1;
    }

    /** Length of the text in UTF-16 units. */
    public int length() {
        return length;
    }

    /** The text as it was written; only the first {@link #length()} units count. Shared, never to be changed. */
    public char[] raw() {
        return raw;
    }

    /** The offset in the text at which the grapheme starts that is the first of a part of a view. */
    public int start(View view, int start, int end) {
        return graphemeStart(Math.min(view.originOf(start), view.originOf(end - 1)));
    }

    /** The offset in the text after the grapheme that is the last of a part of a view. */
    public int end(View view, int start, int end) {
        return graphemeEnd(Math.max(view.lastOriginOf(start), view.lastOriginOf(end - 1)));
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

    /** Another text as it sounds, for the patterns that are to be found in that view; what makes no sound is {@code \0}. */
    public static String sound(CharSequence text) {
        NormalisedText normalised = new NormalisedText();
        normalised.read(text);
        normalised.soundReading.read(normalised.folded, normalised.sound);
        return new String(normalised.sound.characters, 0, normalised.sound.length);
    }

    private void derive() {
        traits.examine(folded);
        viewCount = 0;
        present(folded);
        disguised = Latiniser.latinise(folded, latinised);
        if (disguised) {
            present(latinised);
            if (Latiniser.latiniseWithOneAsL(folded, latinised, oneAsL)) {
                present(oneAsL);
            }
        }
        SpacedWords.join(disguised ? latinised : folded, joined);
        if (joined.length > 0) {
            present(joined);
        }
    }

    private void deriveFarFetched() {
        if (joined.length > 0 && SpelledWords.read(disguised ? latinised : folded, spelled)) {
            present(spelled);
        }
        if (traits.isMergeable()) {
            Merging.merge(folded, merged);
            present(merged);
        }
        reversed.mirror(folded);
        present(reversed);
        View heard = folded;
        han.length = 0;
        if (traits.has(CharacterKind.IDEOGRAPH) && HanReading.read(folded, han)) {
            present(han);
            heard = han;
        } else {
            han.length = 0;
        }
        soundReading.read(heard, sound);
        present(sound);
    }

    private void present(View view) {
        views[viewCount] = view;
        viewCount++;
    }

    private void fold(char[] characters, int count) {
        folded.length = 0;
        folded.ensureCapacity(count);
        char[] folds = CharacterTable.FOLD;
        char[] target = folded.characters;
        int[] origins = folded.origins;
        int length = 0;
        int index = 0;
        while (index < count) {
            char unit = characters[index];
            char fold = folds[unit];
            boolean usual = fold < CharacterTable.EXPANDED && !Character.isHighSurrogate(unit);
            if (!usual || length == target.length) {
                folded.length = length;
                index = foldSlowly(characters, count, index);
                length = folded.length;
                target = folded.characters;
                origins = folded.origins;
            } else {
                if (fold != BLANK || length == 0 || target[length - 1] != BLANK) {
                    target[length] = fold;
                    origins[length] = index;
                    length++;
                }
                index++;
            }
        }
        folded.length = length;
        // Whatever one unit becomes, it has one place.
        System.arraycopy(origins, 0, folded.lastOrigins, 0, length);
    }

    /**
     * Any unit, whatever becomes of it.
     *
     * @return the index of the next one
     */
    private int foldSlowly(char[] characters, int count, int index) {
        char unit = characters[index];
        char fold = CharacterTable.FOLD[unit];
        if (Character.isHighSurrogate(unit) && index + 1 < count && Character.isLowSurrogate(characters[index + 1])) {
            String replacement = CharacterTable.supplementary(Character.toCodePoint(unit, characters[index + 1]));
            if (replacement == null) {
                folded.add(unit, index);
                folded.add(characters[index + 1], index);
            } else {
                append(replacement, index);
            }
            return index + 2;
        }
        if (fold == CharacterTable.EXPANDED) {
            append(CharacterTable.expansionOf(unit), index);
        } else if (fold != CharacterTable.DROPPED) {
            append(fold, index);
        }
        return index + 1;
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
