package io.tollgate.chat.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A WebSocket by hand: one that can send what no client library lets through. */
public final class RawWebSocket implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    public static RawWebSocket open(URI address, String key) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        RawWebSocket opened = new RawWebSocket(socket);
        opened.out.writeBytes("GET " + address.getPath() + " HTTP/1.1\r\nhost: gateway\r\nupgrade: websocket\r\n"
                + "connection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "authorization: Bearer " + key + "\r\n\r\n");
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) opened.in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no WebSocket: " + head);
        }
        return opened;
    }

    public void sendText(byte[] payload) throws IOException {
        announceText(payload.length);
        out.write(payload);
    }

    /** The first frame of a text whose others are yet to come. */
    public void beginText(byte[] payload) throws IOException {
        announce(TEXT, payload.length);
        out.write(payload);
    }

    public void endText(byte[] payload) throws IOException {
        announce(FINAL | CONTINUATION, payload.length);
        out.write(payload);
    }

    /** The head of a text of so many bytes, masked with zeros. */
    public void announceText(long length) throws IOException {
        announce(FINAL | TEXT, length);
    }

    private void announce(int kind, long length) throws IOException {
        out.writeByte(kind);
        if (length < LENGTH_16) {
            out.writeByte(MASKED | (int) length);
        } else if (length <= 0xffff) {
            out.writeByte(MASKED | LENGTH_16);
            out.writeShort((int) length);
        } else {
            out.writeByte(MASKED | LENGTH_64);
            out.writeLong(length);
        }
        out.writeInt(0);
    }

    public String receiveText() throws IOException {
        return new String(receive(TEXT), StandardCharsets.UTF_8);
    }

    /** @return the code that the server closes with */
    public int receiveClose() throws IOException {
        byte[] payload = receive(CLOSE);
        return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }

    private byte[] receive(int kind) throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        if (length == LENGTH_16) {
            length = in.readUnsignedShort();
        } else if (length == LENGTH_64) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] payload = in.readNBytes(length);
        if (opcode != kind) {
            throw new IOException("a frame of kind " + opcode + " instead of " + kind);
        }
        return payload;
    }

    /** Is gone without a farewell. */
    public void leave() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
