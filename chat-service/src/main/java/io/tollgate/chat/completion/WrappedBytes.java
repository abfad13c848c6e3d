package io.tollgate.chat.completion;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Buffers over bytes that are not copied, and so must not change any more. */
public final class WrappedBytes {

    private WrappedBytes() {}

    public static Buffer of(byte[] bytes) {
        return of(List.of(Unpooled.wrappedBuffer(bytes)));
    }

    /** All of them after another. */
    @SuppressWarnings("deprecation") // until Vert.x 5, which has it under another name
    static Buffer of(List<ByteBuf> parts) {
        return Buffer.buffer(Unpooled.wrappedBuffer(parts.size(), parts.toArray(ByteBuf[]::new)));
    }
}
