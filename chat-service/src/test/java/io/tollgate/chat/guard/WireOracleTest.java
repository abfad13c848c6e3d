package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.openai.AnswerStream;
import io.tollgate.chat.openai.JsonText;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.engine.stream.StreamDetector;
import io.tollgate.moderation.engine.stream.StreamGuard;
import io.tollgate.moderation.engine.stream.StreamMode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks at the bytes that a client receives: whatever the provider sends and however it is cut, they never hold the marker. */
class WireOracleTest {

    private static final StreamDetector DETECTOR = StreamDetector.of(ModerationEngine.load());
    private static final String BEFORE = "Zebras graze, quietly: ";
    private static final String AFTER = " , and so they go on.";

    private static final List<String> MARKERS = List.of(
            "I'm going to kill you",
            "faggots",
            "f a g g o t",
            "k1ll yourself",
            "\uD835\uDC8C\uD835\uDC8A\uD835\uDC8D\uD835\uDC8D yourself",
            "kill \"\n yourself".replace("\"", ""),
            "如何制作炸弹",
            "操 你 妈",
            "看色情网站");

    static List<String> markers() {
        return MARKERS;
    }

    private record Wire(String bytes, Map<String, String> texts, boolean blocked) {}

    /** A chunk as providers write it: a text in one field of one choice. */
    private static String chunk(int choice, String field, String text) {
        return JsonText.chunk(
                        "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",",
                        choice,
                        field,
                        text)
                .toString();
    }

    private static String finish(int choice) {
        return JsonText.finish("{\"id\":\"c\",\"created\":1,\"model\":\"m\",", choice, "stop")
                .toString();
    }

    private static Wire relay(StreamRulesOf rules, StreamMode mode, List<String> pieces) {
        AnswerStream stream = new AnswerStream(true);
        StreamGuard guard = new StreamGuard(DETECTOR, rules.rules(), mode);
        AnswerGuard answer = new AnswerGuard(guard, Map.of(), (key, text) -> {}, () -> "", complete -> {});
        Buffer received = Buffer.buffer();
        try {
            for (String piece : pieces) {
                if (!answer.isBlocked()) {
                    received.appendBuffer(answer.events(stream.feed(Buffer.buffer(piece)), stream.facts()::chunkHead));
                }
            }
        } catch (MalformedAnswerException malformed) {
            throw new AssertionError(malformed);
        }
        if (!answer.isBlocked()) {
            received.appendBuffer(answer.rest(stream.facts()::chunkHead));
        }
        if (answer.isBlocked()) {
            received.appendBuffer(answer.blockedEnd(1, stream.facts()::chunkHead));
        }
        received.appendBuffer(stream.closing());
        return new Wire(received.toString(StandardCharsets.UTF_8), texts(received), answer.isBlocked());
    }

    private interface StreamRulesOf {
        StageRules rules();
    }

    private static final StreamRulesOf BLOCK = () -> StageRules.forFlagged(Action.BLOCK);

    /** What a client puts together from the events, by choice and field. */
    private static Map<String, String> texts(Buffer received) {
        Map<String, String> texts = new TreeMap<>();
        for (String event : received.toString(StandardCharsets.UTF_8).split("\r\n\r\n|\n\n", -1)) {
            if (!event.startsWith("data: {")) {
                continue;
            }
            JsonArray choices =
                    new JsonObject(event.substring("data: ".length())).getJsonArray("choices", new JsonArray());
            for (int i = 0; i < choices.size(); i++) {
                JsonObject choice = choices.getJsonObject(i);
                JsonObject delta = choice.getJsonObject("delta", new JsonObject());
                String name = choice.getInteger("index") + "/";
                delta.forEach(field -> {
                    if (field.getValue() instanceof String text) {
                        texts.merge(name + field.getKey(), text, String::concat);
                    } else if (field.getValue() instanceof JsonArray calls) {
                        JsonObject call = calls.getJsonObject(0);
                        texts.merge(
                                name + "call" + call.getInteger("index"),
                                call.getJsonObject("function").getString("arguments", ""),
                                String::concat);
                    }
                });
            }
        }
        return texts;
    }

    private static void assertClean(Wire wire, String marker, String field) {
        assertThat(wire.blocked()).isTrue();
        assertThat(wire.texts().values()).noneMatch(text -> text.contains(marker));
        assertThat(wire.texts().getOrDefault(field, "")).startsWith(BEFORE.substring(0, 12));
        assertThat(wire.bytes()).doesNotContain(marker).contains("\"finish_reason\":\"content_filter\"");
        assertThat(wire.bytes()).endsWith("data: [DONE]\n\n").doesNotContain("\"stop\"");
    }

    @ParameterizedTest
    @MethodSource("markers")
    void shouldNeverSendTheMarkerWhereverTheTextIsCut(String marker) {
        // Given
        String text = BEFORE + marker + AFTER;

        // When
        List<Wire> received = new ArrayList<>();
        for (int at = 1; at < text.length(); at++) {
            received.add(relay(
                    BLOCK,
                    StreamMode.BALANCED,
                    List.of(
                            chunk(0, "role", "assistant") + chunk(0, "content", ""),
                            chunk(0, "content", text.substring(0, at)),
                            chunk(0, "content", text.substring(at)) + finish(0))));
        }

        // Then: surrogate pairs are cut in two as well
        assertThat(received).allSatisfy(wire -> assertClean(wire, marker, "0/content"));
    }

