package io.tollgate.chat.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.openai.Streams.Outcome;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However the network cuts a stream, the client gets the same bytes and the meter the same counts. */
class AnswerStreamSplitTest {

    static Stream<Arguments> streams() {
        String plain =
                Streams.ROLE + Streams.content("Hé 漢😀") + Streams.finished() + Streams.USAGE_CHUNK + Streams.DONE;
        String nulls = Streams.ROLE
                + Streams.content("a", ",\"usage\":null")
                + Streams.finished()
                + Streams.USAGE_CHUNK
                + Streams.DONE;
        String onChoice = Streams.ROLE + Streams.chunk("{}", "\"stop\"", ",\"usage\":" + Streams.USAGE) + Streams.DONE;
        String comments =
                ": keep-alive\n\n" + Streams.ROLE + ": ping\n\nevent: x\n\n" + Streams.finished() + Streams.DONE;
        return Stream.of(plain, nulls, onChoice, comments)
                .flatMap(stream -> Stream.of(stream, stream.replace("\n", "\r\n"), stream.replace("\n", "\r")))
                .flatMap(stream -> Stream.of(Arguments.of(stream, false), Arguments.of(stream, true)));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldRelayTheSameForEverySplit(String stream, boolean clientWantsUsage) throws MalformedAnswerException {
        // Given
        byte[] bytes = Buffer.buffer(stream + "\n").getBytes();
        Outcome whole = Streams.pieces(bytes, clientWantsUsage, bytes.length);

        // When / Then
        for (int at = 0; at <= bytes.length; at++) {
            assertSame(whole, Streams.split(bytes, at, clientWantsUsage));
        }
        for (int size = 1; size < 8; size++) {
            assertSame(whole, Streams.pieces(bytes, clientWantsUsage, size));
        }
        assertThat(whole.stream().isDone()).isTrue();
        assertThat(whole.relayed()).contains("assistant").doesNotContain("[DONE]");
    }

    private static void assertSame(Outcome expected, Outcome actual) {
        assertThat(actual.relayed()).isEqualTo(expected.relayed());
        assertThat(actual.stream().closing()).isEqualTo(expected.stream().closing());
        assertThat(actual.stream().chunks()).isEqualTo(expected.stream().chunks());
        assertThat(actual.stream().isDone()).isEqualTo(expected.stream().isDone());
        assertThat(actual.stream().isFinished(1)).isEqualTo(expected.stream().isFinished(1));
        assertThat(actual.stream().facts().usage())
                .isEqualTo(expected.stream().facts().usage());
    }
}
