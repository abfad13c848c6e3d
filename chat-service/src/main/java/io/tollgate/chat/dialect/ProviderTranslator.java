package io.tollgate.chat.dialect;

/**
 * One call's translation: the request into the provider's dialect, what the provider answers into OpenAI's. One call, one
 * instance, one thread.
 *
 * <p>A stream comes out as a client may have it: the role once, identity of a tool call once, dense indexes, one usage chunk
 * with empty {@code choices}, {@code [DONE]} only where the provider completed its answer.
 */
public interface ProviderTranslator {

    /**
     * To be called first.
     *
     * @param body a chat completion request in OpenAI's dialect
     * @throws InexpressibleRequestException if the provider has nothing to give for something that was asked for
     */
    DialectRequest request(byte[] body) throws InexpressibleRequestException;

    /**
     * @param body the whole of a plain answer
     * @return a chat completion, or an error envelope where the provider reports an error under a status of success
     * @throws UntranslatableAnswerException if it is not what the dialect promises
     */
    byte[] answer(byte[] body) throws UntranslatableAnswerException;

    /**
     * @param received a piece of a streamed answer, of any size
     * @return server-sent events that are complete by now, possibly nothing
     * @throws UntranslatableAnswerException if it is not what the dialect promises; nothing more can be fed then
     */
    byte[] piece(byte[] received) throws UntranslatableAnswerException;

    /** The provider closed its stream. Gives what is still to be said; without {@code [DONE]} the answer was cut off. */
    byte[] ended();

    /** An answer with a status of failure, in OpenAI's terms. */
    ProviderError error(int status, byte[] body);
}
