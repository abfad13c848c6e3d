package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of request bodies this process holds, with a ceiling: beyond it requests wait outside. */
public final class BodyMemory {

    private static final int RETRY_SECONDS = 1;
    /** A body is there up to three times, and half of the heap is for everything else. */
    private static final int PART_OF_HEAP = 6;

    private final long ceiling;
    private final AtomicLong held = new AtomicLong();

    /**
     * @param configured empty for what suits the heap
     * @param bodySizeMax the largest body, which must fit
     * @param heap the most that this process can hold, in bytes
     */
    static long ceiling(OptionalLong configured, int bodySizeMax, long heap) {
        return Math.max(bodySizeMax, configured.orElse(heap / PART_OF_HEAP));
    }

    /** @param ceiling bytes; at least one body of the largest size fits */
    public BodyMemory(long ceiling) {
        this.ceiling = ceiling;
    }

    /** What one request holds. Used by one thread at a time. */
    public final class Share {

        private long bytes;

        private Share() {}

        /** @throws InvalidRequestException if so much more is not to be held now */
        public void take(int more) throws InvalidRequestException {
            if (held.addAndGet(more) > ceiling) {
                held.addAndGet(-more);
                throw new InvalidRequestException(GatewayFailure.unavailable(
                        "The gateway holds as many request bodies as it may; try again shortly.", RETRY_SECONDS));
            }
            bytes += more;
        }

        /** The body is let go; more than once is as good as once. */
        public void release() {
            held.addAndGet(-bytes);
            bytes = 0;
        }
    }

    public Share share() {
        return new Share();
    }

    public long heldBytes() {
        return held.get();
    }
}
