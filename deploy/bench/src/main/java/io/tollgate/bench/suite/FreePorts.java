package io.tollgate.bench.suite;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.stream.IntStream;

/** Ports for the services, below those that systems give to outgoing connections. */
public final class FreePorts {
    private static final int FIRST = 16_000;
    private static final int LAST = 29_000;
    private static final int ATTEMPTS = 200;
    private static final int MANAGEMENT_OFFSET = 1_000;

    private FreePorts() {}

    /** The first of as many consecutive ports, each of which is free together with the one for its management. */
    public static int consecutive(int count) throws IOException {
        SecureRandom random = new SecureRandom();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = random.nextInt(FIRST, LAST);
            if (IntStream.range(first, first + count)
                    .allMatch(port -> isFree(port) && isFree(port + MANAGEMENT_OFFSET))) {
                return first;
            }
        }
        throw new IOException("No " + count + " free ports in a row were found from " + FIRST + " to " + LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
