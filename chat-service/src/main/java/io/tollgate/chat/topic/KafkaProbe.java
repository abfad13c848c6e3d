package io.tollgate.chat.topic;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Knows whether the cluster answers, by asking it. Without a probe an idle process would learn of an outage only from the
 * first event that it can no longer deliver.
 */
final class KafkaProbe implements Runnable {

    private static final Logger LOG = Logger.getLogger(KafkaProbe.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Admin admin;
    private volatile boolean reachable;

    KafkaProbe(Admin admin) {
        this.admin = admin;
    }

    boolean isReachable() {
        return reachable;
    }

    /** Asks once. */
    @Override
    public void run() {
        try {
            boolean answered = ask();
            if (answered != reachable) {
                LOG.infof("Kafka is %s", answered ? "reachable" : "not reachable");
            }
            reachable = answered;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ask() throws InterruptedException {
        try {
            return !admin.describeCluster()
                    .nodes()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException | KafkaException away) {
            return false;
        }
    }
}
