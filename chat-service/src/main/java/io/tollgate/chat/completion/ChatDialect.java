package io.tollgate.chat.completion;

import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.Target;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions: the client's bytes go out and the provider's come back. */
public final class ChatDialect implements ClientDialect {

    private record Chat(ChatRequest request, RequestFacts facts) implements ClientRequest {
        @Override
        public Buffer upstreamBody(Target target, OptionalInt outputBound) throws UntranslatableRequestException {
            if (!target.traits().refused().isEmpty()) {
                refuseParameters(target);
            }
            return UpstreamBody.of(request, target, outputBound);
        }

        private void refuseParameters(Target target) throws UntranslatableRequestException {
            for (ChatRequest.Member member : request.members()) {
                if (target.traits().refused().contains(member.name())) {
                    throw new UntranslatableRequestException(
                            member.name(),
                            "Unsupported parameter: '" + member.name() + "' is not supported with this model.");
                }
            }
        }
    }

    @Override
    public ClientRequest parse(byte[] body, @Nullable String contentType) throws InvalidRequestException {
        ChatRequest request = ChatRequestParser.parse(body);
        return new Chat(request, request.facts());
    }
}
