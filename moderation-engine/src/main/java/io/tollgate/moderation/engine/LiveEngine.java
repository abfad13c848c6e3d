package io.tollgate.moderation.engine;

/**
 * The engine in use, for those that replace its packs while they work: a text is examined by one version or the other, never by
 * both, and a swap that fails to load leaves the last good one.
 */
public final class LiveEngine {

    private volatile ModerationEngine current;

    public LiveEngine(ModerationEngine first) {
        current = first;
    }

    /** The engine; to be asked for once a text. */
    public ModerationEngine current() {
        return current;
    }

    /** From now on this one. It is loaded by the caller, where that holds up nobody. */
    public void swap(ModerationEngine next) {
        current = next;
    }
}