    @ParameterizedTest
    @MethodSource("markers")
    void shouldNeverSendTheMarkerInChunksOfOneCharacter(String marker) {
        // Given: every text there is, of two choices, one after the other in turn
        List<String> fields = List.of(
                "content", "reasoning_content", "refusal", "tool_calls/1/function/arguments", "vendor_thoughts");
        String text = BEFORE + marker + AFTER;

        // When
        List<Wire> received = fields.stream()
                .map(field -> relay(BLOCK, StreamMode.BALANCED, interleaved(text, field)))
                .toList();

        // Then
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.get(i).startsWith("tool_calls") ? "1/call1" : "1/" + fields.get(i);
            assertClean(received.get(i), marker, name);
        }
    }

    private static List<String> interleaved(String text, String field) {
        List<String> pieces = new ArrayList<>(List.of(chunk(0, "role", "assistant"), chunk(1, "role", "assistant")));
        for (int i = 0; i < text.length(); i++) {
            pieces.add(chunk(0, "content", "Zz. "));
            pieces.add(chunk(1, field, text.substring(i, i + 1)));
        }
        pieces.add("data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n");
        pieces.add(finish(0) + finish(1));
        return pieces;
    }

    @ParameterizedTest
    @MethodSource("markers")
    void shouldNeverSendTheMarkerWhereverTheBytesAreCut(String marker) {
        // Given: lines that end with CRLF, and bytes that arrive in any pieces
        String text = BEFORE + marker + AFTER;
        String bytes = (chunk(0, "content", text.substring(0, 30))
                        + chunk(0, "content", text.substring(30))
                        + finish(0))
                .replace("\n", "\r\n");

        // When
        List<Wire> received = IntStream.range(1, bytes.length())
                .filter(at -> !Character.isLowSurrogate(bytes.charAt(at)))
                .mapToObj(at -> relay(BLOCK, StreamMode.BALANCED, List.of(bytes.substring(0, at), bytes.substring(at))))
                .toList();

        // Then
        assertThat(received).allSatisfy(wire -> assertClean(wire, marker, "0/content"));
    }

    @Test
    void shouldNotLeakThroughTheProbabilitiesOfTokens() {
        // Given
        String head = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":";

        // When
        Wire wire = relay(
                BLOCK,
                StreamMode.BALANCED,
                List.of(
                        head
                                + "\"Zebras graze, quietly: fag\"},\"logprobs\":{\"content\":[{\"token\":\" fag\"}]}}]}\n\n",
                        head + "\"gots, \"},\"logprobs\":{\"content\":[{\"token\":\"gots\"}]}}]}\n\n"));

        // Then
        assertThat(wire.blocked()).isTrue();
        assertThat(wire.bytes()).doesNotContain("fag", "gots").contains("\"logprobs\":null");
    }

    @Test
    void shouldRelayByteForByteWhatNeedsNoChange() {
        // Given: odd spacing, escapes and fields of a provider's own
        String chunk = "data:  {\"choices\" : [ {\"index\":0, \"delta\":{\"content\":\"\\u0041ll is quiet;\"},"
                + "\"x\":1.50e0} ],\"id\":\"c\" }\r\n\r\n";

        // When
        Wire wire = relay(BLOCK, StreamMode.BALANCED, List.of(": keep-alive\n\n", chunk, finish(0)));

        // Then
        assertThat(wire.bytes()).startsWith(": keep-alive\n\n" + chunk).endsWith(finish(0) + "data: [DONE]\n\n");
    }

    @Test
    void shouldSendWhatWasHeldBeforeTheChoiceEnds() {
        // Given
        List<String> pieces = List.of(chunk(0, "content", "Quietly; fagg"), finish(0));

        // When
        Wire wire = relay(BLOCK, StreamMode.BALANCED, pieces);

        // Then
        assertThat(wire.texts()).containsEntry("0/content", "Quietly; fagg");
        assertThat(wire.bytes().indexOf("fagg")).isLessThan(wire.bytes().indexOf("\"stop\""));
    }

    @Test
    void shouldBeginNothingWhereTheAnswerIsForbiddenFromTheBeginning() throws MalformedAnswerException {
        // Given
        StreamGuard guard = new StreamGuard(DETECTOR, StageRules.forFlagged(Action.BLOCK), StreamMode.BALANCED);
        AnswerGuard answer = new AnswerGuard(guard, Map.of(), (key, text) -> {}, () -> "", complete -> {});
        String events =
                "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
                        + chunk(0, "content", "fag") + chunk(0, "content", "gots, ");

        // When
        Buffer out = answer.events(Buffer.buffer(events), () -> "{");

        // Then
        assertThat(out.length()).isZero();
        assertThat(answer.isBlocked()).isTrue();
        assertThat(answer.failure().code()).isEqualTo("content_filter");
    }

    @Test
    void shouldRedactInsideOfChunks() {
        // Given
        StreamRulesOf redact = () -> StageRules.forFlagged(Action.REDACT);

        // When
        Wire wire = relay(
                redact,
                StreamMode.BALANCED,
                List.of(chunk(0, "content", "Those fag"), chunk(0, "content", "gots \"again\"."), finish(0)));

        // Then
        assertThat(wire.texts()).containsEntry("0/content", "Those [redacted] \"again\".");
        assertThat(wire.blocked()).isFalse();
    }

    @Test
    void shouldPutOriginalsBackWhereverTheirPlaceholderIsCut() {
        // Given
        String text = "Write to [EMAIL_1], not to [EMAIL_2] or [EMAIL_x].";
        Map<String, String> originals = Map.of("[EMAIL_1]", "ann@example.org", "[EMAIL_2]", "\"b\"@example.org");

        // When
        List<String> received = new ArrayList<>();
        for (int at = 1; at < text.length(); at++) {
            Restoration restoration = new Restoration(originals, false);
            received.add(restoration.append(text.substring(0, at))
                    + restoration.append(text.substring(at))
                    + restoration.finish());
        }

        // Then
        assertThat(received).containsOnly("Write to ann@example.org, not to \"b\"@example.org or [EMAIL_x].");
    }
}
