package io.tollgate.local.simulator;

import io.tollgate.local.process.HttpProbe;
import io.tollgate.local.process.JavaCommand;
import io.tollgate.local.process.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The simulated model provider on loopback, in a JVM of its own. */
public final class SimulatorPart implements Part {
    private final Path journal;
    private final int port;

    /**
     * @param journal the file that keeps the served calls
     */
    public SimulatorPart(Path journal, int port) {
        this.journal = journal;
        this.port = port;
    }

    @Override
    public String name() {
        return "simulator";
    }

    /** Without a path: {@code http://host:port}. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public ProcessBuilder command() {
        List<String> flags = new ArrayList<>(JavaCommand.SMALL);
        // Serves as the upstream of benchmarks, where peak speed counts.
        flags.remove("-XX:TieredStopAtLevel=1");
        return new ProcessBuilder(
                JavaCommand.mainClass(Simulator.class, "192m", flags, Integer.toString(port), journal.toString()));
    }

    @Override
    public boolean isReady() {
        return HttpProbe.isOk(url() + "/simulator/totals");
    }
}
