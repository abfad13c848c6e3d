package io.tollgate.chat.client;

import io.tollgate.chat.completion.AnswerRendering;
import io.tollgate.chat.completion.ClientRequest;
import io.tollgate.chat.completion.RequestFacts;
import io.tollgate.chat.completion.WrappedBytes;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.anthropic.MessagesToAnthropic;
import io.tollgate.chat.dialect.messages.MessagesToOpenAi;
import io.tollgate.chat.dialect.messages.ModelName;
import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.chat.route.Target;
import io.vertx.core.buffer.Buffer;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request of Anthropic's Messages: as it is for Anthropic, and as a chat completion for everybody else. */
final class MessagesRequest implements ClientRequest {

    /** Providers that take marks for the prompt cache. */
    private static final Set<ProviderKind> WITH_CACHE_MARKS = EnumSet.of(ProviderKind.ANTHROPIC, ProviderKind.BEDROCK);

    private final byte[] body;
    private final ClientRequest plain;
    private final ClientRequest marked;
    private final RequestFacts facts;
    /** What of it cannot be said as a chat completion; null if all can. */
    private final @Nullable InexpressibleRequestException refused;

    private MessagesRequest(
            byte[] body,
            List<String> texts,
            ClientRequest plain,
            ClientRequest marked,
            @Nullable InexpressibleRequestException refused) {
        this.body = body;
        this.plain = plain;
        this.marked = marked;
        this.facts = plain.facts().ofBody(body.length, texts);
        this.refused = refused;
    }

    /**
     * @param plain the chat completion
     * @param marked with marks for the prompt cache where the request has them
     */
    static MessagesRequest translatable(byte[] body, ClientRequest plain, ClientRequest marked)
            throws InexpressibleRequestException {
        return new MessagesRequest(body, MessagesToOpenAi.texts(body), plain, marked, null);
    }

    /**
     * @param gist says of it what decides something here, and is sent to nobody
     * @param refused what nobody but Anthropic can be asked
     */
    static MessagesRequest untranslatable(byte[] body, ClientRequest gist, InexpressibleRequestException refused)
            throws InexpressibleRequestException {
        return new MessagesRequest(body, MessagesToOpenAi.texts(body), gist, gist, refused);
    }

    @Override
    public RequestFacts facts() {
        return facts;
    }

    /** Where a model needs parameters changed, that is said in OpenAI's words, so it is translated. */
    @Override
    public boolean isOwnDialectOf(Target target) {
        return target.provider().kind() == ProviderKind.ANTHROPIC
                && !target.traits().changesAny();
    }

    @Override
    public List<String> dialectHeaders() {
        return List.of(MessagesToAnthropic.VERSION, MessagesToAnthropic.BETA);
    }

    @Override
    public Buffer upstreamBody(Target target, OptionalInt outputBound) throws UntranslatableRequestException {
        if (isOwnDialectOf(target)) {
            return WrappedBytes.of(ModelName.replaced(body, target.model()));
        }
        if (refused != null) {
            throw new UntranslatableRequestException(refused.param(), refused.reason());
        }
        ClientRequest form = WITH_CACHE_MARKS.contains(target.provider().kind()) ? marked : plain;
        return form.upstreamBody(target, outputBound);
    }

    @Override
    public AnswerRendering rendering() {
        return new MessagesRendering();
    }
}
