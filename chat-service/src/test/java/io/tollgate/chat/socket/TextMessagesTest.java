package io.tollgate.chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.completion.BodyMemory;
import io.tollgate.chat.completion.InvalidRequestException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TextMessagesTest {
    private static final int SIZE_MAX = 8;

    private final List<String> received = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private final List<Short> closed = new ArrayList<>();
    private final List<Consumer<String>> waits = new ArrayList<>();
    private final BodyMemory memory = new BodyMemory(10);
    private final TextMessages messages =
            new TextMessages(SIZE_MAX, memory, this::deadline, this::received, this::close);

    private Runnable deadline(Consumer<String> late) {
        waits.add(late);
        return () -> waits.remove(late);
    }

    private void received(String message, Runnable letGo) {
        received.add(message);
        held.add(letGo);
    }

    private void close(short code, String reason) {
        closed.add(code);
    }

    @Test
    void shouldPutAMessageTogetherWhoseFramesPartACharacter() {
        // Given: é is two bytes
        byte[] text = "café!".getBytes(StandardCharsets.UTF_8);
        Buffer whole = Buffer.buffer(text);

        // When
        messages.handle(WebSocketFrame.binaryFrame(Buffer.buffer("not text"), true));
        messages.handle(textFrame(whole.getBuffer(0, 4), false));
        messages.handle(WebSocketFrame.continuationFrame(whole.getBuffer(4, text.length), true));

        // Then
        assertThat(received).containsExactly("café!");
        assertThat(closed).isEmpty();
    }

    @Test
    void shouldCloseWhenFramesTogetherAreTooBig() {
        // Given
        messages.handle(textFrame(Buffer.buffer("12345"), false));

        // When
        messages.handle(WebSocketFrame.continuationFrame(Buffer.buffer("6789"), false));

        // Then
        assertThat(closed).containsExactly((short) 1009);
        assertThat(received).isEmpty();
    }

    @Test
    void shouldCloseOnHalfACharacter() {
        // When
        messages.handle(textFrame(Buffer.buffer(new byte[] {'a', (byte) 0xC3}), true));

        // Then
        assertThat(closed).containsExactly((short) 1007);
        assertThat(received).isEmpty();
    }

    @Test
    void shouldHoldAMessageInTheMemoryOfAllBodiesUntilItIsLetGo() {
        // Given
        messages.handle(textFrame(Buffer.buffer("123"), false));
        long half = memory.heldBytes();
        messages.handle(WebSocketFrame.continuationFrame(Buffer.buffer("45"), true));
        long whole = memory.heldBytes();

        // When
        held.getFirst().run();

        // Then
        assertThat(half).isEqualTo(3);
        assertThat(whole).isEqualTo(5);
        assertThat(memory.heldBytes()).isZero();
        assertThat(waits).isEmpty();
    }

    @Test
    void shouldCloseWhenThereIsNoRoomForAPieceAndTakeNothingMore() throws InvalidRequestException {
        // Given
        memory.share().take(6);
        messages.handle(textFrame(Buffer.buffer("123"), false));

        // When
        messages.handle(WebSocketFrame.continuationFrame(Buffer.buffer("45"), false));
        messages.handle(textFrame(Buffer.buffer("6"), true));

        // Then
        assertThat(closed).containsExactly((short) 1013);
        assertThat(received).isEmpty();
        assertThat(memory.heldBytes()).as("of others").isEqualTo(6);
        assertThat(waits).isEmpty();
    }

    @Test
    void shouldCloseWhenAMessageTakesTooLong() {
        // Given
        messages.handle(textFrame(Buffer.buffer("123"), false));

        // When
        waits.getFirst().accept("late");

        // Then
        assertThat(closed).containsExactly((short) 1008);
        assertThat(memory.heldBytes()).isZero();
    }

    @Test
    void shouldLetGoOfAnUnfinishedMessageWhenTheSocketIsClosed() {
        // Given
        messages.handle(textFrame(Buffer.buffer("123"), false));

        // When
        messages.stop();

        // Then
        assertThat(memory.heldBytes()).isZero();
        assertThat(waits).isEmpty();
        assertThat(closed).isEmpty();
    }

    private static WebSocketFrame textFrame(Buffer payload, boolean last) {
        return new WebSocketFrameImpl(WebSocketFrameType.TEXT, payload.getBytes(), last);
    }
}
