package io.tollgate.moderation.screening;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that examine long texts, as many as there are, and a queue that ends. */
@Singleton
class ScreeningWorkers {

    private static final long IDLE_SECONDS = 60;

    private final ThreadPoolExecutor executor;

    ScreeningWorkers(ScreeningConfig config) {
        executor = new ThreadPoolExecutor(
                config.workers(),
                config.workers(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.workerQueue()),
                Thread.ofPlatform().name("screening-", 0).daemon().factory());
        executor.allowCoreThreadTimeOut(true);
    }

    Executor executor() {
        return executor;
    }

    @PreDestroy
    void stop() {
        executor.shutdown();
    }
}
