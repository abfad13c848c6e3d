package io.tollgate.moderation.engine;

/**
 * Where {@link Anchors} stand in characters, forwards or backwards: one pass tells of both, so that a text need not be read once more
 * from its end. Immutable and thread-safe.
 */
final class AnchorTable {

    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    /** So that few characters are taken for an anchor because their hash is that of one: two bits of one word each. */
    private static final int BITS_PER_ANCHOR = 64;

    private static final int MIN_BITS = 1 << 10;
    /** The marks stay in a processor's cache. */
    private static final int MAX_BITS = 1 << 18;

    private static final int SHORT_BITS = 1 << 14;
    private static final int SHORT_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SHORT_BITS);
    private static final int BITS_OF_INDEX = 6;
    /** Which bits of a hash choose the second bit. */
    private static final int SECOND = 26;

    /** Two bits for each hash of an anchor of four characters, and of one read backwards. */
    private final long[] marks;
    /** The same of shorter ones. */
    private final long[] shortMarks = new long[SHORT_BITS / Long.SIZE];

    private final int shift;
    /** Anchors, and for each its offsets; open addressing, 0 is a free place. */
    private final long[] keys;

    private final long[] offsets;
    private final long[] anywhere;

    AnchorTable(Anchors anchors) {
        int count = anchors.placesByKey().size();
        int bits = Math.clamp(Integer.highestOneBit(count * BITS_PER_ANCHOR + 1), MIN_BITS, MAX_BITS);
        marks = new long[bits / Long.SIZE];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(bits);
        keys = new long[Integer.highestOneBit(count + 1) * 4];
        offsets = new long[keys.length];
        anywhere = new long[keys.length];
        anchors.placesByKey().forEach(this::enter);
    }

    private void enter(long key, Anchors.Places places) {
        mark(key);
        mark(Anchors.reversed(key));
        int place = place(key);
        keys[place] = key;
        offsets[place] = places.offsets();
        anywhere[place] = places.anywhere();
    }

    private void mark(long key) {
        boolean isShort = (char) key == 0;
        long mixed = key * MIX;
        int hash = (int) (mixed >>> (isShort ? SHORT_SHIFT : shift));
        (isShort ? shortMarks : marks)[hash >>> BITS_OF_INDEX] |= (1L << hash) | (1L << (mixed >>> SECOND));
    }

    /** Where a key is, or would be entered. */
    int place(long key) {
        int place = (int) ((key * MIX) >>> Integer.SIZE) & keys.length - 1;
        while (keys[place] != key && keys[place] != 0) {
            place = place + 1 & keys.length - 1;
        }
        return place;
    }

    /** See {@link Anchors.Places#offsets}; none where no key is entered. */
    long offsets(int place) {
        return offsets[place];
    }

    /** See {@link Anchors.Places#anywhere}. */
    long anywhere(int place) {
        return anywhere[place];
    }

    /** The characters up to one as the key of an anchor of four. */
    static long window(char[] characters, int last) {
        long window = 0;
        for (int i = Math.max(0, last - Anchors.LONGEST + 1); i <= last; i++) {
            window = window << Character.SIZE | characters[i];
        }
        return window;
    }

    /** Whether four characters end with an anchor. */
    boolean endsWithOne(long window) {
        return (mayBeFour(window) && isOne(window))
                || (mayBeShort(window) && (isOne(window << Character.SIZE) || isOne(window << Integer.SIZE)));
    }

    /** Whether four characters begin with an anchor. */
    boolean beginsWithOne(long window) {
        return isOne(window) || isOne(Anchors.first(3, window)) || isOne(Anchors.first(2, window));
    }

    private boolean isOne(long key) {
        return offsets[place(key)] != 0;
    }

    boolean mayBeFour(long window) {
        return (bit(marks, window, shift) & 1) != 0;
    }

    boolean mayBeShort(long window) {
        long three = window << Character.SIZE;
        long two = three << Character.SIZE;
        return ((bit(shortMarks, three, SHORT_SHIFT) | bit(shortMarks, two, SHORT_SHIFT)) & 1) != 0;
    }

    /**
     * The first index at which the last character of an anchor may stand, forwards or backwards.
     *
     * @return {@code until} if there is none
     */
    int next(char[] characters, int from, int until) {
        // Copies of fields: nothing is read in the loop but characters and bits, none of which waits for another.
        long[] fours = marks;
        long[] shorts = shortMarks;
        int shiftOfFours = shift;
        long window = window(characters, from - 1);
        for (int i = from; i < until; i++) {
            window = window << Character.SIZE | characters[i];
            long three = window << Character.SIZE;
            long two = three << Character.SIZE;
            long found =
                    bit(fours, window, shiftOfFours) | bit(shorts, three, SHORT_SHIFT) | bit(shorts, two, SHORT_SHIFT);
            if ((found & 1) != 0) {
                return i;
            }
        }
        return until;
    }

    /** In the lowest bit. */
    private static long bit(long[] of, long key, int shift) {
        long mixed = key * MIX;
        int hash = (int) (mixed >>> shift);
        long word = of[hash >>> BITS_OF_INDEX];
        return word >>> hash & word >>> (mixed >>> SECOND);
    }
}
