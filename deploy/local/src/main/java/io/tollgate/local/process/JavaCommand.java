package io.tollgate.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line of a JVM like the one that runs now. */
public final class JavaCommand {
    /** Started often and short of memory rather than of peak speed: one compiler, one collector thread. */
    public static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private JavaCommand() {}

    /** {@code java} of the JDK that runs this. */
    public static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A JVM with the class path of this one and {@link #SMALL} flags. */
    public static List<String> mainClass(Class<?> main, String maxHeap, List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(executable());
        command.add("-Xmx" + maxHeap);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }
}
