package io.tollgate.bench;

import io.tollgate.bench.load.ExpectedAnswer;
import io.tollgate.bench.load.Pace;
import java.util.Locale;

/** What is measured, in the order in which it is: full load first, which also warms up what follows. */
enum Scenario {
    /** As many plain chats as a number of connections can get, from an upstream that answers at once. */
    SATURATION,
    /** Plain chats at a constant rate. */
    PLAIN,
    /** Streamed chats at a constant rate. */
    STREAM,
    /** Plain chats with a large picture in their body, at a constant rate. */
    LARGE;

    static Scenario named(String name) throws InvalidOptionsException {
        for (Scenario scenario : values()) {
            if (scenario.option().equals(name)) {
                return scenario;
            }
        }
        throw new InvalidOptionsException("There is no scenario '" + name + "': use saturation, plain, stream, large");
    }

    /** Its name on the command line. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    Pace pace(Options options) {
        return switch (this) {
            case SATURATION -> new Pace(Pace.Kind.CLOSED, options.connections());
            case PLAIN -> new Pace(Pace.Kind.OPEN, options.ratePerSecond());
            case STREAM -> new Pace(Pace.Kind.OPEN, options.streamsPerSecond());
            case LARGE -> new Pace(Pace.Kind.OPEN, options.largePerSecond());
        };
    }

    ExpectedAnswer answer(Options options) {
        return switch (this) {
            case SATURATION -> new ExpectedAnswer(0, 0, 0);
            case PLAIN, LARGE -> new ExpectedAnswer(0, options.firstByteMillis(), 0);
            case STREAM -> new ExpectedAnswer(options.chunks(), options.firstByteMillis(), options.chunkMillis());
        };
    }

    /** Size of the picture that goes with the message, in bytes; 0 for none. */
    int pictureBytes(Options options) {
        return this == LARGE ? options.largeKibibytes() * 1_024 : 0;
    }
}
