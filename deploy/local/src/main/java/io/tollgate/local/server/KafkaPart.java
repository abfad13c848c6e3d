package io.tollgate.local.server;

import io.tollgate.local.process.JavaCommand;
import io.tollgate.local.process.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Kafka broker (KRaft) on loopback in a JVM of its own, with the topics of the contracts. */
public final class KafkaPart implements Part {
    private static final int PROBE_MILLIS = 500;

    private final Path data;
    private final int port;
    private final int controllerPort;

    public KafkaPart(Path data, int port, int controllerPort) {
        this.data = data;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    @Override
    public String name() {
        return "kafka";
    }

    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public ProcessBuilder command() {
        List<String> flags = new ArrayList<>(JavaCommand.SMALL);
        flags.add("-Dlog4j2.configurationFile=classpath:broker-log4j2.properties");
        return new ProcessBuilder(JavaCommand.mainClass(
                KafkaBroker.class,
                "160m",
                flags,
                data.toString(),
                Integer.toString(port),
                Integer.toString(controllerPort)));
    }

    /** The port answers when the broker is registered and unfenced; the topics then prove the rest. */
    @Override
    public boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        new Topics(bootstrapServers()).ensure();
    }
}
