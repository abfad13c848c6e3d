package io.tollgate.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

/**
 * Picks free ports for servers that must come back on the same port after a crash.
 *
 * <p>They lie below the range from which systems take the local ports of outgoing connections (Linux 32768, others 49152):
 * while a server is down, a client that tries to reconnect could otherwise be given that very port, connect to itself, and
 * keep the server from ever coming back.
 */
public final class Ports {
    private static final int FIRST = 16_000;
    private static final int LAST = 31_999;
    private static final int ATTEMPTS = 200;

    private final SecureRandom random = new SecureRandom();
    private final Set<Integer> given = new HashSet<>();

    /** A port that is free now and was not given before by this object. */
    public int pick() throws IOException {
        return pick(0);
    }

    /** The same, of a server that also listens so many ports above: that one is free and not given to another either. */
    public int pickWithOneAbove(int distance) throws IOException {
        return pick(distance);
    }

    private synchronized int pick(int distance) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(FIRST, LAST - distance + 1);
            if (mayGive(port) && mayGive(port + distance)) {
                given.add(port);
                given.add(port + distance);
                return port;
            }
        }
        throw new IOException("No free port found between " + FIRST + " and " + LAST + " in " + ATTEMPTS + " attempts");
    }

    private boolean mayGive(int port) {
        return !given.contains(port) && isFree(port);
    }

    /** Whether a server could listen on the port now, on loopback and on all addresses. */
    public static boolean isFree(int port) {
        return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of a server that just ended may linger on its port; they do not keep a new one from
            // listening.
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
