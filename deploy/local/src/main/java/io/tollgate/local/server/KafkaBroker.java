package io.tollgate.local.server;

import io.tollgate.local.process.ParentWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;

/** Main of the broker's own JVM: one node that is broker and controller (KRaft), formatted on first use. */
public final class KafkaBroker {
    private static final int NODE = 1;

    private KafkaBroker() {}

    /** Arguments: data directory, client port, controller port. */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]).toAbsolutePath();
        int port = Integer.parseInt(arguments[1]);
        int controllerPort = Integer.parseInt(arguments[2]);
        ParentWatch.start();
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(data, controllerPort);
        }
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(settings(data, port, controllerPort)), Time.SYSTEM);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.shutdown();
                            stopped.countDown();
                        },
                        "broker-shutdown"));
        server.startup();
        server.awaitShutdown();
        stopped.await();
    }

    private static void format(Path data, int controllerPort) throws Exception {
        Files.createDirectories(data);
        new Formatter()
                .setPrintStream(System.out)
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE)
                .addDirectory(data.toString())
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName("CONTROLLER")
                .setHasDynamicQuorum(true)
                .setInitialControllers(
                        DynamicVoters.parse(NODE + "@127.0.0.1:" + controllerPort + ":" + Uuid.randomUuid()))
                .run();
    }

    private static Properties settings(Path data, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "node.id",
                Integer.toString(NODE),
                "process.roles",
                "broker,controller",
                "listeners",
                "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                "CLIENTS://127.0.0.1:" + port,
                "listener.security.protocol.map",
                "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "CLIENTS",
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.bootstrap.servers",
                "127.0.0.1:" + controllerPort,
                "log.dirs",
                data.toString()));
        // One node: whatever is replicated by default has one copy, and no more partitions than one node needs.
        settings.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1"));
        settings.putAll(Map.of(
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0",
                // A killed broker may register again only when its old session has run out: 12 s by default, 3 s with
                // these.
                "broker.session.timeout.ms", "1500",
                "broker.heartbeat.interval.ms", "500",
                // 128 MiB of heap by default, more than this broker has.
                "log.cleaner.dedupe.buffer.size", "4194304"));
        return settings;
    }
}
