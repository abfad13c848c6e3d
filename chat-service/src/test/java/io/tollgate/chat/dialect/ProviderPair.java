package io.tollgate.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.anthropic.OpenAiToAnthropic;
import io.tollgate.chat.dialect.bedrock.OpenAiToBedrock;
import io.tollgate.chat.dialect.gemini.OpenAiToGemini;
import io.tollgate.chat.dialect.prompt.ChatPromptReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** A provider's dialect as the recorded exchanges know it: who translates, and how a stream is framed. */
enum ProviderPair {
    ANTHROPIC("claude-sonnet-4-5", OpenAiToAnthropic::new) {
        @Override
        byte[] frame(JsonNode event) {
            return utf8("event: " + event.path("type").textValue() + "\ndata: " + Json.text(event) + "\n\n");
        }
    },
    GEMINI("gemini-2.5-flash", OpenAiToGemini::new) {
        @Override
        byte[] frame(JsonNode event) {
            return utf8("data: " + Json.text(event) + "\r\n\r\n");
        }
    },
    BEDROCK("us.anthropic.claude-sonnet-4-5-20250929-v1:0", OpenAiToBedrock::new) {
        @Override
        byte[] frame(JsonNode event) {
            boolean exception = event.has("exception");
            Map<String, HeaderValue> headers = new LinkedHashMap<>();
            headers.put(":message-type", HeaderValue.fromString(exception ? "exception" : "event"));
            headers.put(
                    exception ? ":exception-type" : ":event-type",
                    HeaderValue.fromString(
                            event.path(exception ? "exception" : "event").textValue()));
            headers.put(":content-type", HeaderValue.fromString("application/json"));
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            new Message(headers, Json.bytes(event.path("payload"))).encode(encoded);
            return encoded.toByteArray();
        }
    };

    private final String model;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor reference
    private final Function<CallTerms, ProviderTranslator> translators;

    ProviderPair(String model, Function<CallTerms, ProviderTranslator> translators) {
        this.model = model;
        this.translators = translators;
    }

    /** The bytes of one event of a stream. */
    abstract byte[] frame(JsonNode event);

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    ProviderTranslator translator(byte[] request, boolean stream) {
        return translators.apply(new CallTerms(
                model, stream, ChatPromptReader.speaksOfFunctions(request), "0123456789abcdef", 1_700_000_000, 4_096));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
