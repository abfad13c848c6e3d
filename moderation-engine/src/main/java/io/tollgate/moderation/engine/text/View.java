package io.tollgate.moderation.engine.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A rewriting of a text: characters, and for each the place in the text it came from. Its buffers are reused. */
public final class View {

    private static final int LEAST_CAPACITY = 64;

    private final ViewKind kind;
    char[] characters = new char[0];
    int[] origins = new int[0];
    /** Where the last of the characters stands that became one; the same as the first, where it was one. */
    int[] lastOrigins = new int[0];

    int length;
    /** What this is the mirror image of, and so has its places from; null where they are its own. */
    private @Nullable View mirrored;
    /** Whether the characters are those of what is mirrored. */
    private boolean isReflected;

    View(ViewKind kind) {
        this.kind = kind;
    }

    /** Reads another view from its end. Its characters and places are looked up there when somebody asks: hardly ever. */
    void mirror(View source) {
        length = source.length;
        mirrored = source;
        isReflected = false;
    }

    private void reflect(View source) {
        ensureCapacity(length);
        int last = length - 1;
        char[] from = source.characters;
        char[] to = characters;
        for (int i = 0; i <= last; i++) {
            to[i] = from[last - i];
        }
        isReflected = true;
    }

    public ViewKind kind() {
        return kind;
    }

    /** The characters; only the first {@link #length()} count. Shared, never to be changed. */
    public char[] characters() {
        View source = mirrored;
        if (source != null && !isReflected) {
            reflect(source);
        }
        return characters;
    }

    public int length() {
        return length;
    }

    /** The offset in the original text of the character at an index of this view. */
    public int originOf(int index) {
        View source = mirrored;
        return source == null ? origins[index] : source.origins[length - 1 - index];
    }

    /** The offset in the original text of the last character that went into the one at an index of this view. */
    public int lastOriginOf(int index) {
        View source = mirrored;
        return source == null ? lastOrigins[index] : source.lastOrigins[length - 1 - index];
    }

    /** Whether no word goes on across this index. */
    public boolean isWordBoundary(int index) {
        if (index <= 0 || index >= length) {
            return true;
        }
        char[] read = characters();
        return !CharacterKind.belongsToWord(CharacterTable.KIND[read[index - 1]])
                || !CharacterKind.belongsToWord(CharacterTable.KIND[read[index]]);
    }

    byte kindAt(int index) {
        return CharacterTable.KIND[characters[index]];
    }

    /** How many characters from an index on are those of another view, and came from the same places. */
    public int sameAs(View other, int index, int otherIndex) {
        if (characters[index] != other.characters[otherIndex] || origins[index] != other.origins[otherIndex]) {
            return 0;
        }
        int length = Math.min(this.length - index, other.length - otherIndex);
        int different =
                Arrays.mismatch(characters, index, index + length, other.characters, otherIndex, otherIndex + length);
        int same = different < 0 ? length : different;
        int elsewhere = Arrays.mismatch(origins, index, index + same, other.origins, otherIndex, otherIndex + same);
        return elsewhere < 0 ? same : elsewhere;
    }

    void ensureCapacity(int capacity) {
        if (characters.length < capacity) {
            int grown = Math.max(Math.max(capacity, LEAST_CAPACITY), characters.length * 2);
            characters = Arrays.copyOf(characters, grown);
            origins = Arrays.copyOf(origins, grown);
            lastOrigins = Arrays.copyOf(lastOrigins, grown);
        }
    }

    void add(char character, int origin) {
        add(character, origin, origin);
    }

    void add(char character, int origin, int lastOrigin) {
        if (length == characters.length) {
            ensureCapacity(length + 1);
        }
        characters[length] = character;
        origins[length] = origin;
        lastOrigins[length] = lastOrigin;
        length++;
    }

    /** Adds a character that came from that of another view. */
    void addFrom(char character, View source, int index) {
        add(character, source.origins[index], source.lastOrigins[index]);
    }

    void copy(View source) {
        length = 0;
        append(source, 0, source.length);
    }

    /** Adds a part of another view. */
    void append(View source, int from, int to) {
        int count = to - from;
        ensureCapacity(length + count);
        System.arraycopy(source.characters, from, characters, length, count);
        System.arraycopy(source.origins, from, origins, length, count);
        System.arraycopy(source.lastOrigins, from, lastOrigins, length, count);
        length += count;
    }
}
