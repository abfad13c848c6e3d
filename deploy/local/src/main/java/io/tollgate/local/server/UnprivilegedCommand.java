package io.tollgate.local.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. Inside a user namespace of its own (util-linux {@code unshare -U}) root is nobody to
 * PostgreSQL and still root to the file system, and the command replaces {@code unshare}, so the process id stays the server's.
 */
final class UnprivilegedCommand {
    private static final List<String> NAMESPACE = List.of("unshare", "-U");

    private UnprivilegedCommand() {}

    /**
     * @throws IOException if this is root on a system that denies it a user namespace
     */
    static List<String> of(String... command) throws IOException, InterruptedException {
        return of("root".equals(System.getProperty("user.name")), NAMESPACE, command);
    }

    static List<String> of(boolean root, List<String> namespace, String... command)
            throws IOException, InterruptedException {
        List<String> full = new ArrayList<>();
        if (root) {
            refuseUnlessPossible(namespace);
            full.addAll(namespace);
        }
        full.addAll(Arrays.asList(command));
        return full;
    }

    private static void refuseUnlessPossible(List<String> namespace) throws IOException, InterruptedException {
        List<String> probe = new ArrayList<>(namespace);
        probe.add("true");
        String reason;
        try {
            int exitCode = new ProcessBuilder(probe)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exitCode == 0) {
                return;
            }
            reason = "exit code " + exitCode;
        } catch (IOException missing) {
            reason = missing.getMessage();
        }
        throw new IOException("PostgreSQL does not run as root, and this system denies root a user namespace ("
                + String.join(" ", probe) + ": " + reason
                + "); start the suite as another user, or set TOLLGATE_POSTGRES_URL to a server of your own");
    }
}
