package io.tollgate.chat.guard;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.function.Supplier;

/** What an answer passes on its way to the client, in OpenAI's language. */
public interface AnswerStage {

    /** Lets everything pass. */
    AnswerStage OPEN = new AnswerStage() {
        @Override
        public Buffer events(Buffer events, Supplier<String> head) {
            return events;
        }

        @Override
        public Buffer rest(Supplier<String> head) {
            return Buffer.buffer();
        }

        @Override
        public Buffer plain(Buffer answer) {
            return answer;
        }

        @Override
        public boolean isBlocked() {
            return false;
        }

        @Override
        public GatewayFailure failure() {
            throw new IllegalStateException("nothing is ever blocked here");
        }

        @Override
        public Buffer blockedEnd(int choices, Supplier<String> head) {
            throw new IllegalStateException("nothing is ever blocked here");
        }

        @Override
        public void ended(boolean complete) {
            // Nothing was found.
        }
    };

    /**
     * @param events whole events of a stream
     * @param head the opening of a chunk of this answer, up to and including a comma
     * @return what the client may have now; up to where it is forbidden, if {@link #isBlocked()} then
     * @throws MalformedAnswerException if an event cannot be read, and so not be examined
     */
    Buffer events(Buffer events, Supplier<String> head) throws MalformedAnswerException;

    /** The stream is complete: what was held back, which may prove to be forbidden only now. */
    Buffer rest(Supplier<String> head);

    /**
     * @return the answer for the client; empty if {@link #isBlocked()} then
     * @throws IOException if it cannot be read, and so not be examined
     */
    Buffer plain(Buffer answer) throws IOException;

    /** Whether the client gets nothing more of this answer. */
    boolean isBlocked();

    /** What a client is told that has not got anything yet. */
    GatewayFailure failure();

    /**
     * What ends a stream for a client that has got something.
     *
     * @param choices how many choices were asked for
     * @return whole events; the stream's terminator is not among them
     */
    Buffer blockedEnd(int choices, Supplier<String> head);

    /**
     * The answer has ended for this client.
     *
     * @param complete whether it has got all of it
     */
    void ended(boolean complete);
}
