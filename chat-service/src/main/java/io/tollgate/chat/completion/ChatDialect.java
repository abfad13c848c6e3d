package io.tollgate.chat.completion;

import io.tollgate.chat.route.Target;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions: the client's bytes go out and the provider's come back. */
public final class ChatDialect implements ClientDialect {

    private record Chat(ChatRequest request, RequestFacts facts) implements ClientRequest {
        @Override
        public Buffer upstreamBody(Target target, OptionalInt outputBound) {
            return UpstreamBody.of(request, target.model(), outputBound);
        }
    }

    @Override
    public ClientRequest parse(byte[] body, @Nullable String contentType) throws InvalidRequestException {
        ChatRequest request = ChatRequestParser.parse(body);
        return new Chat(request, request.facts());
    }
}
