package io.tollgate.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.openai.AnswerFacts;
import io.tollgate.chat.openai.AnswerReader;
import io.tollgate.chat.openai.AnswerStream;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.tollgate.chat.testing.OpenAiSchemas;
import io.tollgate.contracts.usage.Meter;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each recorded exchange must come out as it is written down, be valid by OpenAI's schema, and keep every client happy. */
class GoldenExchangesTest {

    static List<RecordedExchange> exchanges() {
        return RecordedExchange.all();
    }

    static List<RecordedExchange> answers() {
        return exchanges().stream().filter(exchange -> exchange.has("answer")).toList();
    }

    static List<RecordedExchange> streams() {
        return exchanges().stream().filter(exchange -> exchange.has("stream")).toList();
    }

    static List<RecordedExchange> errors() {
        return exchanges().stream().filter(exchange -> exchange.has("error")).toList();
    }

    static List<RecordedExchange> metered() {
        return exchanges().stream().filter(exchange -> exchange.has("meters")).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exchanges")
    void shouldAskTheProviderInItsDialect(RecordedExchange exchange) throws InexpressibleRequestException {
        // Given
        byte[] request = exchange.request();

        // When
        DialectRequest translated = exchange.pair().translator(request, false).request(request);

        // Then
        ObjectNode actual = Json.object().put("path", translated.path());
        actual.set("body", RecordedExchange.tree(translated.body()));
        assertThat(RecordedExchange.pretty(actual)).isEqualTo(exchange.expected("providerRequest", actual));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void shouldTranslateAPlainAnswer(RecordedExchange exchange) throws UntranslatableAnswerException {
        // When
        byte[] answer = exchange.pair().translator(exchange.request(), false).answer(exchange.bytes("answer"));

        // Then
        JsonNode actual = RecordedExchange.tree(answer);
        assertThat(RecordedExchange.pretty(actual)).isEqualTo(exchange.expected("completion", actual));
        assertThat(OpenAiSchemas.problems(
                        actual.has("error") ? OpenAiSchemas.ERROR : OpenAiSchemas.COMPLETION, Json.text(actual)))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void shouldTranslateAStream(RecordedExchange exchange) throws UntranslatableAnswerException {
        // When
        byte[] whole = translated(exchange, Integer.MAX_VALUE);

        // Then
        ArrayNode actual = RecordedExchange.events(whole);
        assertThat(RecordedExchange.pretty(actual)).isEqualTo(exchange.expected("chunks", actual));
        StreamRules.check(actual);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void shouldTranslateAStreamHoweverItIsSplit(RecordedExchange exchange) throws UntranslatableAnswerException {
        // When
        byte[] byteByByte = translated(exchange, 1);

        // Then
        assertThat(new String(byteByByte, StandardCharsets.UTF_8))
                .isEqualTo(new String(translated(exchange, Integer.MAX_VALUE), StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void shouldTranslateAnError(RecordedExchange exchange) {
        // When
        ProviderError error =
                exchange.pair().translator(exchange.request(), false).error(exchange.status(), exchange.bytes("error"));

        // Then
        ObjectNode actual = Json.object().put("status", error.status());
        error.retryAfter().ifPresent(seconds -> actual.put("retryAfter", seconds));
        actual.set("body", RecordedExchange.tree(error.toJson()));
        assertThat(RecordedExchange.pretty(actual)).isEqualTo(exchange.expected("translatedError", actual));
        assertThat(OpenAiSchemas.problems(OpenAiSchemas.ERROR, Json.text(actual.path("body"))))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("metered")
    void shouldMeterPlainAndStreamedAnswersAlike(RecordedExchange exchange)
            throws IOException, UntranslatableAnswerException, MalformedAnswerException {
        // Given
        byte[] answer = exchange.pair().translator(exchange.request(), false).answer(exchange.bytes("answer"));
        AnswerFacts plain = new AnswerFacts();
        AnswerStream stream = new AnswerStream(true);

        // When
        AnswerReader.read(answer, 0, answer.length, plain);
        stream.feed(Buffer.buffer(translated(exchange, Integer.MAX_VALUE)));

        // Then
        Map<String, Long> expected = new TreeMap<>();
        exchange.content()
                .path("meters")
                .properties()
                .forEach(meter -> expected.put(meter.getKey(), meter.getValue().longValue()));
        assertThat(meters(plain)).isEqualTo(expected);
        assertThat(meters(stream.facts())).isEqualTo(expected);
    }

    private static Map<String, Long> meters(AnswerFacts facts) {
        Map<String, Long> meters = new TreeMap<>();
        for (Map.Entry<Meter, Long> count : facts.usage().orElseThrow().counts().entrySet()) {
            meters.put(count.getKey().wireName(), count.getValue());
        }
        return meters;
    }

    private static byte[] translated(RecordedExchange exchange, int pieceSize) throws UntranslatableAnswerException {
        ProviderTranslator translator = exchange.pair().translator(exchange.request(), true);
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (byte[] piece : pieces(exchange.streamBytes(), pieceSize)) {
            chunks.writeBytes(translator.piece(piece));
        }
        chunks.writeBytes(translator.ended());
        return chunks.toByteArray();
    }

    private static List<byte[]> pieces(byte[] bytes, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += Math.min(size, bytes.length - from)) {
            byte[] piece = new byte[Math.min(size, bytes.length - from)];
            System.arraycopy(bytes, from, piece, 0, piece.length);
            pieces.add(piece);
        }
        return pieces;
    }
}
