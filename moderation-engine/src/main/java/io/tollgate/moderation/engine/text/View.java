package io.tollgate.moderation.engine.text;

import java.util.Arrays;

/** A rewriting of a text: characters, and for each the offset in the text it came from. Its buffers are reused. */
public final class View {

    private static final int INITIAL_CAPACITY = 1024;

    char[] characters = new char[INITIAL_CAPACITY];
    int[] origins = new int[INITIAL_CAPACITY];
    int length;

    View() {}

    /** The characters; only the first {@link #length()} count. Shared, never to be changed. */
    public char[] characters() {
        return characters;
    }

    public int length() {
        return length;
    }

    /** The offset in the original text of the character at an index of this view. */
    public int originOf(int index) {
        return origins[index];
    }

    /** Whether no word goes on across this index. */
    public boolean isWordBoundary(int index) {
        return index <= 0 || index >= length || !belongsToWord(index - 1) || !belongsToWord(index);
    }

    boolean belongsToWord(int index) {
        return CharacterKind.belongsToWord(CharacterTable.KIND[characters[index]]);
    }

    void ensureCapacity(int capacity) {
        if (characters.length < capacity) {
            int grown = Math.max(capacity, characters.length * 2);
            characters = Arrays.copyOf(characters, grown);
            origins = Arrays.copyOf(origins, grown);
        }
    }

    void add(char character, int origin) {
        ensureCapacity(length + 1);
        characters[length] = character;
        origins[length] = origin;
        length++;
    }
}
