package io.tollgate.chat.route;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The version of the routes file that is in force. A request keeps the version that it began with. A file that cannot be used
 * changes nothing: the version before it stays in force, and this says so until the file is right again.
 */
public final class LiveRoutes {

    /**
     * @param since when it came into force
     */
    public record InForce(Routes routes, Instant since) {}

    private static final Logger LOG = Logger.getLogger(LiveRoutes.class);

    private final Path file;
    private final UnaryOperator<@Nullable String> environment;
    private final InstantSource clock;
    private volatile InForce inForce;
    private volatile @Nullable String problem;

    /**
     * Reads the file for the first time.
     *
     * @param environment gives a variable's value, null where it is not set
     * @throws IOException if there is no such file, it is too large, not UTF-8, or cannot be read
     * @throws InvalidRoutesException if its content cannot be used
     */
    LiveRoutes(Path file, UnaryOperator<@Nullable String> environment, InstantSource clock)
            throws IOException, InvalidRoutesException {
        this.file = file;
        this.environment = environment;
        this.clock = clock;
        this.inForce = new InForce(RoutesSource.read(file, environment), clock.instant());
    }

    public Routes current() {
        return inForce.routes();
    }

    public InForce inForce() {
        return inForce;
    }

    /** What is wrong with the file as it is now; empty if it is the one in force. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Reads the file again, and the secrets it refers to; called by one thread at a time. */
    void reload() {
        Routes read;
        try {
            read = RoutesSource.read(file, environment);
        } catch (IOException | InvalidRoutesException unusable) {
            reject(unusable);
            return;
        }
        problem = null;
        Routes before = inForce.routes();
        if (read.equals(before)) {
            return;
        }
        inForce = new InForce(read, clock.instant());
        LOG.infof(
                "routes read again: file=%s version=%s before=%s providers=%d models=%d",
                file,
                read.version(),
                before.version(),
                read.providers().size(),
                read.routes().size());
    }

    private void reject(Exception unusable) {
        String message = String.valueOf(unusable.getMessage());
        if (!message.equals(problem)) {
            LOG.errorf(
                    "the routes file cannot be used, version %s stays in force: %s",
                    inForce.routes().version(), message);
        }
        problem = message;
    }
}
