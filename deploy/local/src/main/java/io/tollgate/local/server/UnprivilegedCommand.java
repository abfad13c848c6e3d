package io.tollgate.local.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. Inside a user namespace of its own (util-linux {@code unshare -U}) root is nobody to
 * PostgreSQL and still root to the file system, and the command replaces {@code unshare}, so the process id stays the server's.
 */
final class UnprivilegedCommand {
    private UnprivilegedCommand() {}

    static List<String> of(String... command) {
        List<String> full = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            full.addAll(List.of("unshare", "-U"));
        }
        full.addAll(Arrays.asList(command));
        return full;
    }
}
