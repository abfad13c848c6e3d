package io.tollgate.chat.target;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** How many calls a target is given at once, and who waits for room. */
final class Bulkhead {

    /** A call that waits. It is asked on whichever thread made room. */
    interface Waiting {
        /** @return whether it still wants the room, which is then its own */
        boolean take();
    }

    private final int queueMax;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private int underWay;

    Bulkhead(int queueMax) {
        this.queueMax = queueMax;
    }

    synchronized int underWay() {
        return underWay;
    }

    /** @param limit how many may be under way */
    synchronized boolean hasRoom(int limit) {
        return underWay < limit;
    }

    /** @return false if there is no room */
    synchronized boolean enter(int limit) {
        if (underWay >= limit) {
            return false;
        }
        underWay++;
        return true;
    }

    /** @return false if too many wait already */
    synchronized boolean await(Waiting waiting) {
        if (queue.size() >= queueMax) {
            return false;
        }
        queue.add(waiting);
        return true;
    }

    synchronized void forget(Waiting waiting) {
        queue.remove(waiting);
    }

    /** A call has ended: its room goes to the one that has waited longest, or is free. */
    void leave() {
        for (Waiting next = poll(); next != null; next = poll()) {
            if (next.take()) {
                return;
            }
        }
    }

    /** @return null if nobody waits: then the room is free */
    private synchronized @Nullable Waiting poll() {
        Waiting next = queue.poll();
        if (next == null) {
            underWay--;
        }
        return next;
    }
}
