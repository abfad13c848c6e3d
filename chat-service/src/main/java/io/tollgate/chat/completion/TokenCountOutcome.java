package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;

/** What came of asking how many tokens a request has. */
public sealed interface TokenCountOutcome {

    /** Where the client stands with its limits; empty where nothing is limited. */
    Map<String, String> headers();

    /** @param answer the provider's as it is; empty where none was to be asked, or it had none */
    record Counted(Optional<Buffer> answer, Map<String, String> headers) implements TokenCountOutcome {
        public Counted {
            headers = Map.copyOf(headers);
        }
    }

    /** Nobody may ask so often. */
    record Refused(GatewayFailure failure, Map<String, String> headers) implements TokenCountOutcome {
        public Refused {
            headers = Map.copyOf(headers);
        }
    }
}
