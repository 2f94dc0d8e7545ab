package io.gondola.modelcheck;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadFactory;

/**
 * The real threads that executions use, one after another. They are virtual where the JDK has them: switching is
 * cheaper.
 */
final class Workers implements AutoCloseable {
    private final ExecutorService pool = Executors.newCachedThreadPool(factory());
    private final Phaser phaser = new Phaser(1);

    private static ThreadFactory factory() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            return r -> {
                Thread t = new Thread(r, "modelcheck");
                t.setDaemon(true);
                return t;
            };
        }
    }

    void run(Runnable body) {
        phaser.register();
        pool.execute(() -> {
            try {
                body.run();
            } finally {
                phaser.arriveAndDeregister();
            }
        });
    }

    void awaitAll() {
        phaser.arriveAndAwaitAdvance();
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
