package io.tollgate.local.launcher;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Stands where a service's package does: holds both of its ports and says that it is ready. */
final class StandInService {
    private StandInService() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        if (Integer.toString(port).equals(System.getenv("STAND_IN_THAT_FAILS"))) {
            System.out.println("the reason why it cannot start");
            System.exit(5);
        }
        listen(port);
        listen(Integer.parseInt(System.getenv("QUARKUS_MANAGEMENT_PORT")));
    }

    private static void listen(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
