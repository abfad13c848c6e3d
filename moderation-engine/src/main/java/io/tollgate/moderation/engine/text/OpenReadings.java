package io.tollgate.moderation.engine.text;

/** How the end of a text that goes on may prove to read: as what it will be if more of the same follows. */
public final class OpenReadings {

    private final View undecided = new View(ViewKind.LATINISED);
    private final View run = new View(ViewKind.JOINED);
    private final View spelling = new View(ViewKind.SPELLED);
    private final View spellingBefore = new View(ViewKind.SPELLED);
    private int startOfLastWord;

    OpenReadings() {}

    /**
     * @param plain the text, disguised words read as what they pass for
     * @param mayPass whether some other words pass for Latin ones too, once a disguised one is met
     */
    void read(View plain, boolean mayPass) {
        startOfLastWord = Latiniser.readAsDisguised(plain, mayPass, undecided);
        SpacedWords.readOpenRun(plain, run);
        spelling.length = 0;
        spellingBefore.length = 0;
        if (run.length > 0) {
            SpelledWords.readOpen(plain, plain.length, spelling);
            SpelledWords.readOpen(plain, SpelledWords.startOfLastWord(plain), spellingBefore);
        }
    }

    /** The latinised view if a word yet to come, or the last one, turned out to be disguised; empty where that changes nothing. */
    public View undecided() {
        return undecided;
    }

    /** Where in {@link #undecided()} the last word begins. */
    public int startOfLastWord() {
        return startOfLastWord;
    }

    /** The run of single characters, however short, that reaches the end of the text and may go on. */
    public View run() {
        return run;
    }

    /**
     * The text with its spelled words joined, to before the separators at its end, which may prove to stand within a word; empty
     * where no letter stands alone before them.
     */
    public View spelling() {
        return spelling;
    }

    /** The same to before its last letter, which may prove to begin a word that is not spelled. */
    public View spellingBeforeLastLetter() {
        return spellingBefore;
    }
}
