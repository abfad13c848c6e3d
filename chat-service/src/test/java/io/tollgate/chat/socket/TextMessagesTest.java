package io.tollgate.chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextMessagesTest {
    private static final int SIZE_MAX = 8;

    private final List<String> received = new ArrayList<>();
    private final List<Short> closed = new ArrayList<>();
    private final TextMessages messages = new TextMessages(SIZE_MAX, received::add, (code, reason) -> closed.add(code));

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

    private static WebSocketFrame textFrame(Buffer payload, boolean last) {
        return new WebSocketFrameImpl(WebSocketFrameType.TEXT, payload.getBytes(), last);
    }
}
