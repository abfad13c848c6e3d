package io.tollgate.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part that no request waits for. Where everything shares a few cores it gives way to those that one does wait for, as a pod
 * with a smaller share would.
 */
public record BackgroundPart(Part part) implements Part {
    /**
     * {@code nice} replaces itself by the command: the process id stays the server's. Where it is in none of its usual places, the
     * part shares the cores like any other. The search path is no help: a launcher may have none.
     */
    private static final List<String> LOWER_PRIORITY = Stream.of("/usr/bin/nice", "/bin/nice")
            .filter(nice -> Files.isExecutable(Path.of(nice)))
            .findFirst()
            .map(nice -> List.of(nice, "-n", "10"))
            .orElse(List.of());

    @Override
    public String name() {
        return part.name();
    }

    @Override
    public ProcessBuilder command() throws IOException, InterruptedException {
        ProcessBuilder command = part.command();
        command.command().addAll(0, LOWER_PRIORITY);
        return command;
    }

    @Override
    public boolean isReady() {
        return part.isReady();
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        part.prepare();
    }

    @Override
    public Duration startDeadline() {
        return part.startDeadline();
    }

    @Override
    public Duration stopDeadline() {
        return part.stopDeadline();
    }

    @Override
    public void requestStop(ProcessHandle process) throws IOException, InterruptedException {
        part.requestStop(process);
    }
}
