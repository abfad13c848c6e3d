package io.tollgate.chat.provider;

import io.tollgate.chat.route.ProviderKind;
import java.util.Optional;
import java.util.Set;

/**
 * How a kind of provider is spoken to. Inside this service a request and its answer are in OpenAI's language; a dialect turns
 * the one into the provider's and the other back. Every bean of this type is found; there is one for each kind.
 */
public interface ProviderDialect {

    /** The kinds it speaks; none that another dialect speaks too. */
    Set<ProviderKind> kinds();

    /**
     * The HTTP request that asks the provider. Called on an event loop: must not block.
     *
     * @throws UntranslatableRequestException if the provider's dialect cannot say what the request asks for
     */
    ProviderRequest request(ProviderAsk ask) throws UntranslatableRequestException;

    /**
     * The HTTP request that asks the provider how many tokens such a request has.
     *
     * @return empty if the provider cannot be asked that
     */
    default Optional<ProviderRequest> tokenCount(ProviderAsk ask) throws UntranslatableRequestException {
        return Optional.empty();
    }

    /** A translator of one answer to {@code ask}. Created for each call, used on one event loop. */
    AnswerTranslator translator(ProviderAsk ask);
}
