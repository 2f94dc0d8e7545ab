package io.gondola.scheduler;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees that garbage was collected, and how long it took. The module {@code java.management} is optional. */
final class CollectorWatch {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<GarbageCollectorMXBean> beans = ManagementFactory.getGarbageCollectorMXBeans();
    private final long[] counts = new long[beans.size()];
    private final long[] millis = new long[beans.size()];

    private CollectorWatch() {
        look((name, nanos) -> {});
    }

    /** Is told of collections. */
    @FunctionalInterface
    interface Listener {
        /** The collector {@code name} was at work for so long since it was looked at before. */
        void collected(String name, long nanos);
    }

    /** Null if the module is not there. */
    static @Nullable CollectorWatch ifAvailable() {
        Module own = CollectorWatch.class.getModule();
        return ModuleLayer.boot()
                        .findModule("java.management")
                        .filter(own::canRead)
                        .isPresent()
                ? new CollectorWatch()
                : null;
    }

    void look(Listener listener) {
        for (int i = 0; i < counts.length; i++) {
            long count = beans.get(i).getCollectionCount();
            if (count == counts[i]) {
                continue;
            }
            long time = beans.get(i).getCollectionTime();
            counts[i] = count;
            listener.collected(beans.get(i).getName(), (time - millis[i]) * NANOS_PER_MILLI);
            millis[i] = time;
        }
    }
}
