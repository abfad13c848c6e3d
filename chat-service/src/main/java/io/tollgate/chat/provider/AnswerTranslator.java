package io.tollgate.chat.provider;

import io.tollgate.chat.openai.MalformedAnswerException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns one answer of a provider into OpenAI's bytes, before anything else reads it. Of a stream every buffer it gives back
 * holds whole events or none; it holds back at most one incomplete event of bounded size.
 */
public interface AnswerTranslator {

    /** The provider's answer as it is. */
    AnswerTranslator IDENTITY = new AnswerTranslator() {
        @Override
        public boolean translates() {
            return false;
        }

        @Override
        public Buffer plain(Buffer body) {
            return body;
        }

        @Override
        public Buffer piece(Buffer received) {
            return received;
        }

        @Override
        public Buffer end() {
            return Buffer.buffer();
        }

        @Override
        public Buffer error(int status, Buffer body) {
            return body;
        }
    };

    /** Whether it gives back anything else than it is given: the provider's {@code content-type} is then not the client's. */
    default boolean translates() {
        return true;
    }

    /**
     * A whole plain answer whose status claims success.
     *
     * @throws MalformedAnswerException if it is not what the provider's dialect promises
     */
    Buffer plain(Buffer body) throws MalformedAnswerException;

    /**
     * A piece of a stream, cut anywhere.
     *
     * @return OpenAI's server-sent events for what has arrived, possibly nothing; the usage in a chunk with
     *     {@code "choices": []}, and {@code data: [DONE]} where the provider's dialect says that its answer is complete
     * @throws MalformedAnswerException if it is not what the provider's dialect promises; nothing more is given to it then
     */
    Buffer piece(Buffer received) throws MalformedAnswerException;

    /**
     * The provider closed its stream.
     *
     * @return what is still to be said; without {@code data: [DONE]} if the answer was not complete
     * @throws MalformedAnswerException if the provider's dialect promises more
     */
    Buffer end() throws MalformedAnswerException;

    /**
     * The body of an answer with an error status.
     *
     * @return OpenAI's envelope {@code {"error": {...}}}; what cannot be understood as it is
     */
    Buffer error(int status, Buffer body);

    /**
     * What an error status means in OpenAI's terms, where the provider's dialect uses it differently.
     *
     * @param body as the provider sent it
     */
    default int errorStatus(int status, Buffer body) {
        return status;
    }

    /**
     * How long the provider asks to wait after an error.
     *
     * @param header its {@code Retry-After}, null if there was none
     * @param body as the provider sent it
     * @return as {@code Retry-After}; null if it does not say
     */
    default @Nullable String retryAfter(int status, @Nullable String header, Buffer body) {
        return header;
    }
}
