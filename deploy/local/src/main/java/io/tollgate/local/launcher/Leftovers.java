package io.tollgate.local.launcher;

import io.tollgate.local.process.Part;
import io.tollgate.local.process.PartProcess;
import java.io.IOException;

/** The processes that run on after their launcher was killed. Only those that are proven to be ours are touched. */
final class Leftovers {
    private final Suite suite;
    private final Console console;

    Leftovers(Suite suite, Console console) {
        this.suite = suite;
        this.console = console;
    }

    /** Ends them in the reverse of a start. Returns how many there were. */
    int end() throws IOException, InvalidSettingsException, InterruptedException {
        int ended = 0;
        for (Part part : suite.everything().reversed()) {
            PartProcess process = suite.process(part);
            if (process.hasLeftover()) {
                process.reapLeftover();
                console.say("Ended " + part.name() + ", left behind by a launcher that was killed");
                ended++;
            }
        }
        return ended;
    }
}
