package io.tollgate.local.launcher;

import io.tollgate.local.process.Part;
import io.tollgate.local.process.PartFailedException;
import io.tollgate.local.process.PartProcess;
import io.tollgate.local.process.Ports;
import io.tollgate.local.server.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/** The start of a suite, from what an earlier one left behind to the readiness of every service. */
final class StartUp {
    private final Settings settings;
    private final Console console;

    StartUp(Settings settings, Console console) {
        this.settings = settings;
        this.console = console;
    }

    /** Ends what an earlier launcher, itself killed, left running; gives the parts to start with ports that are free. */
    Suite prepare() throws IOException, InvalidSettingsException, InterruptedException {
        KeptState state = KeptState.open(settings.home(), new Ports());
        Suite earlier = new Suite(settings, state);
        new Leftovers(earlier, console).end();
        state.releaseTakenPorts();
        return new Suite(settings, state);
    }

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @throws InvalidSettingsException if a port is taken a package is missing, or a server that was named is not there, before anything is started
     */
    void start(Suite suite, List<Part> services, Supervisor supervisor)
            throws IOException, InvalidSettingsException, InterruptedException, PartFailedException {
        refuseMissingPackages(services);
        refuseTakenPorts();
        ExternalServers.refuseUnreachable(settings);
        if (settings.routes().isEmpty()) {
            Files.writeString(suite.routesPath(), suite.routesFile().yaml());
            Files.writeString(suite.judgesPath(), suite.routesFile().judges());
        }
        List<Part> servers = suite.servers();
        console.say("Starting " + names(servers));
        supervisor.start(processes(suite, servers));
        if (settings.kafka().isPresent()) {
            console.say("Ensuring the topics on " + suite.bootstrapServers());
            ensureTopics(suite.bootstrapServers());
        }
        console.say("Starting " + names(services));
        supervisor.start(processes(suite, services));
    }

    private static void ensureTopics(String servers) throws InvalidSettingsException, InterruptedException {
        try {
            new Topics(servers).ensure();
        } catch (IOException | KafkaException e) {
            throw new InvalidSettingsException(
                    "KAFKA_BOOTSTRAP_SERVERS names servers that cannot be used: " + e.getMessage());
        }
    }

    private static List<PartProcess> processes(Suite suite, List<Part> parts) {
        return parts.stream().map(suite::process).toList();
    }

    private static String names(List<Part> parts) {
        return String.join(", ", parts.stream().map(Part::name).toList());
    }

    private static void refuseMissingPackages(List<Part> services) throws InvalidSettingsException {
        List<Path> missing = new ArrayList<>();
        for (Part part : services) {
            if (part instanceof ServicePart service && !Files.isRegularFile(service.jar())) {
                missing.add(service.jar());
            }
        }
        if (!missing.isEmpty()) {
            throw new InvalidSettingsException(
                    "Not built: " + missing + ". Start with deploy/local/up, which builds it.");
        }
    }

    private void refuseTakenPorts() throws InvalidSettingsException {
        for (Service service : Service.values()) {
            int port = settings.port(service);
            int management = Service.managementPort(port);
            if (!Ports.isFree(port)) {
                throw new InvalidSettingsException("Port " + port + ", of " + service.directory()
                        + ", is taken by another process. Set " + service.portVariable() + " to a free port.");
            }
            if (!Ports.isFree(management)) {
                throw new InvalidSettingsException("Port " + management + ", for health and metrics of "
                        + service.directory() + ", is taken by another process. It is " + service.portVariable()
                        + " + 1000: set " + service.portVariable() + " to another port.");
            }
        }
    }
}
