package io.tollgate.local.testing;

import io.tollgate.local.process.ParentWatch;
import io.tollgate.local.process.PartFailedException;
import io.tollgate.local.process.PartProcess;
import io.tollgate.local.process.Ports;
import io.tollgate.local.process.RotatingLog;
import io.tollgate.local.server.Binaries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Main of the JVM that runs the servers of one test JVM, each as its own process, in a directory that is deleted at the end. Ends,
 * and ends them, when its standard input closes.
 */
public final class ServersHost {
    private static final int LOG_TAIL = 8_192;

    private record Hosted(EmbeddedServer server, PartProcess process) {}

    private final Map<String, Hosted> servers = new LinkedHashMap<>();

    private ServersHost(List<EmbeddedServer> wanted, Path home) {
        for (EmbeddedServer server : wanted) {
            servers.put(server.part().name(), new Hosted(server, new PartProcess(server.part(), home)));
        }
    }

    /** Arguments: directory of unpacked binaries, names of servers separated by commas. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ScratchDirectory scratch = ScratchDirectory.create();
        Binaries binaries = new Binaries(Path.of(arguments[0]));
        Ports ports = new Ports();
        List<EmbeddedServer> wanted = new ArrayList<>();
        for (String name : arguments[1].split(",", -1)) {
            wanted.add(EmbeddedServer.of(name, scratch.path(), binaries, ports));
        }
        ServersHost host = new ServersHost(wanted, scratch.path());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> host.end(scratch), "end-of-servers"));
        ParentWatch.start();
        if (!host.startAll()) {
            System.exit(1);
        }
        host.serve();
    }

    private boolean startAll() throws InterruptedException {
        List<Future<?>> starts = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Hosted hosted : servers.values()) {
                starts.add(threads.submit(starting(hosted.process())));
            }
        }
        boolean allStarted = true;
        for (Future<?> start : starts) {
            try {
                start.get();
            } catch (ExecutionException e) {
                allStarted = false;
                System.err.println(e.getCause() instanceof PartFailedException failed ? described(failed) : e);
            }
        }
        return allStarted;
    }

    private static String described(PartFailedException failed) {
        try {
            return failed.getMessage() + "\n" + RotatingLog.tail(failed.log(), LOG_TAIL);
        } catch (IOException e) {
            return failed.getMessage() + " (its log cannot be read: " + e.getMessage() + ")";
        }
    }

    private static Callable<Object> starting(PartProcess server) {
        return () -> {
            server.launch();
            server.awaitReady();
            return server;
        };
    }

    private void serve() throws IOException {
        try (ServerSocket control = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            for (Hosted hosted : servers.values()) {
                hosted.server().configuration().forEach((key, value) -> System.out.println(key + "=" + value));
            }
            System.out.println("ready " + control.getLocalPort());
            while (!control.isClosed()) {
                try (Socket client = control.accept();
                        var in = new BufferedReader(
                                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                        Writer out = new OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8)) {
                    String command = in.readLine();
                    if (command != null) {
                        out.write(answer(command) + "\n");
                    }
                }
            }
        }
    }

    private String answer(String command) {
        String[] words = command.split(" ", 2);
        Hosted hosted = words.length == 2 ? servers.get(words[1]) : null;
        if (hosted == null) {
            return "unknown server; running: " + servers.keySet();
        }
        PartProcess server = hosted.process();
        try {
            return switch (words[0]) {
                case "kill" -> {
                    server.kill();
                    yield "ok";
                }
                case "start" -> {
                    server.launch();
                    server.awaitReady();
                    yield "ok";
                }
                case "port" -> "ok " + hosted.server().port();
                case "pid" -> server.pid().map(pid -> "ok " + pid).orElse("not running");
                default -> "unknown command";
            };
        } catch (PartFailedException e) {
            // Its log is deleted with everything else at the end.
            System.err.println(described(e));
            return e.toString().replace('\n', ' ');
        } catch (IOException | IllegalStateException e) {
            return e.toString().replace('\n', ' ');
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Their data goes with them, so nobody needs an orderly end. */
    private void end(ScratchDirectory scratch) {
        try {
            for (Hosted hosted : servers.values()) {
                hosted.process().kill();
            }
            scratch.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
